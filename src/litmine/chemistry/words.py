"""What one printed word is: a formula, a systematic name, an abbreviation, or no chemical; by its letters alone."""

import re
from functools import lru_cache

from litmine.chemistry.cde import toolkit
from litmine.chemistry.lexicon import AMBIGUOUS_ALONE, COMMON_WORDS, GROUPS, METALS_ALONE, NOT_CHEMICAL, STEMS, WELL_KNOWN

# Shapes of symbols, units and names that carry capitals inside: T95, S1, Jsc, kRISC, eV, McKay, ImageJ.
_NOT_SHAPE = re.compile(
    r"""^(?:
        [A-Za-zΔΦηλμτ]{1,2}\d{0,3}(?:max|min|avg|ave|on|off|peak|eff|th|sat|ref|exp|calc)?      # symbols: T95, S1, Lmax, Von
      | [A-Zη]{2,4}(?:max|min|avg|ave|peak|on|off|eff|s)\d*                            # EQEmax, QDs
      | [ΔΦηλμτΩ].*                                                                    # quantities by their Greek letter
      | [JVIPEkLGTRCS](?:sc|oc|mp|mpp|on|th|bi|r|nr|ISC|RISC|IC|ET|TA|ST|F|P|D|FN|TT|SV|HOMO|LUMO|CT|LE|loc)
      | (?:Mc|Mac|De|Di|Le|La|Van|Von|O['’])[A-Z][a-z]+
      | [A-Z]?[a-z]{3,}(?:[A-Z][a-z]{3,})+s?                                           # CamelCase of whole words
      | [A-Z][a-z]{3,}(?:[A-Z]{1,2}|Lab)
      | [A-Z]{1,3}(?:Pro|Star|Plus|Spec|Scan|View|Cube|Max|Lab)                        # instruments: QEPro
      | [munpkMGTcdf]?(?:eV|Hz|Pa|Wh|Ah|Ohm|Nit|nit|dB|bar|mol)s?
      | (?:pH|pKa|pK|dB|keV|meV|MeV|kV|mV|mA|kW|mW|MW|GW|kJ|kPa|MPa|GPa|kHz|MHz|GHz|THz|kDa|cP|mN|nN|mJ|nJ|mT|kbar|mbar)
      | PhDs? | WiFi
      | [A-Z]\d\d[A-Z]\d.* | e[A-Z]{2}\d? | n[A-Z]{2} | [A-Z][a-z]\([A-Z][a-z]?\)    # codes of grants, symbols: Dn(Dp)
      | [A-Z]{2,}[a-z]{4,}                                                             # names of groups: EESolar
      | (?:[A-Z]-?)?B3LYP.* | .*(?:LYP|DFT|ωB97).* | M0?6-?2X | HOMO.* | LUMO.* | IC50 | CIE.*
      | (?:[a-zα-ω]|micro|mini|nano|quantum)-?(?:LED|QLED|OLED)s?
      | .*(?:LED|FET|TFT|GIWAXS|XPS|UPS|XRD|NMR|TEM|SEM|AFM|EQE|PLQY)s?
    )$""",
    re.VERBOSE,
)

_ORGANIC_CATIONS = ("MA", "FA", "PEA", "PMA", "BA", "EA", "GA", "PA", "DMA", "EDA", "BDA", "HDA", "OA", "OAm", "AVA", "NMA", "Cz")
_LIGANDS = (
    *("acac", "ppy", "piq", "btp", "MDQ", "dfppy", "pic", "Pic", "bpy", "phen", "bzq", "tpy", "thpy", "q"),
    *("OAc", "Ac", "Ph", "Me", "Et", "iPr", "tBu", "Bu", "Cp", "L"),
)
_HOMONUCLEAR = frozenset(["H2", "N2", "O2", "O3", "F2", "Cl2", "Br2", "I2", "C60", "C70", "C84"])
_UPPER_FORMULAS = frozenset(["KOH", "KI", "KF", "HF", "BN"])
_CATION_SALT = re.compile(rf"(?:{'|'.join(_ORGANIC_CATIONS)})(?:I|Br|Cl|SCN|Ac|BF4|PF6|HCOO)")
# A perovskite whose cation has its own abbreviation (XYZ0.1FA0.9SnI3), and an ionic liquid ([XYZ]+[BF4]-).
_HALIDE_ALLOY = re.compile(r"(?=.*\d\.\d)(?:[A-Z]{1,5}[a-z]?[\d.]*|\([A-Z\d.a-z]+\))+(?:Sn|Pb|Ge|Bi|Sb)[\d.]*\(?(?:I|Br|Cl)[\d.A-Za-z)−-]*")
_ION_PAIR = re.compile(r"\[[A-Za-z\d]+\]\^?\+\s?\[[A-Za-z\d]+\]\^?[-−]?")
# A metal with ligands by their abbreviations, whatever these are: Ir(dfbppy)2(pic), fac-Ir(mpim)3; and a metal in a state: Pt(II).
_COORDINATION = re.compile(
    r"(?:(?:fac|mer|cis|trans)-)?\[?(?:Ir|Pt|Os|Ru|Re|Rh|Pd|Au|Cu|Zn|Al|Be|Ga|Eu|Tb|Gd|Sm|Fe|Co|Ni|Ti|V|Mn|Cr)"
    r"(?:\((?=[^()]*[a-z])(?=[^()]*[A-Za-z]{2})[A-Za-z\d,\-]{2,12}\)(?:\d|(?=\(|Cl|Br)))+(?:\((?=[^()]*[a-z])[A-Za-z\d,\-]{2,12}\)\d?|[a-z]{3,4}|Cl\d?|Br\d?|\([A-Z]{3,4}\)\d?)?"
    r"(?:\](?:BF4|PF6|ClO4|OTf|Cl)\d?)?"
)
_HYDRATE = re.compile(r"[·•∙.]\d{0,2}H2O$")
_STATE = re.compile(r"[A-Z][a-z]?\((?:I|II|III|IV|V|VI)\)")
_IONS = r"K?(?:PF6|BF4|CN|SCN|I3)|SF6|NF3|CF4|CS2|WS2|VS2|BN|I2"
# Groups of atoms that spectra and schemes name, no compounds.
_FRAGMENTS = frozenset(
    ["CH2", "CH3", "CF3", "CF2", "NH", "NH2", "OH", "COOH", "SO3", "SO3H", "NO2", "C(CH3)3", "C(CH3)2", "C(CH3)", "CHO", "COO"]
)
_COUNT = r"(?:\d{1,3}(?:\.\d{1,3})?|[xyz]|\d?[−-][xy]|δ)"


@lru_cache(maxsize=1)
def formula_parts() -> re.Pattern[str]:
    """One part of a formula with its count: a symbol, an organic cation, a group in brackets, a ligand."""
    symbols = sorted(toolkit().symbols | {"D", "X"}, key=len, reverse=True)
    units = sorted((*_ORGANIC_CATIONS, *symbols), key=len, reverse=True)
    ligands = "|".join(sorted(_LIGANDS, key=len, reverse=True))
    unit = "|".join(units)
    inner = rf"(?:(?:{unit}|{ligands}){_COUNT}{{0,2}})+"
    group = rf"(?:\({inner}\)|\[{inner}\]|\([xy1−\-]+\)){_COUNT}?"
    return re.compile(rf"({unit})({_COUNT}{{0,2}})|({group})|(acac|ppy|bpy|q(?=\d?$))({_COUNT}?)")


@lru_cache(maxsize=20_000)
def is_formula(word: str) -> bool:
    """Whether a word parses as a formula: CdSe, Zn0.9Mg0.1O, CsPbBr3, Ir(ppy)3, MoO3, Pb^2+, C60, Al."""
    core = re.sub(r"(?<=[A-Za-z\d)\]])(?:\^?\d?[+−⁺⁻]|\^\d?-)$", "", word)
    core = _HYDRATE.sub("", core)
    if core != word and (core in toolkit().symbols or core in _ORGANIC_CATIONS):
        return True
    if _COORDINATION.fullmatch(core):
        return True
    if _STATE.fullmatch(core):
        return False
    if core in METALS_ALONE or core in _HOMONUCLEAR or core in _UPPER_FORMULAS or _CATION_SALT.fullmatch(core):
        return True
    if core in NOT_CHEMICAL or core in AMBIGUOUS_ALONE or re.fullmatch(r"[A-Z]{2,}s?", core) or re.fullmatch(r"[A-Z]+[a-z]?\d{3,}", core):
        return False
    if _HALIDE_ALLOY.fullmatch(core) or _ION_PAIR.fullmatch(word):
        return True
    if not re.match(r"[A-Z(\[]", core) or len(core) > 60:
        return False
    found, position = [], 0
    while position < len(core):
        m = formula_parts().match(core, position)
        if not m or not m.group():
            return False
        found.append(m.group(1) or m.group(3) or m.group(4))
        position = m.end()
    if len({f for f in found if f}) < 2 or found[0] in ("acac", "ppy", "q") or core in _FRAGMENTS:
        return False
    if found[-1] == "q" and found[0] not in METALS_ALONE | {"Li"}:
        return False
    if any(f in _ORGANIC_CATIONS for f in found) and not re.search(r"I|Br|Cl|SCN|BF4|PF6", core):
        return False
    # Capitals and digits alone may be a label (IC50, PV2, FS5): such a formula has oxygen or hydrogen, or is a listed ion.
    if not re.search(r"[a-z]", core.replace("x", "")):
        label = re.search(r"^[A-Z]+\d\d", core) and not re.match(r"C\d+H", core)
        letters = set(re.sub(r"[^A-Z]", "", core))
        return not label and letters <= set("BCDFHIKNOPSUVWYMAE") and bool(letters & set("OH") or re.fullmatch(_IONS, core))
    return True


def is_ion(name: str) -> bool:
    """Whether a printed name is an ion's: "Pb^2+", "Br^−", "MA^+", "[BF4]−", "I−" (a charge at its end). Its number is no device's."""
    return _CHARGED.fullmatch(name.strip()) is not None


_CHARGED = re.compile(r"[A-Za-z\d()\[\]]*[A-Za-z\d)\]](?:\^\d?[+\-−–]|\d?[+−⁺⁻]|[⁰¹²³⁴-⁹]*[⁺⁻])")
_STEM = re.compile("|".join(sorted(STEMS, key=len, reverse=True)))
_WEAK = frozenset(
    str.split(
        """
    tetra poly bis tris iso tert oligo hydro spiro cyclo oxy ether ester azo brom chlor fluor oxid
    """
    )
)
_LOCANT = re.compile(
    r"(?:^|[\[({\-,])(?:\d{1,2}[a-zH]?[′'″]*|[NOPS]\d?[′'″]*|[αβγ])(?:,\s?(?:\d{1,2}[a-zH]?[′'″]*|[NOPS]\d?[′'″]*))*[-‐‑](?=[A-Za-z\[({])"
)
_NAME_END = re.compile(
    r"(?:ane|ene|yne|ine|ole|ol|one|ate|ide|ite|yl|ylene|amine|imine|thiol|acid|oxide|oxane|ium|idine|azine|zole|phosphine|silane|siloxane|styrene|"
    r"nitrile|amide|imide|benzene|phenol|furan|pyrrole|carbazole|fluorene|[)\]}]\d?|polymer|ether|hydride)$",
    re.IGNORECASE,
)
_ADJECTIVE = re.compile(
    r"(?:ed|ing|ous|able|ible|ally|ation|ations|ic|ical|ization|isation|lysis|ity|ment|ness|like|free|metry|meter|meters|scope|graphy|scence|scent)$"
)


# Groups and classes, not compounds: "vinyl", "alkyl", "phenylene", "carbonate".
_CLASS_ENDING = re.compile(r"(?:yl|ylene|oxy|o|ium|enyl|anes|enes|ides|ates|ines|ols|oles|ones|amines|thiols|polymer)$")


def stems(word: str) -> list[str]:
    """The chemical morphemes of a word, in order, longest first at each place."""
    return _STEM.findall(word.lower())


@lru_cache(maxsize=20_000)
def is_systematic(word: str) -> bool:
    """Whether a word is built like a chemical name: locants or brackets with chemical morphemes, or a chain of morphemes."""
    if len(word) < 5 or re.search(r"[^\w\s\-‐‑–,'′″’.()\[\]{}+:αβγω−/@]", word):
        return False
    found = stems(word)
    strong = [s for s in found if s not in _WEAK]
    lower = word.lower()
    if not found:
        return False
    inside = re.search(r"[a-z]\s?[\[(]|\)[a-z\-]|\][a-z\-]", word) and re.search(r"[)\]]", word)
    if _LOCANT.search(word) and strong:
        return bool(_NAME_END.search(word)) or len(strong) >= 2
    if inside and strong and re.match(r"poly|oligo|bis|tris|tetra|di|tri|\W", lower):
        return True
    letters = re.sub(r"[^A-Za-z]", "", word)
    if letters != word.replace("-", "") or _ADJECTIVE.search(word) or not (word[1:].islower() or "-" in word):
        return False
    # A single word: morphemes must cover most of it ("chlorobenzene", "polystyrene", "trioctylphosphine"), and end it as a name.
    covered = sum(len(s) for s in found)
    if _CLASS_ENDING.search(lower) and not lower.startswith("poly"):
        return False
    return len(found) >= 2 and bool(strong) and covered >= 0.6 * len(letters) and bool(_NAME_END.search(word))


_LOCANTS = re.compile(r"^(?:\d(?:,\d)*|[nmopt]|iso|tert|sec|γ)-")


@lru_cache(maxsize=20_000)
def is_plain_name(word: str) -> bool:
    """Whether a word without locants is the name of one compound: a listed solvent or a metal's name, or a chain of morphemes."""
    lower = word.lower()
    if lower in COMMON_WORDS:
        return False
    if lower in solvent_names() or _LOCANTS.sub("", lower) in solvent_names():
        return True
    return bool(re.fullmatch(r"[A-Za-z][a-z\-]{5,}", word)) and is_systematic(word)


def is_listed_solvent(name: str) -> bool:
    """Whether ChemDataExtractor's dictionary lists a name as a solvent, but for words that mean other things as well."""
    return (name in toolkit().solvents and name not in COMMON_WORDS) or name.lower() in solvent_names()


@lru_cache(maxsize=1)
def solvent_names() -> frozenset[str]:
    """The names of solvents that ChemDataExtractor lists, in small letters, with and without their locants."""
    listed = {s.lower() for s in toolkit().solvents}
    return frozenset(n for s in listed for n in (s, _LOCANTS.sub("", s)) if re.fullmatch(r"[a-z]?-?[a-z]{5,}", n)) - COMMON_WORDS


# Compounds numbered after what they are for: X-HTL-2, HTM1.
_NUMBERED_LAYER = re.compile(r"(?:[A-Z]{1,3}[-‐‑])?(?:HTM|ETM|[A-Z]-?HTL|[A-Z]-?ETL)[-‐‑]?\d")
# Complexes numbered after their metal: Ir-1, Pt-2a.
_NUMBERED_COMPLEX = re.compile(r"(?:Ir|Pt|Os|Re|Eu|Tb)[-‐‑]\d{1,2}[a-z]?")
_PREFIX = r"(?:poly|Poly|spiro|Spiro|[opmnt]|tert|α|β|γ|δ|bis|tris|oligo|cross|[a-z]{0,4}\d+)"
_CHEMICAL_BITS = re.compile(r"(?:[A-Z\d]|Phen|Ph|Me|Et|Bu|Pr|Py|Cz|Pc|Trz|Fl|Si|Ir|Pt|Cu|Zn|Bi|Ac|Naph|Bn)+")
_CAPS = re.compile(r"[A-Z]")


_SMALL_PARTS = frozenset(["poly", "spiro", "tert", "oligo", "bis", "tris", "iso", "cis", "trans", "sec", "co", "alt"])


def _is_group(part: str) -> bool:
    """Whether a part of a name is the short form of a group: "Ac95", "tBuCz"."""
    return _CHEMICAL_BITS.fullmatch(part) is not None and any(map(str.islower, part))


@lru_cache(maxsize=20_000)
def is_strong_shape(word: str) -> bool:
    """Whether the letters alone make an abbreviation of a compound likely: TPBi, mCBP, 4CzIPN, poly-TPD, F4-TCNQ, VB-FNPD, α-NPD.

    Letters that all stand in capitals ("TFB") are no evidence by themselves; see ``is_abbreviation_shape``.
    """
    if word in WELL_KNOWN or _NUMBERED_COMPLEX.fullmatch(word):
        return True
    if m := re.fullmatch(r"\d{1,2}(?:,\d{1,2})*-([A-Za-z].*)", word):  # isomers: 2,6-tBuBN
        return is_strong_shape(m[1])
    if not is_abbreviation_shape(word) or _CAPS.search(word) is None:
        return False
    if re.fullmatch(rf"{_PREFIX}[-‐‑]?[A-Z][A-Za-z\d]*[A-Z][A-Za-z\d]*", word):
        return True
    parts = re.split(r"[-‐‑–,]", word)
    if len(parts) > 1 and any(_CHEMICAL_BITS.fullmatch(p) and re.search(r"[a-z]", p) for p in parts):
        return sum(len(_CAPS.findall(p)) for p in parts) >= 3  # Cz-AQ, Ph-TRZ
    if len(parts) > 1:
        return (
            any(len(re.sub(r"[^A-Za-z]", "", p)) >= 3 and _CAPS.search(p) for p in parts) and sum(len(_CAPS.findall(p)) for p in parts) >= 4
        )
    capitals, digits, small = len(_CAPS.findall(word)), len(re.findall(r"\d", word)), len(re.findall(r"[a-z]", word))
    if re.fullmatch(r"[A-Z]{2,}s", word):
        return False
    if small and capitals >= 2 and (capitals >= small or _CHEMICAL_BITS.fullmatch(word)):
        # A short run of small letters inside or at the end: TPBi, DCzPPy; or the short form of a group: BPhen, CuPc.
        return capitals + small + digits >= 4
    # Digits among the capitals: P3HT, F8BT, B3PYMPM; a number at the end is a label as often ("PM6" is a polymer, "AM1" is not).
    return bool(capitals >= 3 and digits and re.search(r"\d[A-Z]", word))


@lru_cache(maxsize=20_000)
def is_abbreviation_shape(word: str) -> bool:
    """Whether a word could stand for a compound if the text says so: two capitals, no stop word, no unit, no symbol."""
    if not 2 <= len(word) <= 24 or len(_CAPS.findall(word)) < 2:
        return False
    if not re.fullmatch(r"[A-Za-zα-ω\d](?:[A-Za-zα-ω\d′',\-‐‑–()]*[A-Za-zα-ω\d′)])?", word):
        return False
    if word in WELL_KNOWN:
        return True
    parts = [p for p in re.split(r"[-‐‑–]", word) if p]
    if _NUMBERED_LAYER.fullmatch(word):
        return True
    stopped = [(p in NOT_CHEMICAL or p.rstrip("s") in NOT_CHEMICAL) and not (p in GROUPS and len(parts) > 1) for p in parts]
    # Two letters may be part of a name (VB-FNPD); three that name a method or a layer may not (QD-LED, TD-DFT).
    if all(stopped) or any(stop and len(p) > 2 for stop, p in zip(stopped, parts, strict=True)):
        return False
    if re.search(r"\d{3}", word) or _STATE.fullmatch(word) or re.fullmatch(r"\d+-?[A-Z]{1,2}|[a-z]-[A-Z]{1,2}|[A-Z]\([A-Z]?[a-z]+\)", word):
        return False
    if re.fullmatch(r"(?:X{0,3}(?:IX|IV|V?I{0,3}))(?:[-‐–](?:X{0,3}(?:IX|IV|V?I{0,3})))?[a-d]?", word):
        return False
    if re.fullmatch(r"(?:[A-Za-z][-‐–])*[A-Za-z]", word):  # D-A-D, J-V
        return False
    if any(re.fullmatch(r"[A-Z]?[a-z]{2,}", p) and p.lower() not in _SMALL_PARTS for p in parts):
        return False
    return not any(_NOT_SHAPE.fullmatch(w) for w in (word, *(p for p in parts if len(p) > 3 and not _is_group(p))))
