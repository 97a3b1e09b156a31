"""An invented review in Markdown as the PDF of a two-column journal, set with Typst, to measure what reading a PDF costs."""

import re

import typst

_HEAD = """#set page(width: 595pt, height: 842pt, margin: (x: 45pt, y: 55pt), columns: 2,
  header: context if counter(page).get().first() > 1 [#set text(7pt); Invented Reviews *2026*, 3, 100 #h(1fr) #counter(page).display()])
#set columns(gutter: 16pt)
#set text(font: "Libertinus Serif", size: 9pt, hyphenate: true)
#set par(justify: true, first-line-indent: 1em, spacing: 0.6em)
#show heading: set text(10pt)
#show heading: set block(above: 1em, below: 0.6em)
"""
_SUPER = re.compile(r"\^\{([^}]*)\}|\^([^\s^]{1,20})\^|<sup>(.*?)</sup>")
_SUB = re.compile(r"_\{([^}]*)\}|<sub>(.*?)</sub>")
_CAPTION = re.compile(r"\**(?:Table|Fig(?:ure)?|Scheme)\.?\s*\d+")


def pdf(markdown: str) -> bytes:
    """The PDF: title and abstract over both columns, tables of five columns and more over both, figures as empty frames."""
    blocks = [b.strip("\n") for b in re.split(r"\n\s*\n", markdown.strip()) if b.strip()]
    out = [_HEAD, _title(blocks)]
    i = 0
    while i < len(blocks):
        block = blocks[i]
        rows = [line for line in block.splitlines() if line.lstrip().startswith("|")]
        text = " ".join(line.strip() for line in block.splitlines() if line not in rows)
        following = blocks[i + 1] if i + 1 < len(blocks) else ""
        if not rows and _CAPTION.match(text) and "Table" in text[:9] and following.lstrip().startswith("|"):
            out.append(_table([r for r in following.splitlines() if r.lstrip().startswith("|")], text))
            i += 1
        elif rows:
            out.append(_table(rows, text))
        elif m := re.match(r"(#+)\s+(.*)", block):
            out.append(f"{'=' * max(1, len(m[1]) - 1)} {_inline(m[2])}\n")
        elif _CAPTION.match(text):
            out.append(f"#rect(width: 90%, height: 60pt)\n#block[#set text(8pt); #set par(first-line-indent: 0pt)\n{_inline(text)}]\n")
        elif re.match(r"(?:\[?\d+[\].)])\s", block):
            lines = "\n\n".join(_inline(line) for line in block.splitlines())
            out.append(f"#block[#set text(7.5pt); #set par(first-line-indent: 0pt, hanging-indent: 1.5em)\n{lines}]\n")
        else:
            out.append(_inline(text) + "\n")
        i += 1
    return typst.compile("\n".join(out).encode())


def _title(blocks: list[str]) -> str:
    """Take the title, the authors and the abstract off the blocks and set them over both columns."""
    title = blocks.pop(0).lstrip("# ")
    top = [f"#text(15pt)[*{_inline(title)}*]"]
    while blocks and not blocks[0].startswith("#"):
        top.append(_inline(" ".join(blocks.pop(0).split())))
    joined = "\n\n".join(top)
    return f"#place(top, scope: \"parent\", float: true)[#set par(first-line-indent: 0pt)\n{joined}\n#v(6pt)]\n"


def _table(rows: list[str], caption: str) -> str:
    grid = [[c.strip() for c in row.strip().strip("|").split("|")] for row in rows if not re.fullmatch(r"[\s|:\-]+", row)]
    n = max(map(len, grid))
    cells = ",\n".join(", ".join(f"[{_inline(c)}]" for c in line + [""] * (n - len(line))) for line in grid)
    first = f"table.hline(y: 0), table.hline(y: 1, stroke: 0.5pt), table.hline(y: {len(grid)})"
    table = f"#table(columns: {n}, stroke: none, inset: (x: 4pt, y: 2.5pt), align: left, {first},\n{cells})"
    block = f"#set text(8pt); #set par(first-line-indent: 0pt, justify: false)\n{_inline(caption)}\n\n{table}"
    if n < 5:
        return f"#block[{block}]\n"
    return f"#place(bottom, scope: \"parent\", float: true)[{block}]\n"


def _inline(text: str) -> str:
    """Text for Typst: superscripts, subscripts, bold and italics as such, everything else verbatim."""
    parts, last = [], 0
    marks = re.compile(rf"{_SUPER.pattern}|{_SUB.pattern}|\*\*(.+?)\*\*|(?<![\w*])\*([^*\s][^*]*?)\*(?!\w)")
    for m in marks.finditer(text):
        parts.append(_escaped(text[last : m.start()]))
        which = next(i for i, group in enumerate(m.groups()) if group is not None)
        inside, kind = m.groups()[which], ("super", "super", "super", "sub", "sub", "strong", "emph")[which]
        parts.append(f"#{kind}[{_escaped(inside)}]")
        last = m.end()
    return "".join([*parts, _escaped(text[last:])])


def _escaped(text: str) -> str:
    return "".join(f"\\{c}" if c in "\\*_#@$[]<>`~/=+" else c for c in text)
