"""Measurements to devices: one device per subject, cited work, colour and process."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from litmine.document import Document
from litmine.domain import Domain, fold_name
from litmine.linking.restated import TELLING, digits
from litmine.linking.subjects import Subject
from litmine.linking.subjects.identity import bare_label, identity, is_generic, is_labelled, is_numbered, labelled, name_key
from litmine.linking.subjects.stacks import split_layers
from litmine.metrics import find_terms
from litmine.records import UNSTATED, Device, Measurement, Reference
from litmine.tables import header_path

_FEWEST_LAYERS = 4
_STRUCTURE = re.compile(r"structure|architecture|configuration|layers|\bstack", re.IGNORECASE)
# Words of praise and of form, wavelengths in brackets: what is left of "typical red-emitting (644 nm) QLEDs" without them names nothing.
_SAYS_NOTHING = re.compile(
    r"\((?:\d+\s?nm|[A-Z]{2,6}s?)\)|\b(?:typical|representative|present|as-fabricated|fabricated|finished|resulting|resultant|corresponding|"
    r"best|champion|optimi[sz]ed|optimal|(?:highly |more )?(?:efficient|stable|bright)|high(?:ly)?|ultra-?bright|our|the|these|this|"
    r"(?:high|low)-?(?:efficiency|performance|brightness|luminance)|performance|efficiency|emitting|based|colou?r|pure|"
    r"light[- ]emitting|quantum[- ]dots?|organic|perovskite)\b|[-–,]",
    re.IGNORECASE,
)
_THIS_WORK = re.compile(r"\W*(?:this|our|present)\s(?:work|study|paper)\b", re.IGNORECASE)
_CITES = re.compile(r"(?:[Rr]efs?\.?\s*)?(?:\[(?=[\d,;–\s-]+\])|(?=\d+$))(?P<keys>\d+(?:[,;–\s-]+\d+)*)\]?")
_LACKS = re.compile(r"(?:[Ww]ithout|[Ww]/o)\s")
_ENOUGH = 3  # numbers of a row that do not meet by chance
_DEVICE_HEAD = re.compile(r"(?:[A-Za-z]{0,4}LEDs?|devices?|diodes?|PSCs?|OSCs?|OPVs?|(?:solar )?cells?)\s*(?:devices?)?", re.IGNORECASE)


def build_devices(
    document: Document,
    measurements: Iterable[Measurement],
    domain: Domain,
    own: Subject | None = None,
    labels: Mapping[str, Subject] | None = None,
) -> tuple[Device, ...]:
    """Group measurements into devices, in order of first appearance.

    Subjects are compared by their identity (see ``identity``). A colour or a process that only some statements give does not split
    a device as long as it is the only one given for that subject and cited work: "unstated" then takes the stated value.

    What the paper says of no device in particular ("our QLEDs", "the red devices", the words of its title) is ``own``, the device that
    it reports as its own. Without one, a bare "device" or "QLEDs" is one device per cited work, and without a work one within its
    sentence; further ones are numbered in their labels. Rows of a table with different labels are different devices, and so are
    rows of one label without a compound ("[12]", "[12]") where they give one metric twice; rows alike in all their numbers are one.
    Layers are those of ``own``, of the numbered device (``labels``), of the row's stack, or of the label.

    A label is the table's wording before the text's. A row that is called only by its citation is told by its work ("Ebert 2021"), one
    told only by what it lacks is the control ("control (without X)"), a bare mark has its noun ("device A").
    """
    found = [m for m in measurements if m.subject]
    rows = _rows_apart(found, domain)
    names = (
        {fold_name(own.text), *(fold_name(m.subject) for m in found if own.materials and m.materials == own.materials)} if own else set()
    )
    numbered = {labelled(name): subject for name, subject in (labels or {}).items() if labelled(name)}
    # "1" of a row or of "devices 1 and 2" is device 1, unless the paper numbers its compounds.
    marked = set() if any(is_numbered(name) for m in found for name in m.materials) else {name.split()[1] for name in numbered}
    keyed = [(_key(m, _work(m), own, names, rows, domain), m) for m in found]
    keyed = [((fold_name(f"device {m.subject}"),) if m.subject in marked else key, m) for key, m in keyed]
    keyed = _by_their_numbers(keyed)
    tabled: dict[str, set[tuple[object, ...]]] = defaultdict(set)
    for key, m in keyed:
        if m.source == "table":
            tabled[_work(m)].add(key)
    by_work: dict[tuple[object, ...], list[Measurement]] = defaultdict(list)
    for key, m in keyed:
        only = tabled[_work(m)] if _is_nameless_of_a_work(m) else ()
        by_work[next(iter(only)) if len(only) == 1 else key, _work(m)].append(m)
    stacks = _stacks_of_rows(document, domain)
    marks = {(fold_name(name),) for name in numbered}
    devices = []
    for (key, original), members in by_work.items():
        colour_of = _resolver({m.qualifiers.colour for m in members})
        process_of = _resolver({m.qualifiers.process for m in members})
        groups: dict[tuple[str, str], list[Measurement]] = defaultdict(list)
        for m in members:
            groups[colour_of(m.qualifiers.colour), process_of(m.qualifiers.process)].append(m)
        for (colour, process), group in groups.items():
            its_own = own if own is not None and key == _OWN else None
            materials = tuple(name for name in _materials(group) if not (key in marks and name in marked))
            printed = its_own.text if its_own else _printed(group)
            mark = labelled(printed) or (labelled(f"device {printed}") if printed in marked else "")
            known = its_own or (labels or {}).get(printed) or numbered.get(mark)
            label = known.text if known and printed in marked else _telling(printed, materials, document.reference(original))
            ids = tuple(m.id for m in group)
            layers = _layers(printed, group, known, stacks, domain)
            devices.append(Device(label, materials, layers, colour, process, original, document.source.sha256, ids))
    return _numbered(devices)


_OWN = ("own",)


Key = tuple[object, ...]


def _by_their_numbers(keyed: Sequence[tuple[Key, Measurement]]) -> list[tuple[Key, Measurement]]:
    """What the text says of a cited work's device, with the row of that work that alone has one of its numbers.

    The row or what the text calls the device has no compound: two compounds are two devices, whatever their numbers.
    """
    rows: dict[tuple[str, str, float | None], dict[Key, bool]] = defaultdict(dict)
    for key, m in keyed:
        if m.source == "table" and _work(m):
            rows[_work(m), m.metric, m.quantity.value][key] = bool(m.materials)
    tabled = {key for keys in rows.values() for key in keys}
    met: dict[tuple[str, Key], set[Key]] = defaultdict(set)
    for key, m in keyed:
        if m.source != "table" and key not in tabled and m.quantity.value is not None and digits(m) >= TELLING:
            fitting = rows.get((_work(m), m.metric, m.quantity.value), {})
            met[_work(m), key] |= {to for to, named in fitting.items() if not (named and m.materials)}
    return [(next(iter(to)) if len(to := met.get((_work(m), key), set())) == 1 else key, m) for key, m in keyed]


def _materials(group: Sequence[Measurement]) -> tuple[str, ...]:
    """The names of a device's materials as first met, each once however it is spelled."""
    found: dict[str, str] = {}
    for name in (name for m in group for name in m.materials):
        found.setdefault(name_key(name), name)
    return tuple(found.values())


def _printed(group: Sequence[Measurement]) -> str:
    """What a device is called: as its row is, unless that only cites and the text names its compound."""
    row = next((m for m in group if m.source == "table"), group[0])
    only_cites = not row.materials and _CITES.fullmatch(row.subject) is not None
    return next((m.subject for m in group if only_cites and m.materials), row.subject)


def _telling(printed: str, materials: tuple[str, ...], work: Reference | None) -> str:
    """A label that tells the device to who does not have the paper at hand; what tells it already is unchanged."""
    cites = _CITES.match(printed)
    # A bare number may be a compound's.
    if work is not None and work.first_author and cites and not (materials and printed.isdecimal()):
        return f"{work.first_author.split()[-1]} {work.year or ''}".strip() + f" [{cites['keys']}]{printed[cites.end() :]}"
    return f"control ({printed})" if _LACKS.match(printed) else printed


def _key(m: Measurement, work: str, own: Subject | None, names: set[str], rows: Mapping[str, Key], domain: Domain) -> Key:
    """What the measurements of one device share."""
    apart = rows.get(m.id)
    if apart and apart[0] == "row":
        return apart
    if own is not None and not work and m.qualifiers.statistic != "reference":
        made_of = set(m.materials)
        same = m.materials == own.materials or (own.layers and set(own.materials) <= made_of <= {*own.materials, *own.layers})
        if own.materials and same and not is_labelled(m.subject):
            return _OWN
        if len(m.materials) > 1 and set(m.materials) < set(own.materials) and fold_name(m.subject) in names:
            return ("own", "without what is not sure")  # see ``own.before_its_stack``
        nameless = not m.materials or m.materials == (m.subject,)
        if nameless and (fold_name(m.subject) in names or _names_nothing(m.subject, domain)):
            return _OWN
        if not own.materials and m.subject == own.text:
            return _OWN  # what the paragraph says of a layer of it
    if apart:
        return apart
    if m.source != "table" and not m.materials and is_generic(m.subject):
        at = m.evidence[0]
        return ("generic", "" if work else (at.context or at.span).start)
    return (identity(m),)


def _work(m: Measurement) -> str:
    return m.citations[0].key if m.citations else ""


def _is_nameless_of_a_work(m: Measurement) -> bool:
    """Whether prose gives a number to a device without a compound, of one cited work: the work's only row of a table is that device."""
    nameless = m.source != "table" and not m.materials and len(m.citations) == 1 and m.qualifiers.statistic != "reference"
    return nameless and re.search(rf"\b(?:{_DEVICE_HEAD.pattern})(?:\sof\s.*)?$", m.subject) is not None


def _names_nothing(subject: str, domain: Domain) -> bool:
    """Whether a phrase for a device says no more of it than a colour and praise: "typical red-emitting (644 nm) QLED", "this work"."""
    if _THIS_WORK.match(subject):
        return True
    for term in sorted(find_terms(subject, domain), key=lambda t: -t.span.start):
        if term.kind in ("colour", "process"):
            subject = subject[: term.span.start] + " " + subject[term.span.end :]
    return _DEVICE_HEAD.fullmatch(" ".join(_SAYS_NOTHING.sub(" ", subject).split())) is not None


def _rows_apart(measurements: Sequence[Measurement], domain: Domain) -> Mapping[str, Key]:
    """The keys of measurements whose table has several rows of one identity: the label, or for one without a compound the row."""
    tables: dict[tuple[str, str], dict[str, list[Measurement]]] = defaultdict(lambda: defaultdict(list))
    for m in measurements:
        cell = m.evidence[0].cell
        if m.source == "table" and cell is not None:
            tables[cell.table, identity(m)][fold_name(bare_label(m.subject, domain))].append(m)
    keys: dict[str, Key] = {}
    for (table, name), labels in tables.items():
        for label, members in labels.items():
            nameless = all(not m.materials or re.sub(r"\W", "", m.subject) == _work(m) for m in members)  # "[12]" or nothing
            if nameless and _repeats(members):
                keys |= {m.id: ("row", table, row, label) for row, found in _alike(members) for m in found}
            elif len(labels) > 1:
                keys |= {m.id: ("label", name, label) for m in members}
    # What the text says of a row by its whole label is the row's.
    told = {(_work(m), m.subject): keys[m.id] for m in measurements if keys.get(m.id, ("",))[0] == "label"}
    return keys | {m.id: told[_work(m), m.subject] for m in measurements if m.id not in keys and (_work(m), m.subject) in told}


def _alike(members: Sequence[Measurement]) -> Iterator[tuple[int, list[Measurement]]]:
    """The measurements of each row with its index, or with that of a row that has all its numbers and so is printed twice."""
    rows: dict[int, list[Measurement]] = defaultdict(list)
    for m in members:
        rows[m.evidence[0].cell.row].append(m)
    numbers = {row: {(m.metric, m.qualifiers.conditions, m.quantity.raw) for m in found} for row, found in rows.items()}
    fullest = sorted(rows, key=lambda row: (-len(numbers[row]), row))
    for row, found in rows.items():
        enough = len(numbers[row]) >= _ENOUGH
        yield next(other for other in fullest if other == row or (enough and numbers[row] <= numbers[other])), found


def _repeats(members: Sequence[Measurement]) -> bool:
    """Whether rows of one label give a metric twice, under the same conditions, with different values."""
    values: dict[tuple[object, ...], dict[int, str]] = defaultdict(dict)
    for m in members:
        q = m.qualifiers
        values[m.metric, q.conditions, q.statistic, q.colour, m.citations][m.evidence[0].cell.row] = m.quantity.raw
    return any(len(set(rows.values())) > 1 for rows in values.values())


def _numbered(devices: Iterable[Device]) -> tuple[Device, ...]:
    """The devices with a number behind labels that would not tell them apart ("devices", "devices (2)")."""
    seen: Counter[tuple[str, ...]] = Counter()
    numbered = []
    for device in devices:
        key = (device.label, device.original, device.colour, device.process)
        seen[key] += 1
        numbered.append(device if seen[key] == 1 else replace(device, label=f"{device.label} ({seen[key]})"))
    return tuple(numbered)


def _resolver(values: set[str]):
    """Maps a stated value to itself and "unstated" to the only stated one, if there is just one."""
    stated = values - {UNSTATED}
    default = next(iter(stated)) if len(stated) == 1 else UNSTATED
    return lambda value: default if value == UNSTATED else value


# ---- layers -------------------------------------------------------------------------------------------------------------------


def _layers(
    label: str, group: Sequence[Measurement], known: Subject | None, stacks: Mapping[tuple[str, int], tuple[str, ...]], domain: Domain
) -> tuple[str, ...]:
    """The layer stack: of a table's row, of the device the paper describes, or as the label prints it ("ITO/TFB/QDs/ZnO/Al")."""
    cells = [m.evidence[0].cell for m in group]
    in_rows = {stacks[cell.table, cell.row] for cell in cells if cell is not None and (cell.table, cell.row) in stacks}
    if len(in_rows) == 1:
        return in_rows.pop()
    if known is not None and known.layers:
        return known.layers
    parts = label.split("/")
    return split_layers(label, domain) if len(parts) >= _FEWEST_LAYERS and all(map(str.strip, parts)) else ()


def _stacks_of_rows(document: Document, domain: Domain) -> Mapping[tuple[str, int], tuple[str, ...]]:
    """The stacks that a column of device structures gives, by table and row."""
    found: dict[tuple[str, int], tuple[str, ...]] = {}
    for table in document.tables:
        columns = {
            col
            for col in range(table.n_cols)
            if any(_STRUCTURE.search(cell.span.of(document.text)) for cell in header_path(document, table, col))
        }
        for cell in (c for c in table.cells if c.col in columns and c.role != "header"):
            layers = split_layers(cell.span.of(document.text).strip(), domain)
            if len(layers) >= _FEWEST_LAYERS:
                found |= {(table.id, row): layers for row in range(cell.row, cell.row + cell.row_span)}
    return found
