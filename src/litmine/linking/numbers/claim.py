"""A number given its metric: what the rooms of linking hand each other before it has a subject."""

from dataclasses import dataclass

from litmine.domain import Metric
from litmine.linking.subjects import Subject
from litmine.records import Mention


@dataclass(frozen=True, slots=True)
class Claim:
    """A number given a metric: the step before it gets a subject.

    ``named_by`` is the mention that names the metric, None where the unit, a lifetime's definition or an earlier sentence tells it.
    ``subject``, ``colour`` and ``condition`` are those that a printed list deals out to it (see ``lists``).
    """

    quantity: Mention
    metric: Metric
    named_by: Mention | None
    rule: str
    confidence: float
    subject: Subject | None = None
    colour: str = ""
    condition: str = ""
    initial: bool = False
