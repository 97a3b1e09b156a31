"""The device a research paper reports as its own: what "the device" means where nothing nearer is named."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace

from litmine.document import Block, Document, Table
from litmine.domain import Domain
from litmine.linking.subjects import Subject
from litmine.linking.subjects.candidates import find_subjects
from litmine.linking.subjects.stacks import device_stacks, is_particle, main_layers, named_parts, with_parts
from litmine.records import Measurement
from litmine.tables import header_path
from litmine.tagging import Tagged

_REVIEW_TITLE = re.compile(
    r"\b(?:review|progress|advances|perspectives?|overview|roadmap|status|outlook|tutorial|primer|state[- ]of[- ]the[- ]art|"
    r"challenges|recent (?:developments?|trends|strategies))\b",
    re.IGNORECASE,
)
_THIS_REVIEW = re.compile(
    r"\b(?:this|the present|our) (?:\w+ )?(?:review|perspective article|progress report|tutorial|chapter)\b(?! of the literature)|"
    r"\bwe review\b|\bis reviewed\b|\bare reviewed\b",
    re.IGNORECASE,
)
_OWN_WORK = re.compile(r"\bthis work\b|\bour work\b|\bthis study\b|\bpresent work\b|\bherein\b|\bthis paper\b", re.IGNORECASE)
_EXPERIMENTAL = re.compile(
    r"\W*(?:[\dIVX]+\.?\d*\.?\s*)?(?:experiment|methods?\b|materials and methods|device fabrication|fabrication)", re.IGNORECASE
)
_WE_MADE = re.compile(
    r"\b(?:we (?:have )?(?:\w+ly )?(?:fabricate|demonstrate|report|synthesi[sz]e|prepare|develop|achieve|obtain|show|propose)d?|"
    r"our (?:\w+ ){0,2}(?:devices?|\w*LEDs?|cells?|modules?|films?)|were (?:fabricated|spin-coated|synthesi[sz]ed|purchased))\b",
    re.IGNORECASE,
)
REFERENCE_HEADER = re.compile(r"^(?:refs?\b|reference|source|cit(?:ation|ed)|literature|lit\.)", re.IGNORECASE)
_MANY_REFERENCES = 100  # research papers of the field cite 30 to 70 works
_ABSTRACT = 300  # characters: bylines, affiliations and dates are shorter
_ADDRESS = re.compile(r"Universit|Institut|Department|Laborator|Academy|@")
_NO_EMISSION = frozenset(("ultraviolet", "near-infrared", "white"))  # said of lamps, excitation and detectors as often as of devices
_EMITTERS, _INJECTION, _ENDS = ("emitter", "absorber", "donor"), ("HIL", "EIL", "interlayer"), ("electrode", "substrate")
_ENOUGH_PARTS = 3  # fewer are a part of one of several devices
# A layer by what it is for, not by what it is made of.
_GENERIC_LAYER = re.compile(
    r"(?:red |green |blue |amber )?(?:QDs?|CQDs?|NCs?|HTLs?|ETLs?|EMLs?|HIL|EIL|HBL|EBL|HTM|ETM|IL|SAM|perovskites?|PVSK|emissive layer|"
    r"emitter|active layer|absorber|anode|cathode|electrode|metal|glass|substrate|quantum dots?|\w+[- ](?:inj|trans)\w+ layer)",
    re.IGNORECASE,
)
_SHARE_TITLED, _SHARE, _FEWEST = 0.6, 0.75, 5
_DOMINANT = 4  # times as often as the next


def own_device(document: Document, tagged: Tagged, domain: Domain) -> Subject | None:
    """The first device that the title, else the abstract, names, with what the paper says of it: layers, colour, process.

    ``materials`` are the layers that have a name, what the title names and the emitter first. A colour or a process is given where
    the paper says one of its devices throughout. None for a review, which reports other people's devices.
    """
    if is_review(document):
        return None
    opening = [b for b in document.blocks if b.kind == "title"], abstracts(document)
    parts = {**_dominant(_compounds(tagged), domain), **named_parts(document, tagged, domain)}
    layers = with_parts(main_layers(device_stacks(document, tagged, domain)), parts)
    colour, process = _colour(document, tagged), _said_at_once(document, tagged, "process")
    for blocks in opening:
        for named in _devices(document, tagged, blocks, domain):
            known = layers or (tuple(dict.fromkeys(parts.values())) if len(parts) >= _ENOUGH_PARTS else ())
            materials = in_order((*named.materials, *_titled(document, tagged, known)), known, domain)
            return Subject(named.text, named.span, materials, device=True, colour=colour, process=process, layers=layers)
    return None


def before_its_stack(
    document: Document, tagged: Tagged, own: Subject | None, measurements: Iterable[Measurement], domain: Domain
) -> Iterator[Measurement]:
    """The measurements of the text, those of the own device with only the materials that are sure where they stand.

    A paper may study other devices of its own before it comes to the one it is about. Where its stack is printed once, and the paper
    speaks more of another transport layer than of the stack's, then between the abstract and the stack "the device" is not known to
    have that layer.
    """
    stacks = [s for s in device_stacks(document, tagged, domain) if own is not None and s.layers == own.layers]
    sure = _undisputed(own.layers, _compounds(tagged), domain) if own is not None else ()
    opening = abstracts(document)[:1]
    open_to_doubt = len(stacks) == 1 and stacks[0].how == "printed" and opening and own is not None and sure != own.layers
    for m in measurements:
        at = m.evidence[0].span.start
        if open_to_doubt and m.materials == own.materials and opening[0].span.end <= at < stacks[0].span.start:
            m = replace(m, materials=tuple(name for name in m.materials if name in sure))
        yield m


def _compounds(tagged: Tagged) -> Counter[str]:
    return Counter(m.value for m in tagged.mentions if m.kind == "chemical")


def _devices(document: Document, tagged: Tagged, blocks: list[Block], domain: Domain) -> Iterator[Subject]:
    for block in blocks:
        for sentence in (s for s in tagged.sentences if block.span.covers(s)):
            found = find_subjects(document, sentence, tagged.within(sentence), {}, domain)
            yield from (s for s in found if s.device and not s.reference)


def abstracts(document: Document) -> list[Block]:
    """The first three long paragraphs that are no addresses: the abstract, whatever it is called, and the introduction."""
    paragraphs = (b for b in document.blocks if b.kind == "paragraph" and len(b.span) >= _ABSTRACT)
    return [b for b in paragraphs if not _ADDRESS.search(b.span.of(document.text))][:3]


# ---- review or not ------------------------------------------------------------------------------------------------------------


def is_review(document: Document) -> bool:
    """Whether a paper reports other people's devices.

    Signs for it: its title, what it calls itself, a table that cites a work in each row and has no row of its own, a long reference
    list. Signs against it: an experimental section, and what "we" made. Two more for than against decide.
    """
    text = document.text[: min((r.span.start for r in document.references), default=len(document.text))]
    titled = _REVIEW_TITLE.search(document.source.title) is not None
    calls_itself = len(_THIS_REVIEW.findall(text)) > 0
    tabled = any(
        _cites_by_row(document, t) and not any(_OWN_WORK.search(c.span.of(document.text)) for c in t.cells) for t in document.tables
    )
    long_list = len(document.references) >= _MANY_REFERENCES
    experimental = any(b.kind == "heading" and _EXPERIMENTAL.match(b.span.of(document.text)) for b in document.blocks)
    made = len(_WE_MADE.findall(text)) > 1
    return 2 * titled + 2 * calls_itself + 2 * tabled + long_list - experimental - made >= (1 if titled else 2)


def _cites_by_row(document: Document, table: Table) -> bool:
    """Whether a table has a reference column: it summarises other people's work."""
    return any(
        REFERENCE_HEADER.match(cell.span.of(document.text).strip())
        for col in range(table.n_cols)
        for cell in header_path(document, table, col)
    )


# ---- what the paper says of it ------------------------------------------------------------------------------------------------


def _colour(document: Document, tagged: Tagged) -> str:
    """The colour that title and abstract name alone and the paper mostly, or that the paper names nearly always."""
    said = Counter(m.value for m in tagged.mentions if m.kind == "colour" and m.value not in _NO_EMISSION)
    if not said:
        return ""
    titled = _said_at_once(document, tagged, "colour")
    if titled and said[titled] >= _SHARE_TITLED * said.total():
        return titled
    colour, times = said.most_common(1)[0]
    return colour if times >= _FEWEST and times >= _SHARE * said.total() else ""


def _said_at_once(document: Document, tagged: Tagged, kind: str) -> str:
    """The only colour or process that the title and the abstract name, "" where they name none or several."""
    blocks = [*(b for b in document.blocks if b.kind == "title"), *abstracts(document)[:1]]
    values = {m.value for m in tagged.mentions if m.kind == kind and any(b.span.covers(m.span) for b in blocks)} - _NO_EMISSION
    return values.pop() if len(values) == 1 else ""


def _titled(document: Document, tagged: Tagged, layers: tuple[str, ...]) -> tuple[str, ...]:
    """The layers that the title names: what is new in them."""
    titles = [b.span for b in document.blocks if b.kind == "title"]
    named = [m.value for m in tagged.mentions if m.kind == "chemical" and any(t.covers(m.span) for t in titles)]
    return tuple(name for name in named if name in layers)


def _role(name: str, domain: Domain) -> str:
    material = domain.material(name)
    return material.role if material is not None else ""


def _dominant(counts: Counter[str], domain: Domain) -> dict[str, str]:
    """The compound that alone, or nearly so, plays a part in the paper, by the part's name."""
    found: dict[str, str] = {}
    for part, roles in (("HTL", ("HTL",)), ("EML", _EMITTERS), ("ETL", ("ETL",)), ("EIL", ("ETL", "EIL"))):
        playing = Counter({c: n for c, n in counts.items() if _role(c, domain) in roles or (part == "EML" and "/" in c and is_particle(c))})
        ranked = playing.most_common(2)
        if ranked and ranked[0][1] >= max(_FEWEST, _DOMINANT * sum(n for _, n in ranked[1:])):
            found[part] = ranked[0][0]
    return found


def _undisputed(layers: tuple[str, ...], counts: Counter[str], domain: Domain) -> tuple[str, ...]:
    """The layers, without a transport layer where the paper speaks more of another of its kind: then the stack is one of several.

    A layer that the pack does not know may be that transport layer, and goes with it.
    """
    compounds = {part for layer in layers for part in (layer, *layer.split(":"))}
    disputed: set[str] = set()
    for role in ("HTL", "ETL"):
        generic = any(_GENERIC_LAYER.fullmatch(layer) and layer.startswith(role[0]) for layer in layers)
        inside = max((counts[c] for c in compounds if _role(c, domain) in (role, "")), default=0)
        rival = max((n for c, n in counts.items() if c not in compounds and _role(c, domain) == role), default=0)
        if layers and not generic and rival >= _FEWEST and rival > inside:
            disputed |= {role, ""}
    return tuple(layer for layer in layers if is_particle(layer) or ":" in layer or _role(layer, domain) not in disputed)


def in_order(first: tuple[str, ...], layers: tuple[str, ...], domain: Domain) -> tuple[str, ...]:
    """The named materials of a device: what it is known by, its emitter, the layers beside it, and last the electrodes."""

    def rank(layer: str) -> int:
        roles = [material.role for part in (layer, *layer.split(":")) if (material := domain.material(part))]
        blend = ":" in layer and domain.material(layer) is None
        if blend or is_particle(layer) or any(role in _EMITTERS for role in roles):
            return 0
        return 1 if not roles else 4 if roles[0] in _ENDS else 3 if roles[0] in _INJECTION else 2

    known = sorted((layer for layer in layers if not _GENERIC_LAYER.fullmatch(layer)), key=rank)
    return tuple(dict.fromkeys((*first, *known))) if first or any(rank(layer) < 4 for layer in known) else ()
