"""The house's plan holds: rooms import downwards, and each big package has one room."""

import ast
import subprocess
import sys


def test_import_contracts(root):
    """Import-linter keeps every contract of pyproject.toml."""
    done = subprocess.run(
        [sys.executable, "-c", "from importlinter.cli import lint_imports; raise SystemExit(lint_imports(no_cache=True))"],
        cwd=root,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "0 broken" in done.stdout


def test_every_banned_name_is_absent(root):
    """No file of the package is named after nothing in particular."""
    banned = {"manager", "helper", "helpers", "utils", "processor", "handler", "data", "info", "misc"}
    names = {part for path in (root / "src" / "litmine").rglob("*.py") for part in path.stem.split("_")}
    assert names & banned == set()


def test_table_extract_is_never_called(root):
    """PyMuPDF's Table.extract loses and reorders characters of numbers, so no reader may call it."""
    calls = [
        f"{path.name}:{node.lineno}"
        for path in (root / "src" / "litmine" / "readers").rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in {"extract", "to_markdown"}
    ]
    assert calls == []


def test_importing_the_command_line_is_light():
    """`litmine --help` waits for no PDF reader, tagger or data frame."""
    code = (
        "import sys, litmine.cli; print(sorted({'pymupdf', 'spacy', 'pandas', 'scipy', 'pint', 'prefect'} & sys.modules.keys()))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
