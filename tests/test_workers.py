"""Workers: what breaks a limit or its process costs its own paper, says why, and leaves nothing behind."""

import ctypes
import logging
import os
import signal
import subprocess
import sys
import time
from functools import partial
from pathlib import Path

import pytest

from litmine import cli, workers
from litmine.errors import ConfigError, DomainError, LitmineError, PaperError
from litmine.workers import MEGABYTES, SECONDS, Limits, limits_set, outcomes, protected
from small_corpus import write_paper

SHORT, SMALL = Limits(seconds=0.5), Limits(megabytes=250)
_seen: list[str] = []  # what this process has read


def step(path: Path) -> tuple[str, int]:
    """What a paper of that name makes of its reader; gives its name and the process it was read in."""
    logging.getLogger("litmine.readers").info("page 7 of 9")
    if path.name == "hang":
        ctypes.PyDLL(None).sleep(60)  # a library that never lets the interpreter go on
    if path.name == "sleep":
        path.with_suffix(".pid").write_text(str(os.getpid()))
        time.sleep(60)
    if path.name == "swell":
        held = []
        while True:
            held.append(bytes(10_000_000))
            held.append(b"x" * 10_000_000)
            time.sleep(0.01)
    if path.name == "crash" or (path.name == "spoiled" and _seen):
        os.kill(os.getpid(), signal.SIGSEGV)
    if path.name == "bug":
        raise KeyError("nobody foresaw this")
    if path.name == "lambda":
        return lambda: None
    if path.name == "pack":
        raise DomainError("is no pack")
    _seen.append(path.name)
    return path.name, os.getpid()


def results(*names: str, jobs: int = 1, limits: Limits | None = None) -> dict[str, object]:
    """What came of papers of these names, in the order in which they were done."""
    return {path.name: result for path, result in outcomes(step, [Path(n) for n in names], jobs=jobs, limits=limits)}


def gone(pid: int) -> bool:
    """Whether a process ends within ten seconds."""
    for _ in range(100):
        try:
            state = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] if Path("/proc/self").exists() else ""
            os.kill(pid, 0)
        except (ProcessLookupError, FileNotFoundError):
            return True
        if state == "Z":
            return True
        time.sleep(0.1)
    return False


@pytest.mark.parametrize(
    ("name", "limits", "words"),
    [
        ("hang", SHORT, ["0.5 seconds", "page 7 of 9", SECONDS]),
        ("swell", SMALL, ["250 MB", "page 7 of 9", MEGABYTES]),
        ("crash", None, ["SIGSEGV", "page 7 of 9", "leave it out"]),
        ("bug", None, ["KeyError", "nobody foresaw this", "LITMINE_DEBUG"]),
        ("lambda", None, ["could not be read", "LITMINE_DEBUG"]),
    ],
)
def test_a_paper_that_breaks_its_worker_is_an_error_of_its_own(name, limits, words):
    """The others are read; the error names the file, the place, the limit and what to do."""
    found = results("first", name, "last", limits=limits)
    assert list(found) == ["first", name, "last"], "with one job in the order given"
    assert [found[n][0] for n in ("first", "last")] == ["first", "last"]
    assert isinstance(found[name], PaperError)
    assert str(found[name]).startswith(f"{name}: ")
    assert all(word in str(found[name]) for word in words), str(found[name])


def test_workers_live_on_and_are_replaced():
    """Papers are read in one process, until it has read so many that another takes its place."""
    found = results(*(f"paper {i}" for i in range(60)))
    pids = [pid for _, pid in found.values()]
    assert os.getpid() not in pids
    assert len(set(pids)) == 2
    assert pids == sorted(pids, key=pids.index), "one after the other"


def test_what_was_read_before_does_not_count():
    """A paper that crashes a worker which has read others gets a fresh one: the order of the papers must not matter."""
    assert results("first", "spoiled")["spoiled"][0] == "spoiled"


def test_several_at_a_time():
    """Each paper is read once, whatever the number of workers, beside one that hangs."""
    names = [f"paper {i}" for i in range(5)]
    found = results(*names, "hang", jobs=3, limits=SHORT)
    assert sorted(found) == sorted([*names, "hang"])
    assert isinstance(found["hang"], PaperError)


def test_who_stops_asking_gets_rid_of_the_workers(tmp_path):
    """An iterator that is closed before its end kills the worker that is busy."""
    found = outcomes(step, [Path("first"), tmp_path / "sleep"])
    next(found)
    note = tmp_path / "sleep.pid"
    for _ in range(300):
        if note.exists() and note.read_text():
            break
        time.sleep(0.1)
    found.close()
    assert gone(int(note.read_text()))


def test_what_is_wrong_with_the_run_ends_it():
    """An error that is not the paper's is raised, not kept as the paper's."""
    with pytest.raises(DomainError, match="is no pack"):
        results("pack", "first")


def test_a_worker_that_cannot_start_is_no_fault_of_the_paper(monkeypatch):
    """Where the process cannot import what it is to run, the error says so."""
    monkeypatch.setattr(step, "__module__", "no_such_module_anywhere")
    monkeypatch.setitem(sys.modules, "no_such_module_anywhere", sys.modules[__name__])
    with pytest.raises(LitmineError, match="could not be started") as error:
        protected(step, Path("first"))
    assert not isinstance(error.value, PaperError)


DRIVER = """
import sys
from pathlib import Path
sys.path.insert(0, {tests!r})
from litmine.workers import outcomes
from test_workers import step
if __name__ == "__main__":
    try:
        list(outcomes(step, [Path({paper!r})]))
    except KeyboardInterrupt:
        print("interrupted")
"""


@pytest.mark.parametrize(("blow", "said"), [(signal.SIGKILL, ""), (signal.SIGTERM, ""), (signal.SIGINT, "interrupted\n")])
def test_nothing_is_left_when_the_run_is_killed(blow, said, tmp_path):
    """A run that is killed or interrupted takes its workers with it, without a word from them."""
    driver, paper = tmp_path / "driver.py", tmp_path / "sleep"
    driver.write_text(DRIVER.format(tests=str(Path(__file__).parent), paper=str(paper)), encoding="utf-8")
    run = subprocess.Popen([sys.executable, driver], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True)
    note = paper.with_suffix(".pid")
    for _ in range(300):
        if note.exists() and note.read_text():
            break
        time.sleep(0.1)
    pid = int(note.read_text())
    if blow is signal.SIGINT:
        os.killpg(run.pid, blow)  # as a terminal does
    else:
        run.send_signal(blow)
    out, err = run.communicate(timeout=30)
    assert (out, err) == (said, "")
    assert gone(pid)


@pytest.mark.parametrize("given", ["ten", "0", "-1", "nan", "inf"])
@pytest.mark.parametrize("name", [SECONDS, MEGABYTES])
def test_wrong_limit_is_one_line(name, given, monkeypatch):
    """A limit that is no number above 0 is named."""
    monkeypatch.setenv(name, given)
    with pytest.raises(ConfigError, match=f"{name}: must be a number above 0, and is '{given}'"):
        limits_set()


def test_limits_are_set_from_outside(monkeypatch):
    """Each variable sets its limit alone; an empty one sets none."""
    monkeypatch.setenv(SECONDS, "1.5")
    monkeypatch.setenv(MEGABYTES, "")
    assert limits_set() == Limits(seconds=1.5)
    monkeypatch.setenv(MEGABYTES, "800")
    assert limits_set() == Limits(1.5, 800)


def test_limits_are_told(root):
    """The README names both variables with the values that hold without them."""
    readme = (root / "README.md").read_text(encoding="utf-8")
    for name, usual in ((SECONDS, Limits().seconds), (MEGABYTES, Limits().megabytes)):
        assert f"`{name}`" in readme
        assert f"{usual:g}" in readme


@pytest.mark.parametrize("command", ["run", "tables"])
def test_a_paper_that_takes_too_long_is_one_line(command, tmp_path, monkeypatch, capsys):
    """On the command line: status 2, one line, the file and the remedy named; nothing written."""
    monkeypatch.setenv(SECONDS, "0.001")
    monkeypatch.setattr(workers, "_GLANCE", 0.001)  # a paper that is read between two looks is not stopped
    paper, out = write_paper(tmp_path / "survey.md"), tmp_path / "out"
    paper.write_text(paper.read_text(encoding="utf-8") * 20, encoding="utf-8")
    assert cli.main([command, str(paper), "--out", str(out)]) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert all(word in line for word in ("survey.md", "0.001 seconds", SECONDS))
    assert not out.exists()


def test_any_thread_may_ask(tmp_path):
    """As the tasks of a flow do: papers asked for in threads are read in workers, each its own."""
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(3) as threads:
        found = list(threads.map(partial(protected, step), [Path(f"paper {i}") for i in range(6)]))
    assert [name for name, _ in found] == [f"paper {i}" for i in range(6)]
