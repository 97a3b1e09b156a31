"""The pins: what the lock promises is what is installed, whole, without torch; and each of the five big packages is used."""

import ast
import importlib
import re
import subprocess
import sys
from importlib import metadata

import pytest
from packaging.markers import default_environment
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

# distribution -> (module it is imported as, where it may and must be imported)
BIG = {
    "pymupdf": ("pymupdf", ["src/litmine/readers"]),
    "spacy": ("spacy", ["src/litmine/tagging"]),
    "chemdataextractor2": ("chemdataextractor", ["src/litmine/chemistry"]),
    "pandas": ("pandas", ["src/litmine/export.py", "src/litmine/curated.py", "src/litmine/diff.py"]),
    "prefect": ("prefect", ["flows"]),
}
# Asked for by chemdataextractor2 and never imported by what litmine loads (see [tool.uv] in pyproject.toml).
LEFT_OUT = {"torch", "transformers", "tokenizers", "stanza", "selenium"}


@pytest.fixture(scope="module")
def locked(root) -> dict[str, str]:
    """The pins of requirements.lock that hold on this Python: canonical name to version."""
    pins = {}
    for line in (root / "requirements.lock").read_text(encoding="utf-8").splitlines():
        requirement = Requirement(line)
        if requirement.marker is None or requirement.marker.evaluate():
            (specifier,) = requirement.specifier
            assert specifier.operator == "==", line
            pins[canonicalize_name(requirement.name)] = specifier.version
    return pins


@pytest.mark.parametrize("distribution", BIG)
def test_big_package_is_pinned_and_installed(distribution, locked):
    """The lock pins it, and that version is the installed one."""
    assert locked[distribution] == metadata.version(distribution)


def test_chemdataextractor_is_the_version_whose_loading_was_checked(locked):
    """The room that loads ChemDataExtractor knows the modules of this version."""
    assert locked["chemdataextractor2"] == "2.4.1"


# Each big package as litmine loads it: through its room.
LOADS = {
    "pymupdf": "import litmine.readers.pdf",
    "spacy": "import litmine.tagging",
    "chemdataextractor": "from litmine.chemistry import find_chemicals; find_chemicals('PbS dots in toluene')",
    "pandas": "import litmine.export",
    "prefect": "import sys; sys.path.insert(0, FLOWS); import settings, prefect",
}


@pytest.mark.parametrize("module", LOADS)
def test_big_package_loads_without_a_trace(module, root, tmp_path):
    """Its room loads it: no torch, no log file in the working folder, nothing in the user's home."""
    home, work = tmp_path / "home", tmp_path / "work"
    home.mkdir()
    work.mkdir()
    # The environment of a user, not that of CI, where telemetry keeps quiet by itself.
    environment = {"PATH": "/usr/bin:/bin", "HOME": str(home), "PREFECT_HOME": str(tmp_path / "prefect")}
    told = f"import sys; print({module!r} in sys.modules, 'torch' in sys.modules)"
    code = f"FLOWS = {str(root / 'flows')!r}; {LOADS[module]}; {told}"
    done = subprocess.run([sys.executable, "-c", code], cwd=work, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert done.stdout.split()[-2:] == ["True", "False"]
    assert [*work.rglob("*"), *home.rglob("*")] == []


@pytest.mark.parametrize("distribution", BIG)
def test_big_package_is_used_in_its_room_alone(distribution, root):
    """The room imports it and works with what it imported; no other file does."""
    module, rooms = BIG[distribution]
    users = {
        path.relative_to(root).as_posix()
        for folder in ("src", "flows")
        for path in (root / folder).rglob("*.py")
        if _uses(ast.parse(path.read_text(encoding="utf-8")), module)
    }
    assert users, f"{module} is pinned and used nowhere"
    assert [u for u in users if not any(u == room or u.startswith(f"{room}/") for room in rooms)] == []


def _uses(tree: ast.Module, module: str) -> bool:
    """Whether the module, or a name imported from it, stands in the code besides its import; or it is imported by name."""
    bound = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            bound |= {(a.asname or a.name.partition(".")[0]) for a in node.names if a.name.partition(".")[0] == module}
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and (node.module or "").partition(".")[0] == module:
            bound |= {a.asname or a.name for a in node.names}
    named = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    texts = {node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)}
    return bool(bound & named) or any(re.fullmatch(rf"{module}(\.\w+)+", text) for text in texts)


def test_lock_has_no_torch(locked):
    """Nothing of the neural stack that chemdataextractor2 asks for is locked or installed."""
    assert locked.keys() & LEFT_OUT == set()
    for name in LEFT_OUT:
        with pytest.raises(metadata.PackageNotFoundError):
            metadata.version(name)


def test_lock_names_no_registry(root):
    """Pins are names and versions: no address, no path, no option."""
    for file in ("requirements.lock", "pyproject.toml"):
        text = (root / file).read_text(encoding="utf-8")
        assert not re.search(r"https?://|file:|^-", text, re.MULTILINE), file


def test_lock_is_complete_and_consistent(locked, root):
    """Whatever a locked package needs on this Python is locked in a version it accepts, but for the named overrides."""
    pyproject = importlib.import_module("tomllib").loads((root / "pyproject.toml").read_text(encoding="utf-8"))
    overridden = {canonicalize_name(Requirement(r).name) for r in pyproject["tool"]["uv"]["override-dependencies"]}
    problems = []
    for name in ("litmine", *locked):
        extra = "dev" if name == "litmine" else ""
        for line in metadata.requires(name) or ():
            needed = Requirement(line)
            if needed.marker is not None and not needed.marker.evaluate({**default_environment(), "extra": extra}):
                continue
            key = canonicalize_name(needed.name)
            if key in overridden:
                continue
            if key not in locked:
                problems.append(f"{name} needs {needed}, which is not locked")
            elif not needed.specifier.contains(locked[key], prereleases=True):
                problems.append(f"{name} needs {needed}, {locked[key]} is locked")
    assert problems == []


def test_installed_is_locked(locked):
    """Every locked package is installed in its locked version."""
    wrong = {name: version for name, version in locked.items() if metadata.version(name) != version}
    assert wrong == {}


def test_console_script_is_installed():
    """`litmine` is the command line's main."""
    (script,) = metadata.entry_points(group="console_scripts", name="litmine")
    assert script.value == "litmine.cli:main"
