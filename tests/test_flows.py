"""The Prefect flows, run for real: one process, one temporary server, a corpus of one small paper."""

import csv
import json
import os
import subprocess
import sys

import pytest

from small_corpus import write_corpus, write_paper

# What the process does, in order; it prints what it saw as JSON on its last line.
DRIVER = """
import json, sys
from pathlib import Path

flows, corpus, out, new = map(Path, sys.argv[1:5])
sys.path.insert(0, str(flows))
import settings
from prefect.client.orchestration import get_client
from prefect.client.schemas.sorting import TaskRunSort

import ingest, publish, refresh
from litmine.errors import PaperError

def task_states():
    with get_client(sync_client=True) as client:
        runs = client.read_task_runs(sort=TaskRunSort.EXPECTED_START_TIME_ASC)
    return [[run.name, run.state_name] for run in runs if run.name.startswith("analyse ")]

def artifacts():
    with get_client(sync_client=True) as client:
        return sorted({(a.key, a.type) for a in client.read_artifacts() if a.key})

seen = {"first": refresh.refresh(corpus, out), "after first": task_states()}
refresh.refresh(corpus, out)
seen["after second"] = task_states()
seen["ingest"] = ingest.ingest(new, corpus, out)
seen["after ingest"] = task_states()
(corpus / "papers" / "broken.pdf").write_bytes(b"%PDF-1.7 and nothing else")
refresh.refresh(corpus, out)
seen["after broken"] = task_states()
try:
    ingest.ingest(corpus.parent / "broken too.pdf", corpus, out)
except PaperError as error:
    seen["refused"] = str(error)
seen["publish"] = publish.publish(out)
seen["artifacts"] = artifacts()
print(json.dumps(seen))
"""


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    """A folder for the corpus, the outputs, Prefect's home and an empty home of the user."""
    folder = tmp_path_factory.mktemp("flows")
    write_corpus(folder / "corpus")
    write_paper(folder / "second survey.md", vxl2="9.9")
    (folder / "broken too.pdf").write_bytes(b"%PDF-1.7 and nothing else")
    for name in ("home", "work"):
        (folder / name).mkdir()
    return folder


@pytest.fixture(scope="module")
def seen(place, root):
    """What the flows did, in a process that knows none of this machine's Prefect settings."""
    environment = {
        **{k: v for k, v in os.environ.items() if not k.startswith("PREFECT_")},
        "HOME": str(place / "home"),
        "PREFECT_HOME": str(place / "prefect"),
    }
    # A script in a file, because the processes for papers import the main module again.
    driver = place / "driver.py"
    driver.write_text("if __name__ == '__main__':\n" + "".join(f"    {line}\n" for line in DRIVER.splitlines()), encoding="utf-8")
    arguments = [root / "flows", place / "corpus", place / "out", place / "second survey.md"]
    done = subprocess.run(
        [sys.executable, driver, *map(str, arguments)],
        cwd=place / "work",
        env=environment,
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return json.loads(done.stdout.splitlines()[-1])


def rows(path):
    """A CSV file as dictionaries."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_refresh_writes_the_outputs(seen, place):
    """The flow gives the path of the report, and the tables lie beside it, the planted mismatch among the flags."""
    assert seen["first"] == str(place / "out" / "report.html")
    assert (place / "out" / "report.html").is_file()
    found = {(f["document"], f["subject"], f["expected"], f["observed"]) for f in rows(place / "out" / "flags.csv")}
    # Both papers print it: one flag, at the first of them.
    assert ("second survey.md", "VXL-3", "3.7", "7.3") in found


def test_unchanged_paper_is_not_read_again(seen):
    """The task of a paper that has not changed comes from the cache."""
    assert seen["after first"] == [["analyse survey.md", "Completed"]]
    assert seen["after second"][1:] == [["analyse survey.md", "Cached"]]


def test_ingest_adds_a_paper(seen, place):
    """A new paper is analysed once, copied into the corpus, and in the outputs."""
    assert seen["after ingest"][2] == ["analyse second survey.md", "Completed"]
    assert sorted(seen["after ingest"][3:]) == [["analyse second survey.md", "Cached"], ["analyse survey.md", "Cached"]]
    assert (place / "corpus" / "papers" / "second survey.md").read_bytes() == (place / "second survey.md").read_bytes()
    assert {m["document"] for m in rows(place / "out" / "measurements.csv")} == {"survey.md", "second survey.md"}


def test_unreadable_paper_is_a_failed_task_and_a_flag(seen, place):
    """One paper that cannot be read fails its task, is flagged, and the flow goes on."""
    assert ["analyse broken.pdf", "Failed"] in seen["after broken"]
    assert [f["document"] for f in rows(place / "out" / "flags.csv") if f["code"] == "unreadable-paper"] == ["broken.pdf"]


def test_ingest_refuses_an_unreadable_paper(seen, place):
    """What cannot be read does not enter the corpus."""
    assert "broken too.pdf" in seen["refused"]
    assert not (place / "corpus" / "papers" / "broken too.pdf").exists()


def test_publish_writes_the_curated_table(seen, place):
    """The published table has the curated rows and says where each comes from."""
    published = rows(place / "out" / "published" / "devices.csv")
    assert seen["publish"] == str(place / "out" / "published" / "devices.csv")
    assert [r["HTL"] for r in published] == ["VXL-1", "VXL-2", "VXL-3"]
    assert {r["curated_file"] for r in published} == {"devices.csv"}


def test_artifacts(seen):
    """The flows leave a table of new flags, a summary and a table of published changes."""
    assert seen["artifacts"] == [["new-flags", "table"], ["published-changes", "table"], ["refresh-summary", "markdown"]]


def test_nothing_is_left_elsewhere(seen, place):
    """No log in the working folder, nothing in the user's home: Prefect's files lie in its own folder."""
    assert [*(place / "work").rglob("*"), *(place / "home").rglob("*")] == []
    assert any((place / "prefect").iterdir())


def test_deployments_name_flows_that_exist(root):
    """Every deployment of prefect.yaml points at a flow of that name, and the refresh has a cron schedule."""
    import ast

    import yaml

    deployments = yaml.safe_load((root / "prefect.yaml").read_text(encoding="utf-8"))["deployments"]
    for deployment in deployments:
        file, _, name = deployment["entrypoint"].partition(":")
        tree = ast.parse((root / file).read_text(encoding="utf-8"))
        assert name in {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}
    crons = {d["entrypoint"]: [s["cron"] for s in d["schedules"]] for d in deployments}
    assert len(crons["flows/refresh.py:refresh"]) == 1
    assert crons["flows/ingest.py:ingest"] == []
