"""Measurements to devices: one device per subject, cited work, colour and process."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import replace

from litmine.document import Document
from litmine.linking.identity import identity, is_generic
from litmine.records import UNSTATED, Device, Measurement


def build_devices(document: Document, measurements: Iterable[Measurement]) -> tuple[Device, ...]:
    """Group measurements into devices, in order of first appearance.

    Subjects are compared by their identity (see ``identity``). A colour or a process that only some statements give does not split
    a device as long as it is the only one given for that subject and cited work: "unstated" then takes the stated value. A bare
    "device" or "QLEDs" without a compound is one device within its sentence only; further ones are numbered in their labels.
    """
    by_work: dict[tuple[str, str, int], list[Measurement]] = defaultdict(list)
    for m in measurements:
        if m.subject:
            by_work[identity(m), m.citations[0].key if m.citations else "", _sentence(m)].append(m)
    devices = []
    for (_, original, _), found in by_work.items():
        colour_of = _resolver({m.qualifiers.colour for m in found})
        process_of = _resolver({m.qualifiers.process for m in found})
        groups: dict[tuple[str, str], list[Measurement]] = defaultdict(list)
        for m in found:
            groups[colour_of(m.qualifiers.colour), process_of(m.qualifiers.process)].append(m)
        for (colour, process), members in groups.items():
            label = next((m.subject for m in members if m.source == "table"), members[0].subject)
            materials = tuple(dict.fromkeys(name for m in members for name in m.materials))
            ids = tuple(m.id for m in members)
            devices.append(Device(label, materials, _layers(label), colour, process, original, document.source.sha256, ids))
    return _numbered(devices)


def _sentence(measurement: Measurement) -> int:
    """Where the sentence starts that a generic subject stands in; −1 for a subject that is one in the whole paper."""
    if measurement.source == "table" or measurement.materials or not is_generic(measurement.subject):
        return -1
    at = measurement.evidence[0]
    return (at.context or at.span).start


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


def _layers(label: str) -> tuple[str, ...]:
    """The layer stack where the label prints one ("ITO/PEDOT:PSS/TFB/QDs/ZnO/Al": four layers or more)."""
    parts = tuple(part.strip() for part in label.split("/"))
    return parts if len(parts) >= 4 and all(parts) else ()
