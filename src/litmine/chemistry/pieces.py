"""Where a name begins and ends in a line of text: white-space pieces, joined and trimmed; names of several words."""

import re
from collections.abc import Iterator
from functools import lru_cache

from litmine.chemistry import words
from litmine.chemistry.cde import toolkit

CAPITAL = re.compile(r"[A-Z]")
_LONGEST = 400  # code points; the longest stacks with their thicknesses stay below
_WORD = re.compile(r"\S+")
THICKNESS = re.compile(r"\(\s?[~∼≈]?\s?[\dxyn.,−–\- ]+\s?(?:nm|Å|µm|μm|wt\.? ?%|mol\.? ?%|vol\.? ?%|%|MLs?)[^()]{0,14}\)")
_TRIM_LEFT, _TRIM_RIGHT = "([{\"'“‘`,;:.~≈<>=*†‡/|+–—-", ")]}\"'”’`,;:.!?*†‡/|–—-="
_PAIRS = {")": "(", "]": "[", "}": "{"}


def trim(text: str, start: int, end: int) -> tuple[int, int]:
    """Leave out the marks around a word, brackets without their partner, a caret with citations, a possessive."""
    while start < end:
        word = text[start:end]
        caret = re.search(r"\^(?=[\d,\s]*\d(?![+\-−⁺]))(?!\d?[+\-−])|\^[a-z*†‡,]+$", word)
        glued = re.search(r"[.,;]\[\d[\d,–-]*\]?$", word)  # "F5-PEAI.[5]": a citation behind the full stop
        if caret or glued:
            end = start + (caret or glued).start()
        elif word[-1] in _PAIRS and _balance(word, _PAIRS[word[-1]], word[-1]) < 0:
            end -= 1
        elif word[0] in "([{" and (_balance(word, word[0], {v: k for k, v in _PAIRS.items()}[word[0]]) > 0 or _encloses(word)):
            start += 1
        elif word[-1] in _TRIM_RIGHT and word[-1] not in _PAIRS and not re.search(r"\]\^?-$|[A-Za-z\d)]\^\d?-$", word):
            # A charge or a minus inside a formula's end stays: "[BF4]−", "Br^−"; a hyphen left hanging goes.
            end -= 1
        elif word[0] in _TRIM_LEFT and word[0] not in "([{":
            start += 1
        elif beyond := re.match(r"[^()\[\]/|]*[)\]][/|](?=\S)", word):  # "(TFB, 45 nm)/QDs": a layer's remark ends here
            start += beyond.end()
        elif re.search(r"['’]s$", word):
            end -= 2
        else:
            break
    return start, end


def _balance(word: str, opening: str, closing: str) -> int:
    return word.count(opening) - word.count(closing)


def _encloses(word: str) -> bool:
    """Whether the first bracket closes at the very end: "(PVK)" but not "(PEA)2PbI4" nor "(a)b(c)"."""
    level = 0
    for i, c in enumerate(word):
        level += (c in "([{") - (c in ")]}")
        if level == 0:
            return i == len(word) - 1
    return False


PLAIN = re.compile(r"([a-z]+)[.,;]?")  # a word of small letters, which most of a text are: much need not be asked of it
_BEGINS_NAME = ("yl", "ium", "ic", "ether", "phosphine", "styrene", "erythritol", "propane")  # ``_continued`` asks of these


def pieces(text: str) -> Iterator[tuple[int, int]]:
    """The words of a text by white space, joined where a space stands inside one name or one stack of layers."""
    position = 0
    while m := _WORD.search(text, position):
        start, end = m.span()
        if PLAIN.fullmatch(text, start, end) and not text.endswith(_BEGINS_NAME, start, end):
            if end - start < _LONGEST:
                yield start, end
            position = end
            continue
        while end - start < _LONGEST and (longer := _continued(text, start, end)):
            end = longer
        if end - start < _LONGEST:
            yield start, end
        position = end


_OPENED = re.compile(r"(?:^|[/:(\-‐])(?:poly|oligo|bis|tris|tetra|di|tri)[\[({]|[\dN][′']?[-‐][\[({]?[\w\[({]", re.IGNORECASE)
_GRAINS = re.compile(rf"(?:QDs?|NCs?|NPs?|quantum dots|nanoparticles|nanocrystals)(?=\s?(?:{THICKNESS.pattern}\s?)?[/|])")
# Words that end a name which the word before has begun: "bis[...phenyl] ether oxide", "4-fluorophenethylammonium iodide".
_CLOSING = re.compile(
    r"(?:ether|oxide|sulf(?:one|oxide|ide)|disulfide|ketone|methanone|(?:tri|tetra)?(?:iodide|bromide|chloride|fluoride)|hydro(?:chloride|bromide|iodide)|"
    r"thiocyanate|acetate|formate|(?:meth)?acrylate|tetrafluoroborate|hexafluorophosphate|acid|lithium salt)(?![\w-])"
)
_UNFINISHED = re.compile(r"(?:[\])}]|yl|ium|ic|ether|phosphine)$")
_SUBSTITUENT = re.compile(r"\d[\w,′'()\[\]-]*(?:yl|oxy)$")
_ALCOHOL = re.compile(r"(?:pentaerythritol|trimethylolpropane)$", re.IGNORECASE)
_ALONE = re.compile(r"[a-z]+(?:silane|ether|ketone|alcohol|amine|phosphine|carbonate|benzene)(?![\w-])")


# A component of a blend that is printed with spaces about its colons: "TAPC : B4PYMPM", "PEDOT : PSS".
_PARTNER = re.compile(r"\s(?=\S*[A-Z]\S*[A-Z\d])[A-Za-zα-ω\d][\w/,()\-]+")


def _continued(text: str, start: int, end: int) -> int | None:
    """The end of a longer piece, where what follows the space after ``end`` belongs to the same name or stack; else None."""
    following = _WORD.search(text, end)
    if not following or following.start() - end > 1 or "\n" in text[end : following.start()]:
        return None
    word, after, ahead = text[start:end], following.group(), following.start()
    if re.fullmatch(r"\([A-Z][\w:\-]{1,14}\)[.,;]?", after):  # an abbreviation, whatever brackets are missing before it
        return None
    layered = bool(CAPITAL.search(word)) and word[-1] in "/|" and len(word) > 1
    ready = bool(CAPITAL.search(word)) and (word[-1].isalnum() or word[-1] in ")]")
    thickness = THICKNESS.match(text, ahead)
    if (
        thickness
        and ready
        and (re.match(r"\s?[/|]", text[thickness.end() :]) or re.search(r"[/|].*\(", word) or re.search(r"[\w)][/|][A-Z]", word))
    ):
        return thickness.end() + len(re.match(r"\S*", text[thickness.end() :]).group())  # type: ignore[union-attr]
    if layered and re.match(r"[A-Za-z\d(\[]", after):
        return following.end()
    if ready and re.match(r"[/|](?:$|[A-Za-z(])", after) and re.match(r"[/|]\s?[A-Za-z(\[]", text[ahead:]):
        return following.end()
    if ready and (grains := _GRAINS.match(text, ahead)):
        return grains.end() + len(re.match(r"\S*", text[grains.end() :]).group())  # type: ignore[union-attr]
    if re.search(r"[Pp]oly\(?styrene\)?$", word) and re.match(r"sul(?:f|ph)onate\b", after):
        return following.end()
    if _ALCOHOL.search(word) and re.match(r"(?:tri|tetra|penta|hexa)(?:kis)?[a-z(]", after):
        return following.end()
    if (closing := _CLOSING.match(text, ahead)) and _UNFINISHED.search(word) and (words.is_systematic(word) or words.stems(word)[2:]):
        return closing.end()
    if (closing := _ALONE.match(text, ahead)) and _SUBSTITUENT.search(word) and words.stems(word) and words.stems(after):
        return closing.end()
    if word != ":" and after == ":" and ready and _PARTNER.match(text, following.end()) and _PARTNER.match(f" {word.split()[-1]}"):
        return following.end()
    if word[-2:] == " :" and _PARTNER.match(text, end):
        return following.end()
    bare = word[1:] if word[0] in "([" and not (start and text[start - 1].isalnum()) and not re.match(r"[(\[][\dN]", word) else word
    opened = sum(map(bare.count, "([")) - sum(map(bare.count, ")]"))
    if opened > 0 and _OPENED.search(bare) and words.stems(bare) and re.search(r"[)\]]", text[ahead : ahead + 80]):
        return following.end()
    if re.search(r"(?:^|[\-‐(\[])(?:N|\d{1,2})\d?[′']*,$", word) and re.match(r"(?:N|\d{1,2})\d?[′']*[,\-‐][A-Za-zN\d(\[]", after):
        return following.end()
    if re.search(r"\)[-‐]$", word) and words.stems(word) and re.match(r"[N\d(\[]", after):
        return following.end()
    return None


_ANION = (
    r"(?:(?:mono|di|tri|tetra|pent|penta|hexa)?(?:oxide|fluoride|chloride|bromide|iodide|sulfide|sulphide|selenide|telluride|nitride|phosphide|arsenide|hydroxide)|"
    r"acetate|nitrate|carbonate|sulfate|phosphate|stearate|oleate|acetylacetonate|thiocyanate|formate|azide|perchlorate|tetrafluoroborate|halides?)"
)


@lru_cache(maxsize=1)
def phrase_pattern() -> re.Pattern[str]:
    """Names of several words that end in an anion, an acid, an ester or a solvent word."""
    metals = sorted(toolkit().elements - {"hydrogen", "oxygen", "nitrogen", "lead"} | {"lead", "tin"}, key=len, reverse=True)
    cation = (
        rf"(?:{'|'.join(metals)}|methylammonium|formamidinium|phenethylammonium|phenylethylammonium|butylammonium|guanidinium|"
        r"ammonium|graphene|ethyl|methyl|butyl|vinyl|benzyl)"
    )
    stage = r"(?:\((?:I|II|III|IV|V|VI)\))?"
    salt = rf"(?:[Cc]|[A-Za-z])?\b{cation}{stage}(?:[ -]{cation}{stage}){{0,3}} {_ANION}\b(?: (?:mono|di|tri|tetra|hexa)hydrate)?"
    acid = (
        r"(?<![\w\[(])[\w\-,′'()\[\]]{0,80}(?:oleic|acetic|acrylic|butyric|propionic|propanoic|formic|benzoic|phosphoric|phosphonic|sulfuric|sulfonic|"
        r"nitric|hydrochloric|hydrobromic|hydroiodic|hydriodic|myristic|stearic|palmitic|boronic|octanoic|decanoic|valeric|ascorbic|citric|carboxylic|"
        r"sulfinic|sulfamic|amino\w*) acid\b(?: (?:m|eth|but)yl ester| (?:hydro)?(?:iodide|bromide|chloride)| tetrafluoroborate)?"
    )
    return re.compile(f"(?:{salt}|{acid})", re.IGNORECASE)


_GENERIC_PHRASE = re.compile(
    r"^(?:carboxylic|phosphonic|sulfonic|boronic) acid$|halides?$|"
    r"^(?:methyl|ethyl|butyl|vinyl|ammonium|benzyl) (?:halides?|azide)$",
    re.IGNORECASE,
)
_LAST_WORD = re.compile(rf" (?:{_ANION}|acid)\b", re.IGNORECASE)  # no such name is without one
_PHRASE_HINT = re.compile(r"(?:ide|ate|acid|hydrate)\b", re.IGNORECASE)


def phrases(text: str) -> Iterator[tuple[int, int]]:
    """The names of several words: "zinc oxide", "tin(IV) oxide", "oleic acid", "zinc acetate dihydrate"."""
    if not _LAST_WORD.search(text) or not _PHRASE_HINT.search(text):
        return
    for m in phrase_pattern().finditer(text):
        name = m.group()
        if (not _GENERIC_PHRASE.search(name) and not name.lower().startswith("lead ")) or re.match(
            r"lead (?:\w+ )?(?:\w*oxide|iodide|bromide|chloride|acetate|s\w+ide|telluride)", name, re.I
        ):
            yield m.start(), m.end()
