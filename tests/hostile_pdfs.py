"""PDFs as no journal should make them, written object by object: what is shown and what lies in the file differ in each."""

import zlib
from collections.abc import Sequence
from dataclasses import dataclass

# Advance widths of Helvetica in thousandths of the type size, for the codes 32 to 126 (Adobe's font metrics).
_WIDTHS = [int(w) for w in """
278 278 355 556 556 889 667 191 333 333 389 584 278 333 278 278 556 556 556 556 556 556 556 556 556 556 278 278 584 584 584 556
1015 667 667 722 722 667 611 778 722 278 500 667 556 833 722 778 667 778 722 667 611 722 667 944 667 667 611 278 278 278 469 556
333 556 556 500 556 556 278 556 556 222 222 500 222 833 556 556 556 556 333 500 278 556 500 722 500 500 500 334 260 334 584
""".split()]  # fmt: skip

SENTENCES = (
    "The device with VXL-1 as its hole-transport",
    "layer reached an efficiency of 12.4% at 4.1 V",
    "and kept it for more than 300 h in the dark.",
)


@dataclass(frozen=True)
class PageOf:
    """One page: what it draws, its boxes (left, bottom, right, top in points) and further entries of its dictionary."""

    content: str
    media: tuple[float, ...] = (0, 0, 612, 792)
    crop: tuple[float, ...] | None = None
    entries: str = ""


def pdf(*pages: PageOf, fonts: str = "", forms: str = "", extra: Sequence[str | bytes] = ()) -> bytes:
    """A PDF of these pages. /F1 is Helvetica, /Im a grey picture; ``fonts`` and ``forms`` name further ones; ``extra`` are objects,
    numbered from 10 on."""
    objects: dict[int, bytes] = {
        1: b"<</Type/Catalog/Pages 2 0 R>>",
        3: b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
    }
    for i, body in enumerate(extra):
        objects[10 + i] = body.encode("latin-1") if isinstance(body, str) else body
    number = 10 + len(extra)
    kids = []
    for page in pages:
        crop = f"/CropBox[{_numbers(page.crop)}]" if page.crop else ""
        body = (
            f"<</Type/Page/Parent 2 0 R/MediaBox[{_numbers(page.media)}]{crop}/Contents {number + 1} 0 R"
            f"/Resources<</Font<</F1 3 0 R{fonts}>>/ExtGState<</Clear<</ca 0>>>>/XObject<</Im 9 0 R{forms}>>>>{page.entries}>>"
        )
        objects[number] = body.encode("latin-1")
        objects[number + 1] = stream(page.content.encode("latin-1"))
        kids.append(f"{number} 0 R")
        number += 2
    objects[9] = stream(b"\x80", "/Type/XObject/Subtype/Image/Width 1/Height 1/BitsPerComponent 8/ColorSpace/DeviceGray")
    objects[2] = f"<</Type/Pages/Kids[{' '.join(kids)}]/Count {len(kids)}>>".encode("latin-1")
    out = bytearray(b"%PDF-1.7\n")
    places = {}
    for n, body in sorted(objects.items()):
        places[n] = len(out)
        out += f"{n} 0 obj\n".encode() + body + b"\nendobj\n"
    start = len(out)
    out += f"xref\n0 {number}\n".encode()
    out += b"".join(
        f"{places[n]:010} 00000 n \n".encode() if n in places else f"{0:010} {65535 if n == 0 else 0:05} f \n".encode()
        for n in range(number)
    )
    return bytes(out + f"trailer\n<</Size {number}/Root 1 0 R>>\nstartxref\n{start}\n%%EOF\n".encode())


def stream(content: bytes, entries: str = "") -> bytes:
    """A compressed stream object."""
    packed = zlib.compress(content, 6)
    return f"<<{entries}/Filter/FlateDecode/Length {len(packed)}>>stream\n".encode() + packed + b"\nendstream"


def _numbers(values: Sequence[float]) -> str:
    return " ".join(f"{v:g}" for v in values)


def width(text: str, size: float) -> float:
    """How wide Helvetica sets a text, in points."""
    return sum(_WIDTHS[ord(c) - 32] for c in text) * size / 1000


def at(x: float, y: float, text: str, *, size: float = 11, font: str = "F1", before: str = "") -> str:
    """A text shown at a place (from the bottom left); ``before`` are operators for this text alone."""
    return f"q {before} BT /{font} {size:g} Tf {x:g} {y:g} Td ({_escaped(text)}) Tj ET Q\n"


def lines(x: float, y: float, texts: Sequence[str] = SENTENCES, *, size: float = 11, **how: str) -> str:
    """Texts below each other, the first at (x, y)."""
    return "".join(at(x, y - 1.3 * i * size, text, size=size, **how) for i, text in enumerate(texts))


def glyph_by_glyph(x: float, y: float, text: str, *, size: float = 11, font: str = "F1") -> str:
    """A text whose every glyph but the spaces is placed where Helvetica would set it, whatever the font's widths say."""
    shown = []
    for i, char in enumerate(text):
        if char != " ":
            shown.append(f"1 0 0 1 {x + width(text[:i], size):.3f} {y:g} Tm ({_escaped(char)}) Tj")
    return f"BT /{font} {size:g} Tf {' '.join(shown)} ET\n"


def turned(degrees: int, x: float, y: float, texts: Sequence[str] = SENTENCES, *, size: float = 11) -> str:
    """Lines drawn at an angle (counter-clockwise) about (x, y), without a word of it in the page's dictionary."""
    a, b = {0: (1, 0), 90: (0, 1), 180: (-1, 0), 270: (0, -1)}[degrees]
    return f"q {a} {b} {-b} {a} {x:g} {y:g} cm {lines(0, 0, texts, size=size)} Q\n"


def strokes(n: int, *, left: float = 40, bottom: float = 40, side: float = 400) -> str:
    """``n`` short lines, as a plot with every data point drawn as vectors has them."""
    per = 700
    return "0.2 w\n" + "".join(
        f"{left + i % per * side / per:.2f} {bottom + i // per * side / per:.2f} m "
        f"{left + i % per * side / per + 0.4:.2f} {bottom + i // per * side / per + 0.3:.2f} l S\n"
        for i in range(n)
    )


def flood(n: int) -> str:
    """``n`` characters on one page, 1600 to a line, the lines closer than type can be read."""
    word = ("lorem ipsum dolor sit amet 12.4 " * 50)[:1600]
    rows = -(-n // len(word))
    return "".join(at(20, 780 - i * 770 / rows, word, size=0.6) for i in range(rows))


def font_of_widths(value: int, name: str = "Helvetica") -> str:
    """A font whose every advance width is said to be ``value`` thousandths of the size."""
    widths = " ".join([str(value)] * 95)
    return (
        f"<</Type/Font/Subtype/TrueType/BaseFont/{name}/FirstChar 32/LastChar 126/Widths[{widths}]/Encoding/WinAnsiEncoding"
        "/FontDescriptor<</Type/FontDescriptor/FontName/Helvetica/Flags 32/Ascent 718/Descent -207/CapHeight 718/StemV 88"
        "/ItalicAngle 0/FontBBox[-166 -225 1000 931]>>>>"
    )


def font_of_shapes(name: str = "g{}", first: int = 0) -> list[bytes | str]:
    """A Type3 font for the codes 32 to 126 without Unicode: its shapes are called ``name`` with a number that counts from ``first``."""
    names = [name.format(first + i) for i in range(95)]
    return [
        "<</Type/Font/Subtype/Type3/FontBBox[0 0 1000 1000]/FontMatrix[0.001 0 0 0.001 0 0]/FirstChar 32/LastChar 126"
        f"/Widths[{' '.join(map(str, _WIDTHS))}]/Encoding<</Type/Encoding/Differences[32 {' '.join(f'/{n}' for n in names)}]>>"
        f"/CharProcs<<{' '.join(f'/{n} 11 0 R' for n in names)}>>/Resources<<>>>>",
        stream(b"500 0 0 0 500 700 d1 50 0 400 700 re f"),
    ]


def nested_forms(levels: int) -> list[bytes | str]:
    """A form that draws a line of text, one that draws it ten times, one that draws that ten times, and so on; the last is the largest."""
    entries = "/Type/XObject/Subtype/Form/BBox[0 0 612 792]/Resources<</Font<</F1 3 0 R>>/XObject<</Fm {} 0 R>>>>"
    leaf = stream(at(72, 700, SENTENCES[0]).encode(), entries.format(9))
    ten = b"".join(f"q 1 0 0 1 {i / 3:.2f} -{i} cm /Fm Do Q\n".encode() for i in range(10))
    return [leaf, *(stream(ten, entries.format(10 + i)) for i in range(levels))]


def font_of_code_points(first: int, unicode: int, last: int | None = None) -> list[bytes | str]:
    """Helvetica that says of its codes from ``first`` (to ``last``, else 126) that they are Unicode from ``unicode`` on."""
    cmap = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def /CMapType 2 def\n"
        f"1 begincodespacerange <00> <FF> endcodespacerange 1 beginbfrange <{first:02X}> <{last or 126:02X}> <{unicode:04X}> endbfrange\n"
        "endcmap end end"
    )
    return [
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding/ToUnicode 11 0 R>>",
        stream(cmap.encode()),
    ]


def _escaped(text: str) -> str:
    return text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
