"""What the README says against what is there: commands, options, links, codes, files, and the domain pack it prints."""

import ast
import re
import shlex
import tomllib

import pytest
import typer

from litmine import cli
from litmine.corpus import _KEYS
from litmine.curated import ROLES
from litmine.domain import domain_names, load_domain
from litmine.metrics import find_metrics
from litmine.packs import entries
from litmine.quantities import find_quantities
from mini_papers import analyse_prose

# The codes of the public contract, written out, so that the README and the code are both held to them.
CONTRACT = {
    "unreadable-paper", "no-text-layer", "table-is-image", "ragged-table",
    "unknown-unit", "unmapped-number",
    "ambiguous-subject", "orphan-quantity",
    "table-text-mismatch", "duplicate-values", "name-variant", "citation-mismatch", "citation-year", "cross-reference",
    "implausible-value", "unit-suspect", "law-violated", "claim-arithmetic", "missing-row",
    "value-mismatch", "unit-mismatch", "missing-in-curated", "missing-in-corpus", "duplicate-row",
}  # fmt: skip
PAGES = ("README.md", "CHANGELOG.md", "docs/domain-pack.md", "docs/linking.md", "benchmarks/README.md", "outputs/README.md")
COMMANDS = typer.main.get_command(cli.app).commands


@pytest.fixture(scope="module")
def readme(root) -> str:
    """The README."""
    return (root / "README.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def commands(readme) -> dict[str, str]:
    """The rows of the README's table of commands, by the name of the command."""
    return {m[1]: m[0] for m in re.finditer(r"^\| `litmine ([a-z-]+)[^|]*`.*$", section(readme, "Commands"), re.MULTILINE)}


@pytest.fixture(scope="module")
def constants(root) -> set[str]:
    """Every string that stands in the source as a value; texts that only contain it (messages, docstrings) do not count."""
    trees = [ast.parse(path.read_text(encoding="utf-8")) for path in (root / "src").rglob("*.py")]
    return {n.value for tree in trees for n in ast.walk(tree) if isinstance(n, ast.Constant) and isinstance(n.value, str)}


def section(text: str, title: str) -> str:
    """The text below a heading of the second level, up to the next."""
    found = re.search(rf"^## {re.escape(title)}\n(.*?)(?=^## |\Z)", text, re.MULTILINE | re.DOTALL)
    assert found, f"no section {title!r}"
    return found[1]


def options(name: str) -> set[str]:
    """The long options of a command, without --help."""
    return {o for p in COMMANDS[name].params for o in p.opts if o.startswith("--")} - {"--help"}


def test_commands_are_those_of_the_program(commands):
    """The table has every command, and none that there is not."""
    assert set(commands) == set(COMMANDS)


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_options_are_those_of_the_program(name, commands):
    """Each row has every option of its command, and none that there is not."""
    assert set(re.findall(r"--[a-z-]+", commands[name])) == options(name)


def test_every_printed_command_can_be_given(readme):
    """What stands in code after "litmine" is a command with options that it has (planned ones are named apart, without a line)."""
    lines = re.findall(r"^ {4}(litmine .*)$", readme, re.MULTILINE) + re.findall(r"`(litmine [a-z-]+[^`]*)`", readme)
    assert len(lines) >= 12
    for line in lines:
        name, *rest = shlex.split(line.replace("\\", ""))[1:]
        if name == "--version":
            continue
        assert name in COMMANDS, line
        assert {word for word in rest if word.startswith("--")} <= {*options(name), "--help"}, line


def test_make_targets_exist(root, readme):
    """Every `make` command in the README is a target."""
    targets = set(re.findall(r"^([a-z]+):", (root / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    named = set(re.findall(r"(?:^ {4}|`)make ([a-z]+)", readme, re.MULTILINE))
    assert {"demo", "test", "server", "schedule"} <= named <= targets


def test_deployments_exist(root, readme):
    """The deployments that the README names are those of prefect.yaml, with the flows they run."""
    text = (root / "prefect.yaml").read_text(encoding="utf-8")
    found = zip(re.findall(r"- name: (\S+)", text), re.findall(r"entrypoint: \S+:(\w+)", text), strict=True)
    named = set(re.findall(r"`((?:refresh|ingest|publish)/[\w-]+)`", readme))
    assert named == {f"{flow}/{deployment}" for deployment, flow in found}


@pytest.mark.parametrize("page", PAGES)
def test_links_lead_somewhere(page, root):
    """Every relative link and picture exists, and so does the heading it points to."""
    text = (root / page).read_text(encoding="utf-8")
    for target in re.findall(r"\]\((?!https?:)([^)#]*)(?:#[^)]*)?\)", text):
        assert target == "" or ((root / page).parent / target).exists(), f"{page}: {target}"
    for target, anchor in re.findall(r"\]\((?!https?:)([^)#]*)#([^)]+)\)", text):
        other = ((root / page).parent / target).read_text(encoding="utf-8") if target else text
        headings = {re.sub(r"[^\w -]", "", h).strip().lower().replace(" ", "-") for h in re.findall(r"^#+ (.+)$", other, re.MULTILINE)}
        assert anchor in headings, f"{page}: {target}#{anchor}"


def test_files_of_the_project_exist(root, readme):
    """Every file of the project that the README names in code is there."""
    named = set(re.findall(r"[`\s]((?:corpus|docs|flows|src|tests)/[\w./-]+\.\w+)[`\s]", readme)) - {"corpus/curated/decisions.csv"}
    assert {"flows/refresh.py", "flows/ingest.py", "flows/publish.py", "tests/answer_key.toml"} <= named
    named |= {"LICENSE", "prefect.yaml", "requirements.lock", "corpus/corpus.toml"}
    assert [name for name in named if not (root / name).exists()] == []


def test_picture_is_small(root):
    """The picture is a PNG of less than 300 kB."""
    picture = (root / "docs" / "flag.png").read_bytes()
    assert picture.startswith(b"\x89PNG")
    assert len(picture) < 300_000


def test_codes_are_those_that_are_raised(readme, constants):
    """The table of codes has every code that the source raises and no other; the reserved ones are the rest of the contract."""
    text = section(readme, "How to read a flag")
    told = set(re.findall(r"^\| `([a-z-]+)` \|", text, re.MULTILINE))
    reserved = set(re.findall(r"`([a-z-]+)`", re.search(r"reserved and not raised yet:([^.]*)\.", text)[1]))
    assert told == CONTRACT & constants
    assert reserved == CONTRACT - told


def test_no_code_is_raised_outside_the_contract(root):
    """Every code that is written at a Flag is one of the contract's."""
    source = "".join(path.read_text(encoding="utf-8") for path in (root / "src").rglob("*.py"))
    raised = set(re.findall(r'\bcode="([a-z-]+)"', source)) | set(re.findall(r'\bFlag\(\s*"([a-z-]+)"', source))
    assert len(raised) > 10
    assert raised <= CONTRACT


def test_keys_of_the_corpus_are_told(readme):
    """Every key of corpus.toml and every role of a column stands in the section on the corpus."""
    named = set(re.findall(r"`\[?([a-z_]+)\]?`", section(readme, "The corpus")))
    assert {*_KEYS, *ROLES} <= named


def test_example_of_columns_is_toml(readme):
    """The [columns] that the README prints can be read, and map to roles or metrics."""
    (block,) = re.findall(r"```toml\n(\[columns\].*?)```", readme, re.DOTALL)
    targets = set(tomllib.loads(block)["columns"].values())
    assert targets <= {*ROLES, *(m.id for m in load_domain("qled").metrics)}


def test_packs_are_those_that_come_with_litmine(readme):
    """The README names the packs there are."""
    sentence = re.search(r"packs come with it:([^.]*)\.", section(readme, "A domain of your own"))[1]
    assert set(re.findall(r"`(\w+)`", sentence)) == set(domain_names())


@pytest.fixture(scope="module")
def pack(readme, tmp_path_factory):
    """The domain pack that the README prints, as files."""
    folder = tmp_path_factory.mktemp("readme") / "my-qled"
    folder.mkdir()
    files = re.findall(r"^`my-qled/([\w.]+)`[^\n]*\n\n```\w+\n(.*?)^```", readme, re.MULTILINE | re.DOTALL)
    assert {name for name, _ in files} == {"domain.toml", "materials.csv", "cases.toml"}
    for name, content in files:
        (folder / name).write_text(content, encoding="utf-8")
    return folder


def test_printed_pack_is_valid(pack, capsys):
    """`litmine check-domain` accepts the pack that the README prints."""
    assert cli.main(["check-domain", str(pack)]) == 0
    assert capsys.readouterr().out.startswith("my-qled: ")


def test_printed_pack_does_what_it_says(pack):
    """Its metric, law and material are there besides the inherited ones, and its case is read as printed."""
    domain = load_domain(pack)
    base = load_domain("qled")
    assert {m.id for m in domain.metrics} - {m.id for m in base.metrics} == {"tau_PL"}
    assert {law.id for law in domain.laws} - {law.id for law in base.laws} == {"EQE-within-PLQY"}
    assert domain.canonical("silicon nanocrystals") == "SiNc"
    (case,) = tomllib.loads((pack / "cases.toml").read_text(encoding="utf-8"))["prose"]
    assert [m.metric for m in find_metrics(case["text"], domain)] == case["metrics"]
    assert [[m.quantity.value, m.quantity.unit] for m in find_quantities(case["text"])] == case["quantities"]


def test_metrics_of_the_packs_are_told(root):
    """docs/domain-pack.md has a row for each pack with the ids of its metrics, in their order."""
    text = section((root / "docs" / "domain-pack.md").read_text(encoding="utf-8"), "The packs that come with litmine")
    told = {name: re.findall(r"`(\w+)`", ids) for name, ids in re.findall(r"^\| `(\w+)` \| [^|]+ \| ([^|]+) \|$", text, re.MULTILINE)}
    assert told == {name: [m.id for m in load_domain(name).metrics] for name in domain_names()}


@pytest.fixture(scope="module")
def linking(root) -> str:
    """The page on linking."""
    return (root / "docs" / "linking.md").read_text(encoding="utf-8")


def test_rules_of_linking_are_told(linking, constants):
    """docs/linking.md has every rule that the source gives a number, every part that it adds, and no other."""
    told = set(re.findall(r"`([a-z]+:[a-z-]+|\+[a-z]+)`", section(linking, "Rule")))
    assert told == {c for c in constants if re.fullmatch(r"(?:sentence|table):[a-z-]+|\+[a-z]{3,}", c)} | {
        "+paragraph",
        "+section",
        "+paper",
    }


def test_examples_of_linking_are_read_as_told(linking):
    """Each example of docs/linking.md gives the number, subject, rule and confidence beside it; one without these gives nothing."""
    title = re.search(r'called "([^"]+)"', section(linking, "Examples"))[1]
    rows = re.findall(r"^\| ([^|]+\.) \|(.+)\|$", section(linking, "Examples"), re.MULTILINE)
    assert len(rows) >= 12
    for text, rest in rows:
        told = tuple(cell.strip(" `") for cell in rest.split("|"))
        found = [(m.quantity.raw, m.subject, m.rule, f"{m.confidence:g}") for m in analyse_prose(text, title=title).measurements]
        assert told in found if any(told) else found == [], f"{text} {found}"


def test_files_of_linking_are_told(linking, root):
    """The table of files in docs/linking.md has every file of linking/ and none that is not there."""
    told = re.findall(r"^\| `([\w/]+\.py)` \|", linking.partition("The files of `linking/`:")[2], re.MULTILINE)
    room = root / "src" / "litmine" / "linking"
    there = {path.relative_to(room).as_posix() for path in room.rglob("*.py") if path.name != "__init__.py"}
    assert sorted(told) == sorted(there)


def test_every_key_of_a_pack_is_told(root):
    """docs/domain-pack.md has every key that a pack may hold."""
    text = (root / "docs" / "domain-pack.md").read_text(encoding="utf-8")
    models = (entries.PackEntry, entries.HeirEntry, entries.MetricEntry, entries.SharedEntry, entries.LawEntry, entries.WordsEntry)
    keys = {key for model in models for key in model.model_fields}
    told = set(re.findall(r"`(?:\[+)?(\w+)(?:\]+)?`", text)) | set(re.findall(r"^### \[+(\w+)\]+$", text, re.MULTILINE))
    assert keys - told == set()
