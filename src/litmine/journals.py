"""Journal names: where, in an entry of a reference list, the name before the volume and year begins.

No list of journals is complete, so the name is found by its words: abbreviations of the ISO 4 list of title words (LTWA) and
the full words that titles of journals are made of. A name of none of these words is found by the punctuation around it.
"""

import re

from litmine.geometry import Span

# Abbreviated title words (ISO 4 / LTWA), those of chemistry, physics, materials science, electronics and their neighbours.
_ABBREVIATED_WORDS = """
    abstr acad accred acc accs acta adv aerosp aggreg agric am amorph anal anat angew ann annu anorg antennas anwend appl
    arch arm artif ast astron astronaut astrophys asp assoc atmos aust autom bacteriol belg ber bioanal biochem biochim
    bioconjugate bioeng bioinorg bioinspir biointerphases biol biomacromol biomater biomed bioorg biophys biosens
    bioelectron biotechnol br braz bull bur butsuri byull calif calorim can catal cell cellul cent ceram char chem
    chemelectrochem chemphyschem chim chin chromatogr chromat circ clim clin clust coat coll colloid colloids coll comb
    combust comm commun comp compd compos comput condens conf congr constr contemp contr control converg convers coord
    corros cosmet crit croat cryog cryst crystallogr curr cybern cytol dalton deform degrad dent desalin des deut dev
    devices diagn dielectr diff differ discuss dispos displ diss doc dokl dyn econ ed ecol educ elastom elec electr
    electroanal electrochem electrochim electron electrotech elem embed energ eng entomol environ enzym epitaxy equip
    ergon eur exp expr exploit explor express fabr facil farad faraday ferroelectr fibr finish fis fiz fluct fluoresc
    forsch found frac frontiers front fuel fuels fullerenes funct fundam gas gaz gazz geochem geol geophys ges giant glob
    gov grav green growth helv heterocycl hist hochsch hybrid hydrog hyperfine illum imag immunol impact ind inf inform
    infrared inorg inst instr instrum insul integr intell interact interdiscip interf int interfac intermet interpr invent
    inz ion isr issled ital iv izv jpn kem kinet khim kor korea kristallogr lab lang langmuir laser lasers lat leg lett
    lic light lig linear liq lit lith lond lubr luminescence lumin mach macromol mag magn manag manuf mar mat matemat
    mater math measur mech med membr mendeleev metab metall metals meth methods metrol mex microbiol microchem
    microelectron microelectromech microeng microfab microfluid microporous microsc microst microstruct microsyst microw
    min mineral miner mitt mod model modell mol monatsh monit monogr morphol multiscale nachr nano nanobiotechnol
    nanomater nanomed nanopart nanophotonics nanosci nanostruct nanosyst nanotechnol nat natl naturforsch naturwiss naut
    ned neorg net netw neurosci neth new nucl numer nutr obs oceanogr ofic opt optoelectron org organomet oxid pac pap
    part pathol percept perspect perform pers pet petrol phas phil philos phos photochem photobiol photoelectron photogr
    photon photonics photosynth photovolt photovoltaics phy phys physica physicochem physiol phot plan plas plasmonics pol
    polym powd pr pract prec prep prikl prir probab probl proc prod prog progr prop propellants prot psychol publ pure
    qual quant quantum quart quim rad radiat radio radiochem radiol rapid rare raman rech rec recl recomb recycl refract
    regul rel reliab renew rep repub res resour ress restor rev rheol roy russ sav scand schweiz sci scr sect sel semicond
    semin sens sensors ser shap sib sigma simul sin sinica smart soc softw sol solid soln soobshch sov spec spectrochim
    spectrom spectros spectrosc st stand stat statist steril stereochem struct stud suppl supercap supercond superlattices
    supramol surf sust sustain symp syn synth syst tech technol technol techol tekh telecomm temp teor tetrahedron theor
    therm thermochim thermodyn thermophys thin tijdschr top tox toxicol trans transf transl transp trib tribol tsukuba tub
    turb ultrafast ultrason ultrasound usp vac verh vestn vib vis vitam vol wear weld wiss yad zap zav zeit zesz zh acs
    aps aip ieee iet iop jom jetp mrs npj osa pccp pnas rsc sae siam sid spie usa dpg ecs iucr pcca opin relat graph
    """
# Words printed in full: a full stop or comma after one of these ends the phrase, so it cannot stand inside a name.
_FULL_WORDS = """
    accounts account acoustics acta activity additive advanced advances aggregate agriculture alloys american analysis
    analytical analyst angewandte annals annual applications applied archives artificial asia asian astronomy
    astrophysical atomic australian batteries biochemistry biology biomaterials biophysical bulletin canadian carbon china
    catalysis cells ceramics chemical chemie chemistry chemistryopen chemistryselect chempluschem chemsuschem chinese
    circuits coatings colloid colloids communications comptes composites compounds computation computational computer
    condensed conversion coordination crystal crystallographica crystallography crystals current device devices diamond
    discoveries discovery discussions display displays dyes edition educational electrical electrochemical
    electrochemistry electrochimica electronic electronics emergent emerging energies energy engineering environment
    environmental epl europe european exploration express faraday films flexible foundations frontiers functional
    fundamentals genetics german giant global growth health heliyon horizons house improvements indian industrial
    information informatics infomat inorganic inorganics instruments intelligent interdisciplinary interface interfaces
    international iscience japan japanese joule journal korean laboratory langmuir laser layers lectures letters light
    liquid luminescence machine macromolecular macromolecules magnetic magnetism materials mathematical mathematics matter
    measurement mechanical mechanics mechanisms metal metals methods micro microelectronics micromachines microscopy
    microsystems mineralogy modelling modern molecular molecules nano nanomaterials nanophotonics nanoscale nanoscience
    nanostructures nanotechnology national natural nature naturwissenschaften neural new nonlinear notes nuclear official
    optica optical optics optoelectronics organic organics organometallics packaging patterns perspectives pharmaceutical
    philosophical photochemistry photonic photonics photovoltaic photovoltaics physica physical physics physik pigments
    plasma plasmonics plos polymer polymers power proceedings processing processes products progress properties pure
    quantum quarterly rapid rare raman reports report research reviews review royal science sciences scientific scientist
    scripta selected semiconductor semiconductors sensors sensing separation series small society solar solid solids
    sources spectrochimica spectroscopy sps state status structural structure structures studies superlattices
    supramolecular surface surfaces sustainable sustainability symposium synthesis synthetic systems technical
    technologies technology the tetrahedron theoretical theory thermal thermochimica thermoelectrics thin today topics trends
    transactions ultramicroscopy vacuum view virtual world zeitschrift angew exploration responsive ecomat smartmat susmat
    carbohydrate aggregate adsorption cell chem matter one opto rsc spin results proceedings aip photoniques arxiv
    chemrxiv biorxiv preprint patent access open digest data design beilstein newton infrared
    """
_JOINING_WORDS = "of and the for in on & - de et für und la y des der to a an − –"
_JOINING = frozenset(_JOINING_WORDS.split())
_ABBREVIATED = frozenset(_ABBREVIATED_WORDS.split())
_FULL = frozenset(_FULL_WORDS.split())
# Full words that are printed with the full stop of an abbreviation too ("Chem. Matter.").
_FULL_AND_ABBREVIATED = frozenset(("acta", "chem", "cell", "rev", "spin", "angew", "int"))
_SMALL_STARTS = frozenset(["npj", "iscience", "eprint", "arxiv"])
_ABBREVIATION = re.compile(r"[A-Z][a-z]{1,7}\.")
_TOKEN = re.compile(r"\S+")


def _bare(token: str) -> str:
    return token.strip(".,:;()[]“”\"'’‘*").casefold()


def is_title_word(token: str) -> bool:
    """Whether a token can be part of a journal's name: a known title word, printed with a capital."""
    capital = token.lstrip(",([“\"'‘*")[:1].isupper() or _bare(token) in _SMALL_STARTS
    return capital and _is_title_word_in_any_case(token)


def _is_abbreviated_title_word(token: str) -> bool:
    return token.endswith(".") and is_title_word(token) and not _ends_phrase(token)


def _is_title_word_in_any_case(token: str) -> bool:
    bare = _bare(token)
    parts = [p for p in re.split(r"[-–/.]", bare) if p]
    return bool(parts) and all(p in _ABBREVIATED or p in _FULL or p in ("j", "z", "c", "r") for p in parts)


def _ends_phrase(token: str) -> bool:
    """Whether punctuation after a token ends the phrase before a name: "Materials." and "Dots," do, "Chem.," does not."""
    bare = _bare(token)
    if token[-1] in ';?!”"':
        return True
    return token[-1] in ".," and bare in _FULL and bare not in _FULL_AND_ABBREVIATED


def journal_before(text: str, end: int, begin: int = 0, *, by_words_only: bool = False) -> Span | None:
    """The journal's name that ends at ``end`` (punctuation before ``end`` left out); None where no name can be told.

    Walks back over title words, not beyond ``begin`` (the end of the authors). Title words without a capital ("ACS nano",
    "Chemistry of materials") count where the phrase they stand in begins with a title word that has one. Where the word next
    to ``end`` is none (and not ``by_words_only``), takes the phrase after the last comma or sentence end if it is short and
    begins with a capital.
    """
    stop = len(text[:end].rstrip(" ,;:("))
    tokens = [(m.start(), m.end(), m.group()) for m in _TOKEN.finditer(text, begin, max(stop, begin))]
    first = min(_first_word(text, tokens, any_case=False), _first_word(text, tokens, any_case=True))
    if first < len(tokens):
        start = tokens[_phrase_start(tokens, first)][0]
        return Span(start + len(text[start:stop]) - len(text[start:stop].lstrip(",“\"'‘*([")), stop)
    return None if by_words_only else _in_small_letters(text, begin, stop) or _by_punctuation(text, begin, stop)


def _in_small_letters(text: str, begin: int, stop: int) -> Span | None:
    """All that stands after the authors or the last sentence, if it is title words alone: "phys. stat. sol.", "physica"."""
    sentences = [m.end() for m in re.finditer(r"[a-z)\]]{4,}[.?!]\s+", text[:stop]) if m.end() < stop]
    for start in (begin, *sentences[-1:]):
        start += len(text[start:stop]) - len(text[start:stop].lstrip(" ,.;:"))
        tokens = text[start:stop].split()
        if 1 <= len(tokens) <= 6 and all(_is_title_word_in_any_case(t) for t in tokens):
            return Span(start, stop)
    return None


def _first_word(text: str, tokens: list[tuple[int, int, str]], *, any_case: bool) -> int:
    """Index of the token with which the name that ends the text begins; the number of tokens where there is none."""
    first = pending = len(tokens)  # tokens from ``pending`` on were passed over and count only if a title word stands before
    while pending > 0:
        token = tokens[pending - 1][2]
        last = pending == len(tokens)
        if not last and _ends_phrase(token):
            break
        if is_title_word(token):
            if _bare(token) == "j" and _is_initial(text, tokens, pending - 1):
                break
            pending -= 1
            first = pending
        elif re.fullmatch(r"[A-Z][12]?[.:,]?", token) and (last or token[-1] != "." or _bare(token) in ("u", "s")):
            pending -= 1  # the letter of a series ("Phys. Rev. B", "J. Phys. D: Appl. Phys.", "Proc. Natl. Acad. Sci. U. S. A.")
        elif token.casefold() in _JOINING or re.fullmatch(r"\((?:[A-Z][a-z]+\.?|[A-Z]{2,}|[a-cA-C])\)[.,]?", token):
            pending -= 1  # "(Weinheim)", "(London)"
        elif any_case and _is_title_word_in_any_case(token):
            pending -= 1
        elif not last and _ABBREVIATION.fullmatch(token) and pending > 1 and _is_abbreviated_title_word(tokens[pending - 2][2]):
            pending -= 1  # an abbreviation that is on no list, between two that are: "J. Xyz. Lett."
        else:
            break
    if any_case and first < len(tokens) and first and tokens[first - 1][2][-1] not in '.,;?!”"':
        return len(tokens)  # words in the middle of a phrase: of the title, not of a name
    return first


def _phrase_start(tokens: list[tuple[int, int, str]], first: int) -> int:
    """``first``, or the start of its phrase where one or two capitalised words stand before it ("Beilstein J. Nanotechnol.")."""
    for i in range(first, max(first - 3, -1), -1):
        if i == 0 or tokens[i - 1][2][-1] in '.,;?!”"':
            return i if all(t[2][:1].isupper() for t in tokens[i:first]) else first
    return first


def _is_initial(text: str, tokens: list[tuple[int, int, str]], at: int) -> bool:
    """Whether the "J." at ``at`` is the initial of "Surname, J." in a list of authors separated by semicolons."""
    if at == 0 or not tokens[at - 1][2].endswith(","):
        return False
    before = text[: tokens[at - 1][0]].rstrip()
    return before.endswith(";") or (not before and ";" not in text[: tokens[at][1]])


def _by_punctuation(text: str, begin: int, stop: int) -> Span | None:
    """The phrase after the last comma or sentence end, if it looks like a name: at most six words, a capital first, no digits.

    After a comma only where it follows the authors at once: a comma further on may be one of the title.
    """
    start = 0
    # A full stop after a word of four or more small letters ends a sentence; after a short word it may be an abbreviation.
    for m in re.finditer(r"[,;?!”]\s+|[a-z)\]\d]{3,}\.\s+", text[:stop].rstrip(".")):
        start = m.end()
    phrase = text[start:stop]
    words = phrase.split()
    if start == 0 or start < begin or not 1 <= len(words) <= 6 or not words[0][:1].isupper() or re.search(r"\d", phrase):
        return None
    if text[:start].rstrip().endswith(",") and text[begin:start].strip(" ,.;"):
        return None
    # A surname with its initials is an author, not a journal.
    if re.fullmatch(r"(?:[A-Z]\.[\s-]?)+\s?\S+|\S+ (?:[A-Z]\.[\s-]?)+", phrase) or re.search(r"\bet al", phrase):
        return None
    small = [w for w in words if w[:1].islower() and w not in _JOINING]
    return None if small else Span(start, stop)
