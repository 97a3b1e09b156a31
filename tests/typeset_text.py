"""Pages of invented text set with Typst, for tests that know what stands on them and in which order."""

import random

import typst

WORDS = (
    "lamp ink layer film glass plate dry warm light colour blue green amber slow fast thin thick pixel drop nozzle wire cell mask oven "
    "clean rough smooth edge centre bright dim current voltage charge field trap grain crystal solvent paste roller spin coat anneal "
    "cool heat time night week year group method result sample batch series curve slope point line area volume mass rate flow"
).split()
PAGE = "width: 595pt, height: 842pt"
TEXT = "#set text(size: 10pt, hyphenate: {hyphenate})\n#set par(justify: true, first-line-indent: 1em, spacing: 0.65em)\n"


def paragraph(number: int, length: int) -> str:
    """A paragraph of ``length`` words that begins and ends with words of its own; every twelfth word ends a sentence."""
    draw = random.Random(7919 * number + length)
    words = [f"Opening{number}x"]
    while len(words) < length:
        words.append(draw.choice(WORDS))
        if len(words) % 12 == 0:
            words[-1] += "."
            words.append("The")
    return f"{' '.join(words).rstrip('.')} closing{number}x."


def page(columns: int = 1, *, rules: str = "", hyphenate: bool = False) -> str:
    """The head of a Typst document with a number of columns; ``rules`` are further arguments of the page."""
    return f"#set page({PAGE}, columns: {columns}{', ' if rules else ''}{rules})\n" + TEXT.format(hyphenate=str(hyphenate).lower())


def pdf(source: str) -> bytes:
    """The PDF of a Typst source."""
    return typst.compile(source.encode())


def escaped(text: str) -> str:
    """Text as Typst prints it verbatim."""
    return "".join(f"\\{c}" if c in "\\*_#@$[]<>`~/" else c for c in text)
