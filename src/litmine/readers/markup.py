"""Inline markup of Markdown, HTML and TeX, turned into the characters and scripts of the printed line."""

import html
import re

from litmine.geometry import Box
from litmine.readers.codepoints import SCRIPT_DIGITS, readable

Char = tuple[str, Box | None, str]  # a code point, its box (none here), "" | "super" | "sub"

_TOKEN = re.compile(
    r"(?P<escaped>\\[\\`*_{}\[\]()#+\-.!|>~^$&%<\"'])"
    r"|(?P<math>\$\$(?P<m2>[^$]+?)\$\$|\$(?P<m0>(?=[\\^_{])[^$]{1,300}?)\$|\$(?P<m1>(?!\s)[^$]{1,300}?(?<![\s\\]))\$(?!\d)|\\\((?P<m3>.+?)\\\))"
    r"|(?P<tag></?\s*(?P<name>sup|sub)\s*>)"
    r"|(?P<break><br\s*/?>)"
    r"|(?P<html></?[A-Za-z][A-Za-z0-9]*(?:\s[^<>]{0,300})?/?>|<!--.*?-->)"
    r"|(?P<entity>&(?:#\d{1,6}|#x[0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,20});)"
    r"|(?P<image>!\[[^\]]*\]\([^)]*\))"
    r"|(?P<link>\[(?P<label>(?:\\.|\[[^\[\]]*\]|[^\[\]])+)\]\((?:https?:|\#|mailto:|/|\.)[^()\s]*(?:\([^()\s]*\)[^()\s]*)?(?:\s\"[^\"]*\")?\))"
    r"|(?P<code>(?P<ticks>`+)(?P<verbatim>[^`]+)(?P=ticks))"
    r"|(?P<braced>[\^_]\{(?P<inner>(?:[^{}]|\{[^{}]*\})*)\})"
    # What pandoc raises between two carets holds no end of a sentence and no bracket left open, and no exponent follows it: of
    # "8.8 cd A^−1.^2" and "10^4–10^5" each caret raises its own number.
    r"|(?P<pandoc>\^(?P<raised>(?:[^\s^{}.,;:!?()\[\]]|(?<=\d)\.(?=\d)|(?<=[\w*†‡])[,;](?=[\w*†‡−–-])|\([^\s^{}()]{1,15}\)"
    r"|\[[^\s^{}\[\]]{1,15}\]){1,20})\^(?![\d{\[+−–-])|(?<![~\s])~(?P<lowered>[^\s~{}]{1,12})~(?!~))"
    r"|(?P<caret>\^(?P<run>[−–+-]\d+(?![\w.])|\d+(?:[,–−-]\d+(?![\d^]))*[a-z]?[+−]?(?![\w.])|[+−]|\[\d[\d,–−\s-]*\]|[a-z*†‡§](?![\w])|[−–+-]?\d+))"
    r"|(?P<strong>\*\*\*(?=\S)(?P<s3>.+?)(?<=\S)\*\*\*|\*\*(?=\S)(?P<s1>.+?)(?<=\S)\*\*|(?<!\w)__(?=\S)(?P<s2>.+?)(?<=\S)__(?!\w))"
    r"|(?P<em>(?<![\w*])\*(?=[^\s*])(?P<e1>[^*]+?)(?<=[^\s*])\*(?!\*)|(?<=\w)\*(?=[^\s*\W])(?P<e3>[^*\n\s]+?)(?<=\w)\*(?![\w*])"
    r"|(?<!\w)_(?=[^\s_])(?P<e2>[^_]+?)(?<=[^\s_])_(?!\w))",
    re.S,
)
_SCRIPT = {"sup": "super", "sub": "sub"}


def inline(text: str, script: str = "") -> list[Char]:
    """The characters marked-up text stands for; no carets yet (``assemble.superscript_carets`` puts them in).

    Line breaks of the source stay, for the caller to join the lines.
    Emphasis, links and other tags leave their text; ``<br>`` is a space; TeX between dollar signs is read by ``tex``;
    ``^{36}``, ``<sup>36</sup>``, ``^36^``, "^36" and Unicode's raised digits are superscripts, likewise below.
    """
    out: list[Char] = []
    at = 0
    while (m := _TOKEN.search(text, at)) is not None:
        _plain(out, text[at : m.start()], script)
        at = m.end()
        if m["escaped"]:
            _plain(out, m["escaped"][1:], script)
        elif m["math"]:
            out.extend(tex(m["m0"] or m["m1"] or m["m2"] or m["m3"], script))
        elif m["tag"]:
            end = re.compile(rf"</\s*{m['name']}\s*>", re.I).search(text, at)
            if end is not None and not m["tag"].startswith("</"):
                out.extend(inline(text[at : end.start()], _SCRIPT[m["name"].lower()]))
                at = end.end()
        elif m["break"]:
            _plain(out, " ", script)
        elif m["entity"]:
            _plain(out, html.unescape(m["entity"]), script)
        elif m["link"]:
            out.extend(inline(m["label"], script))
        elif m["code"]:
            _plain(out, m["verbatim"], script)
        elif m["braced"]:
            out.extend(tex(m["inner"], "super" if m["braced"][0] == "^" else "sub"))
        elif m["pandoc"]:
            out.extend(inline(m["raised"] or m["lowered"], "super" if m["raised"] else "sub"))
        elif m["caret"]:
            _plain(out, m["run"], "super")
        elif m["strong"] or m["em"]:
            out.extend(inline(m["s3"] or m["s1"] or m["s2"] or m["e1"] or m["e2"] or m["e3"], script))
    _plain(out, text[at:], script)
    return out


def _plain(out: list[Char], text: str, script: str) -> None:
    for char in text:
        if char in SCRIPT_DIGITS:
            shown, kind = SCRIPT_DIGITS[char]
            out.append((shown, None, kind))
            continue
        out.extend((c, None, script) for c in (char if char == "\n" else " " if char.isspace() else readable(char)))


# TeX ----------------------------------------------------------------------------------------------------------------

# TeX commands and what they print, in turn.
_SIGN_WORDS = r"""
    alpha α beta β gamma γ delta δ epsilon ε varepsilon ε zeta ζ eta η theta θ vartheta ϑ iota ι kappa κ lambda λ mu μ
    nu ν xi ξ pi π rho ρ varrho ϱ sigma σ tau τ upsilon υ phi φ varphi φ chi χ psi ψ omega ω Gamma Γ Delta Δ Theta Θ
    Lambda Λ Xi Ξ Pi Π Sigma Σ Upsilon Υ Phi Φ Psi Ψ Omega Ω times × cdot · pm ± mp ∓ sim ~ thicksim ~ approx ≈ simeq ≃
    cong ≅ propto ∝ leq ≤ le ≤ leqslant ≤ geq ≥ ge ≥ geqslant ≥ lt < gt > ll ≪ gg ≫ neq ≠ ne ≠ equiv ≡ to → rightarrow →
    leftarrow ← leftrightarrow ↔ infty ∞ AA Å angstrom Å degree ° circ ° prime ′ partial ∂ nabla ∇ int ∫ sum ∑ ldots …
    dots … cdots … textdegree ° textmu μ upmu μ micro μ ohm Ω hbar ħ ell l star * ast * dagger † ddagger ‡ bullet •
    parallel ∥ perp ⊥ angle ∠ langle 〈 rangle 〉 mid | vert | backslash \ textendash – textemdash — celsius °C
    textasciitilde ~ prod ∏ sqrt √ in ∈ cup ∪ cap ∩ div ÷ S § P ¶ max max min min log log ln ln exp exp sin sin cos cos
    tan tan lim lim
"""
_SIGNS = dict(zip(_SIGN_WORDS.split()[::2], _SIGN_WORDS.split()[1::2], strict=True))
_SPACES = frozenset({",", ";", ":", " ", "quad", "qquad", "enspace", "thinspace", "medspace", "thickspace", "space", "hspace"})
_TEXTUAL = frozenset({"text", "textrm", "textit", "textbf", "textsf", "texttt", "mbox", "hbox", "textnormal", "textsc"})
_STYLED_WORDS = """
    mathrm mathbf mathit mathsf mathtt mathcal mathbb mathscr mathfrak mathnormal operatorname rm bf it boldsymbol bm ce unit
    si SI overline underline bar hat tilde vec dot ddot widehat mathring
"""
_STYLED = frozenset(_STYLED_WORDS.split())
_SIZING_WORDS = "left right big Big bigl bigr Bigl Bigr displaystyle textstyle limits nolimits"
_SIZING = frozenset(_SIZING_WORDS.split())
_TEX_TOKEN = re.compile(r"\\([A-Za-z]+)\*?|\\(.)|(\d[\d.,]*\d|\d)|([A-Za-z]+)|(\s+)|(.)", re.S)


def tex(source: str, script: str = "") -> list[Char]:
    """TeX mathematics as one printed line: commands as signs, ``^`` and ``_`` as scripts, fractions with a slash.

    A hyphen is a minus sign, except inside ``\\text``. Source spaces mean nothing to TeX; one is kept between words and
    between a number and a word, as converters write units ("12.3 \\mathrm{cd} \\mathrm{A}^{-1}").
    """
    out: list[Char] = []
    _tex(out, source, script, textual=False)
    return out


def _tex(out: list[Char], source: str, script: str, *, textual: bool) -> None:
    at = 0
    gap = False  # white space in the source since the last printed token
    words: list[str] = []
    while at < len(source):
        m = _TEX_TOKEN.match(source, at)
        at = m.end()
        command, escaped, digits, letters, space, other = m.groups()
        if space:
            gap = True
            if textual:
                _put(out, " ", script)
            continue
        if digits or letters:
            text = digits or letters
            if gap and not textual and _worth_a_space(words[-1] if words else _last_word(out), text):
                _put(out, " ", script)
            _put(out, text, script)
            words.append(text)
            gap = False
            continue
        group, after = _group(source, at)
        if command in _TEXTUAL or command in _STYLED:
            if group is not None:
                at = after
                if gap and _worth_a_space(words[-1] if words else _last_word(out), group.strip("{}~\\ ")):
                    _put(out, " ", script)
                start = len(out)
                if command == "ce":
                    group = re.sub(r"(?<=[A-Za-z)\]])(\d+(?:\.\d+)?)", r"_{\1}", group)
                _tex(out, group, script, textual=command in _TEXTUAL)
                words.append("".join(c for c, _, _ in out[start:]) + "}")
            gap = False
            continue
        if command in ("frac", "dfrac", "tfrac") and group is not None:
            below, after_below = _group(source, after)
            at = after_below if below is not None else after
            _tex(out, group, script, textual=False)
            if below is not None:
                _put(out, "/", script)
                _tex(out, below, script, textual=False)
        elif command in _SIZING:
            if source[at : at + 1] == ".":
                at += 1
        elif command in _SPACES or escaped in _SPACES or other == "~":
            if command == "hspace" and group is not None:
                at = after
            _put(out, " ", script)
        elif command:
            _put(out, _SIGNS.get(command, command), script)
            words.append(_SIGNS.get(command, command))
        elif escaped:
            if escaped not in "!|/\\":
                _put(out, escaped, script)
        elif other in "^_":
            at = _script(out, source, at, "super" if other == "^" else "sub", script)
            words.append("}")
        elif other == "{" or other == "}":
            if other == "{" and (inner := _group(source, at - 1))[0] is not None:
                _tex(out, inner[0], script, textual=textual)
                at = inner[1]
        elif other == "-" and not textual:
            _put(out, "−", script)
            words.append("−")
        elif other == "'":
            _put(out, "′", "")
        elif other != "&":
            _put(out, other, script)
            words.append(other)
        gap = False


def _script(out: list[Char], source: str, at: int, kind: str, outer: str) -> int:
    """Read what a ^ or _ raises or lowers; returns where the source goes on. A degree sign and primes are no superscripts."""
    while at < len(source) and source[at] == " ":
        at += 1
    group, after = _group(source, at)
    if group is None:
        m = _TEX_TOKEN.match(source, at)
        if m is None:
            return at
        group, after = (m.group() if m[1] or m[2] else source[at]), m.end() if m[1] or m[2] else at + 1
    bare = group.strip()
    if kind == "super" and bare in ("\\circ", "\\degree", "°"):
        _put(out, "°", outer)
    elif kind == "super" and re.fullmatch(r"(?:\\prime|'|\s)+", bare) and bare:
        _put(out, "′" * (bare.count("prime") + bare.count("'")), outer)
    else:
        _tex(out, group, kind, textual=False)
    return after


def _group(source: str, at: int) -> tuple[str | None, int]:
    """The text between the braces that open at ``at`` (spaces let pass) and the place after them; (None, at) without braces."""
    start = at
    while start < len(source) and source[start] == " ":
        start += 1
    if source[start : start + 1] != "{":
        return None, at
    depth = 0
    for i in range(start, len(source)):
        if source[i] == "\\":
            continue
        if source[i] in "{}" and source[i - 1] != "\\":
            depth += 1 if source[i] == "{" else -1
            if depth == 0:
                return source[start + 1 : i], i + 1
    return source[start + 1 :], len(source)


def _put(out: list[Char], text: str, script: str) -> None:
    for c in text:
        if c == " " and out and out[-1][0] == " ":
            continue
        _plain(out, c, script)


def _last_word(out: list[Char]) -> str:
    return out[-1][0] if out else ""


def _worth_a_space(before: str, after: str) -> bool:
    """Whether white space between two TeX tokens parts words: not between single letters or digits that a converter spread."""
    if not before or not after or not after[0].isalpha() or not (before[-1].isalnum() or before[-1] == "}"):
        return False
    return before[-1] == "}" or before[-1].isdigit() or len(before) > 1 or len(after) > 1
