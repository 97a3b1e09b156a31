"""Sentences and mentions, on invented sentences; on real papers only that every mention is where it says."""

import itertools

import pytest

from litmine.document import Block, Document, Page, Source
from litmine.domain import load_domain
from litmine.geometry import Span
from litmine.records import Reference
from litmine.tagging import Tagged, mentions_in, pipeline, tag
from litmine.tagging.sentences import sentence_spans


@pytest.fixture(scope="module")
def qled():
    """The domain pack of quantum-dot LEDs."""
    return load_domain("qled")


def document(*blocks, references=()):
    """A text document of (kind, text) blocks."""
    spans, text = [], ""
    for kind, body in blocks:
        text += "\n\n" if text else ""
        spans.append(Block(kind, Span(len(text), len(text) + len(body))))
        text += body
    source = Source("0" * 64, "made-up.txt", 1, "text")
    return Document(source, text, (Page(1, 0, 0, len(text)),), tuple(spans), references=references)


def sentences(text):
    """The texts of the sentences."""
    return [s.of(text) for s in sentence_spans(text)]


def values(text, kind, domain):
    """(text, value) of the mentions of one kind."""
    return [(m.text, m.value) for m in mentions_in(text, domain)[1] if m.kind == kind]


@pytest.mark.parametrize(
    "text",
    [
        "As Fig. 2 and Figs. 3a–c show, Ref. 7 was right.",
        "Ng et al. Reported values vary, e.g. Those of ca. 3 V vs. 4 V, i.e. Less.",
        "J. H. Ng and A. B. Roe made it (cf. No. 5, approx. 20 nm).",
        "The value was 3.2 V, Eq. (3), see Sec. 2.1.",
        "It was bought (Sigma. Ltd. Germany) and used.",
        "2.1. Results and discussion",
        "In Adv. Mater. and J. Phys. Chem. C it was printed.",
        "The value rose to 0. 5 V in total.",
        "It was made by J.-W. Lee and by A.B. Roe.",
        "It was stirred for 2 h. at room temperature.",
        "The wt. Ratio and the avg. Value were kept.",
    ],
)
def test_no_false_sentence_ends(text):
    """Abbreviations, initials, decimals, brackets and section numbers end no sentence."""
    assert sentences(text) == [text]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("It glows.", "The rest is dark."),
        ("It glows in the device.^36", "The rest is dark."),
        ("It glows in the device.^36,37–39", "The rest is dark."),
        ("It glows in the device. [36]", "The rest is dark."),
        ("It glows in the device [36–38].", "The rest is dark."),
        ("It reached 20%.", "QLEDs followed."),
        ("It reached 3.2 V.", "4CzIPN followed."),
        ("It holds for device B.", "Then it fails."),
        ("It lasted for 41 h.", "Moos and Ulm made a better one."),
        ("It was stirred for 30 min.", "Toluene was added."),
        ("So said Ng et al.", "However, others differ."),
        ("Is it red?", "It is."),
        ("It was baked at 85 °C.", "poly-TPD followed."),
        ('They called it "stable."', "We did not."),
    ],
)
def test_sentence_ends(first, second):
    """A sentence ends with its full stop and the citation after it."""
    assert sentences(f"{first} {second}") == [first, second]


def test_sentences_cover_the_text():
    """Nothing but white space lies between sentences."""
    text = "One is red.  Two is (as in Fig. 3. Perhaps) green! Three, e.g. this, is blue.^4 Four ends without a stop"
    spans = sentence_spans(text)
    assert "".join(s.of(text) for s in spans).replace(" ", "") == text.replace(" ", "")
    assert all(a.end <= b.start for a, b in itertools.pairwise(spans))


def test_every_kind_of_mention(qled):
    """One sentence with everything in it: each mention has its kind, its normal form and its exact text."""
    text = "The spin-coated red QLEDs with CBP-V:TFB gave a champion EQE of 18.2% at 1000 cd m^−2 in air."
    found = {(m.kind, m.text): m for m in mentions_in(text, qled)[1]}
    assert found["process", "spin-coated"].value == "spin-coated"
    assert found["colour", "red"].value == "red"
    assert found["chemical", "CBP-V:TFB"].value == "CBP-V:TFB"
    assert found["statistic", "champion"].value == "champion"
    assert found["metric", "EQE"].value == "EQE"
    assert found["quantity", "18.2%"].value == ""
    assert (found["quantity", "18.2%"].quantity.value, found["quantity", "18.2%"].quantity.unit) == (18.2, "%")
    assert found["condition", "at 1000 cd m^−2"].value == "@1000 cd/m2"
    assert found["condition", "in air"].value == "in air"


def test_names_come_in_their_canonical_form(qled):
    """A chemical's value is the pack's name for it."""
    assert values("A film of poly(N-vinylcarbazole) was cast.", "chemical", qled) == [("poly(N-vinylcarbazole)", "PVK")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("16% at a luminance of 1000 cd m^−2", [("at a luminance of 1000 cd m^−2", "@1000 cd/m2")]),
        ("16%@100 nits", [("@100 nits", "@100 cd/m2")]),
        ("16% at 5 V", [("at 5 V", "@5 V")]),
        (
            "16% under a constant current density of 10 mA cm^−2",
            [("under a constant current density of 10 mA cm^−2", "@10 mA/cm2")],
        ),
        ("16% at 85 °C", [("at 85 °C", "@85 °C")]),
        ("16% at RT", [("at RT", "@RT")]),
        ("16% after storage for 180 days", [("after storage for 180 days", "after 180 day")]),
        ("94% in toluene", [("in toluene", "in toluene")]),
        ("20% in solution-processed lamps", []),
        ("94% in chlorobenzene", [("in chlorobenzene", "in chlorobenzene")]),
        ("18%, 16% at 100 and 1000 cd m^−2", [("at 100", "@100 cd/m2"), ("1000 cd m^−2", "@1000 cd/m2")]),
        ("the diodes turned on at 2.1 V", []),
        ("the curve peaks at 3 V", []),
        ("a peak at 620 nm", []),
        ("a power of 5 V", []),
    ],
)
def test_conditions(text, expected, qled):
    """Settings, temperatures, ages and solvents are conditions; what is reached or seen at a number is none."""
    named = [c for c in values(f"It was {text}, as before.", "condition", qled) if c[1] != "max"]
    assert named == expected


@pytest.mark.parametrize(
    "text",
    [
        "A red-shift, a blue shift, blue- and red-shifted bands and green chemistry.",
        "ultraviolet photoelectron spectroscopy, near-infrared spectroscopy and a white light interferometer",
        "an ultraviolet-curable resin under ultraviolet light, cured by ultraviolet–ozone",
        "a green laser, a blue lamp, blue excitation and blue light irradiation",
        "absorption in the blue spectral region",
    ],
)
def test_a_shift_or_a_lamp_has_no_colour(text, qled):
    """A colour word before what shines on a thing, a method or a shift is no colour of a device."""
    assert values(text, "colour", qled) == []


@pytest.mark.parametrize("text", ["red light-emitting diodes", "it emits red light", "a red LED", "red light emission"])
def test_emitted_light_has_a_colour(text, qled):
    """What a device emits is its colour."""
    assert values(text, "colour", qled) == [("red", "red")]


def test_words_of_a_name_are_no_condition(qled):
    """The half maximum of a width and the highest occupied orbital say nothing of the point of a curve."""
    text = "full width at half maximum of 21 nm, highest occupied molecular orbital of −5.4 eV and a valence band maximum"
    assert values(text, "condition", qled) == []
    assert values("a maximum EQE", "condition", qled) == [("maximum", "max"), ("EQE", "max")]


def test_rival_quantities_are_mentions(qled):
    """A known quantity that is not collected is there for the linker, under the metric "other"."""
    text = "The work function (WF) is 4.8 eV and the VBM −6.1 eV; the LEE of 25% limits the EQE of 12%, Stokes shifts of 20 nm"
    assert values(text, "metric", qled) == [
        ("work function", "other"), ("VBM", "other"), ("LEE", "other"), ("EQE", "EQE"), ("Stokes shifts", "other"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "kinds"),
    [("in the 470–550 nm spectral region", ["region"]), ("a 470–550 nm window", ["region"]), ("a peak of 470–550 nm", [""]),
     ("the 10–12% range", [""]), ("a 470 nm region", [""])],
)  # fmt: skip
def test_a_region_of_the_spectrum_is_no_value(text, kinds, qled):
    """A range of wavelengths before "region" says where something happens."""
    assert [v for _, v in values(text, "quantity", qled)] == kinds


def test_relative_quantities_say_so(qled):
    """A fold or a relative number is no value."""
    found = values("It is 2.3 times brighter and 14% higher than 7.1 cd A^−1.", "quantity", qled)
    assert [v for _, v in found] == ["fold", "relative", ""]


def test_groups_are_numbered_through_the_document(qled):
    """Each printed list has its own number, whatever sentence or block it stands in."""
    paper = document(
        ("paragraph", "The EQEs are 18.2, 14.9 and 7.1%. The voltages are 2.1, 2.4 and 3.0 V."),
        ("paragraph", "Before, 3.3%. Later the EQEs are 8.2 and 4.9%."),
    )
    quantities = [m for m in tag(paper, qled).mentions if m.kind == "quantity"]
    assert [m.group for m in quantities] == [0, 0, 0, 1, 1, 1, -1, 2, 2]


def test_what_is_tagged(qled):
    """Prose and captions are tagged; references, furniture, footnotes and tables are not."""
    paper = document(
        ("title", "PVK in lamps"),
        ("furniture", "Journal of ZnO 2020"),
        ("caption", "Figure 1. TFB films."),
        ("table", "CBP\t18.2%"),
        ("paragraph", "We used NPB."),
        ("footnote", "TPD was bought."),
        ("reference", "[1] A. Ng, TCTA films, J. Made Up 2019, 1, 1."),
    )
    tagged = tag(paper, qled)
    assert [m.text for m in tagged.mentions if m.kind == "chemical"] == ["PVK", "TFB", "NPB"]
    assert [s.of(paper.text) for s in tagged.sentences] == ["PVK in lamps", "Figure 1.", "TFB films.", "We used NPB."]


def test_citations_and_pointers_are_mentions_and_no_numbers(qled):
    """A range of citations gives one mention per work with one span; neither it nor "Fig. 3" is a quantity."""
    references = tuple(Reference(str(n), Span(0, 0)) for n in range(1, 40))
    paper = document(
        ("paragraph", "This was shown before [36–38], and again in Fig. 3b. Others agree [1], [2]. And more [5]. And [7]."),
        references=references,
    )
    tagged = tag(paper, qled)
    cited = [m for m in tagged.mentions if m.kind == "citation"]
    assert [m.value for m in cited][:3] == ["36", "37", "38"]
    assert len({m.span for m in cited[:3]}) == 1
    assert [m.value for m in tagged.mentions if m.kind == "cross-reference"] == ["Figure 3b"]
    assert not [m for m in tagged.mentions if m.kind == "quantity"]


def test_mentions_are_sorted_and_exact(qled):
    """Sorted by place, and each text is what its span covers, also beside minus signs, primes and carets."""
    paper = document(
        (
            "paragraph",
            "At −5.4 eV, N,N′-bis(3-methylphenyl)-N,N′-diphenylbenzidine (TPD) gave 21.4%^36 and 25.2 cd A^−1 (12 lm W^−1).^3",
        )
    )
    tagged = tag(paper, qled)
    assert [m.span for m in tagged.mentions] == sorted(m.span for m in tagged.mentions)
    assert all(m.span.of(paper.text) == m.text for m in tagged.mentions)
    assert len([m for m in tagged.mentions if m.kind == "quantity"]) == 4


@pytest.mark.parametrize(
    "text", ["a-" * 5000, "(" * 3000, "N,N′-bis(" * 800, "1." * 4000, "ZnO/" * 2000, "x " * 9000 + "(PVK)", "A. " * 4000]
)
def test_hostile_text_is_survived(text, qled):
    """Endless words, brackets and stops end in a result, and what is found is exact."""
    spans, found = mentions_in(text, qled)
    assert all(m.span.of(text) == m.text for m in found)
    assert sum(map(len, spans)) <= len(text)


def test_tagged_within():
    """``within`` gives the mentions inside a span."""
    assert Tagged((), ()).within(Span(0, 5)) == ()


def test_the_pipeline_is_a_spacy_pipeline(qled):
    """Components have names and can be looked at; sentences and spans are on the Doc; a pack has one pipeline."""
    nlp = pipeline(qled)
    assert nlp is pipeline(qled)
    assert nlp.pipe_names[:2] == ["litmine_opening", "litmine_sentences"]
    doc = nlp("TFB gave 18.2%. It was red.")
    assert [s.text for s in doc.sents] == ["TFB gave 18.2%.", "It was red."]
    assert [(s.text, s.label_) for s in doc.spans["chemical"]] == [("TFB", "TFB")]
    assert [s.text for s in doc.spans["colour"]] == ["red"]


@pytest.mark.parametrize(
    "stem",
    [
        "shi-2014-oled-graphene-oxide-1401.4427",
        "mokarian-2023-qled-temperature-2305.06254",
        "zheng-2024-qled-ultrabright-2406.09730",
    ],
)
def test_mentions_are_exact_on_real_papers(shared, stem, qled):
    """On a real paper, too, every mention's text is what its span covers, inside one sentence or a marker."""
    read = pytest.importorskip("litmine.readers", reason="the PDF reader is not there").__dict__.get("read")
    path = shared / "papers" / f"{stem}.pdf"
    if read is None or not path.is_file():
        pytest.skip(f"{stem} cannot be read here")
    paper = read(path)
    tagged = tag(paper, qled)
    assert len(tagged.sentences) > 50
    assert {"chemical", "metric", "quantity"} <= {m.kind for m in tagged.mentions}
    assert all(m.span.of(paper.text) == m.text for m in tagged.mentions)
    tagged_kinds = [m for m in tagged.mentions if m.kind not in ("citation", "cross-reference")]
    covered = {i for s in tagged.sentences for i in range(s.start, s.end)}
    assert all(m.span.start in covered and m.span.end - 1 in covered for m in tagged_kinds)
