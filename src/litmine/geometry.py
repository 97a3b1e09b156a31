"""Places: a Box on a page and a Span of a document's text."""

from dataclasses import dataclass
from typing import NamedTuple


@dataclass(frozen=True, slots=True, order=True)
class Box:
    """A rectangle on a page: ``page`` counts from 1; PDF points, origin at the top left of the page as shown."""

    page: int
    x0: float
    y0: float
    x1: float
    y1: float

    @property
    def width(self) -> float:
        """Points from left to right."""
        return self.x1 - self.x0

    @property
    def height(self) -> float:
        """Points from top to bottom."""
        return self.y1 - self.y0

    @property
    def area(self) -> float:
        """Square points; 0 where the box is empty or inverted."""
        return max(self.width, 0.0) * max(self.height, 0.0)

    @property
    def centre(self) -> tuple[float, float]:
        """The middle, (x, y) in points."""
        return (self.x0 + self.x1) / 2, (self.y0 + self.y1) / 2

    def contains(self, x: float, y: float) -> bool:
        """Whether the point lies inside (edges count)."""
        return self.x0 <= x <= self.x1 and self.y0 <= y <= self.y1

    def intersection(self, other: "Box") -> float:
        """The shared area in square points; 0 on different pages."""
        if self.page != other.page:
            return 0.0
        w = min(self.x1, other.x1) - max(self.x0, other.x0)
        h = min(self.y1, other.y1) - max(self.y0, other.y0)
        return max(w, 0.0) * max(h, 0.0)

    def union(self, other: "Box") -> "Box":
        """The smallest box around both. Raises ValueError on different pages."""
        if self.page != other.page:
            raise ValueError(f"boxes of pages {self.page} and {other.page} have no union")
        x0, y0 = min(self.x0, other.x0), min(self.y0, other.y0)
        return Box(self.page, x0, y0, max(self.x1, other.x1), max(self.y1, other.y1))

    def grown(self, margin: float) -> "Box":
        """The box with ``margin`` points added on every side."""
        return Box(self.page, self.x0 - margin, self.y0 - margin, self.x1 + margin, self.y1 + margin)


class Place(NamedTuple):
    """Where one character stands: a Box's numbers in the Box's order, light enough for every character of a book."""

    page: int
    x0: float
    y0: float
    x1: float
    y1: float

    @property
    def width(self) -> float:
        """Points from left to right."""
        return self.x1 - self.x0

    @property
    def height(self) -> float:
        """Points from top to bottom."""
        return self.y1 - self.y0


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open range ``[start, end)`` of code points of ``Document.text``."""

    start: int
    end: int

    def __len__(self) -> int:
        return self.end - self.start

    def of(self, text: str) -> str:
        """The text the span covers."""
        return text[self.start : self.end]

    def covers(self, other: "Span") -> bool:
        """Whether ``other`` lies wholly inside."""
        return self.start <= other.start and other.end <= self.end

    def overlaps(self, other: "Span") -> bool:
        """Whether the two share at least one code point."""
        return self.start < other.end and other.start < self.end

    def shifted(self, by: int) -> "Span":
        """The span moved by ``by`` code points (from a sentence's text into the document's)."""
        return Span(self.start + by, self.end + by)
