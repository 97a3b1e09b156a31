"""Papers read in processes of their own, so that none can hang, crash or swell the run.

A worker lives on from paper to paper, because importing litmine costs two seconds of CPU. The process that waits for it
watches its clock and its memory and kills it where it goes beyond a limit; the paper's place is then taken by a PaperError.
Processes are spawned, never forked: the libraries below start threads of their own when they are imported.
"""

import contextlib
import ctypes
import importlib
import logging
import multiprocessing
import os
import pickle
import resource
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from pathlib import Path
from queue import SimpleQueue
from typing import NamedTuple, TypeVar

from litmine.errors import ConfigError, LitmineError, PaperError

T = TypeVar("T")

SECONDS, MEGABYTES = "LITMINE_MAX_SECONDS", "LITMINE_MAX_MB"  # environment variables: they reach the flows too
_GLANCE = 0.1 if os.path.exists("/proc/self/statm") else 1.0  # seconds between two looks at a worker; elsewhere each starts `ps`
_GRACE = 30.0  # seconds after which a worker whose parent did not stop it ends by itself
_STARTING = 300.0  # seconds a worker may take to import what it is to run: two of CPU, many more on a busy machine
_PATIENCE = 30.0  # seconds an idle worker waits for another paper
_PAPERS = 50  # after so many a worker is replaced: what the libraries leak stays small
_GROWN = 1000  # megabytes at the peak (usual is 300 to 600): it is replaced too, for freed memory rarely goes back


@dataclass(frozen=True, slots=True)
class Limits:
    """What one paper may take: wall-clock ``seconds`` and ``megabytes`` of resident memory.

    A paper of fifty pages takes a minute at the most and 600 MB, ten times as much on a slow and busy machine; a worker for each of
    four jobs at its limit still leaves a machine of 16 GB alive.
    """

    seconds: float = 600.0
    megabytes: float = 3000.0


def limits_set() -> Limits:
    """The limits as the environment sets them (``LITMINE_MAX_SECONDS``, ``LITMINE_MAX_MB``). Raises ConfigError."""
    usual = Limits()
    return Limits(_number(SECONDS, usual.seconds), _number(MEGABYTES, usual.megabytes))


def _number(name: str, usual: float) -> float:
    given = os.environ.get(name, "").strip()
    if not given:
        return usual
    try:
        number = float(given)
    except ValueError:
        number = 0.0
    if not 0 < number < float("inf"):
        raise ConfigError(f"must be a number above 0, and is {given!r}", where=name, remedy=f"leave it out for {usual:g}")
    return number


# ---- in the process that runs litmine ----------------------------------------------------------------------------------


class _Worker(NamedTuple):
    process: BaseProcess
    pipe: Connection
    fresh: bool = True  # whether it has read no paper yet


_idle: list[_Worker] = []  # a started process is a cached load; append and pop are atomic, so threads may share them


def warm(module: str) -> None:
    """Start a worker that imports ``module`` while the caller goes on, unless one is there already."""
    if not _idle:
        _idle.append(_start(module))


def outcomes(
    step: Callable[[Path], T], paths: Sequence[Path], *, jobs: int = 1, limits: Limits | None = None
) -> Iterator[tuple[Path, T | PaperError]]:
    """``step`` of each path, or the reason why it cannot be read, as they are done, in up to ``jobs`` workers.

    With one job in the order given. Raises whatever else ``step`` raises, LitmineError where no worker can be started; the
    workers that are busy then are killed, as they are when the iterator is closed.
    """
    limits = limits or limits_set()
    done: SimpleQueue[Future[T]] = SimpleQueue()
    stop = threading.Event()
    with ThreadPoolExecutor(max(1, min(jobs, len(paths)))) as watchers:
        try:
            paths_of = {watchers.submit(protected, step, path, limits, stop): path for path in paths}
            for future in paths_of:
                future.add_done_callback(done.put)
            for _ in paths_of:
                future = done.get()
                try:
                    yield paths_of[future], future.result()
                except PaperError as error:
                    yield paths_of[future], error
        finally:
            stop.set()
            watchers.shutdown(cancel_futures=True)


def protected(step: Callable[[Path], T], path: Path, limits: Limits | None = None, stop: threading.Event | None = None) -> T:
    """``step(path)`` in a worker; any thread may call it. ``step`` is a function of a module, or a partial of one.

    Raises PaperError for a paper that breaks a limit or its process, or that fails in a way nobody foresaw; LitmineError where no
    worker can be started; whatever litmine's own error ``step`` raises.
    """
    limits = limits or limits_set()
    task = pickle.dumps((step, path, limits.seconds))
    while True:
        worker = _checked_out()
        try:
            kind, what, worn = _answer(worker, task, path, limits, stop or threading.Event())
        except _Lost as lost:
            # The same paper must give the same result whatever was read before it, so a fresh worker has the last word on
            # memory and crashes. Time says the same twice.
            if worker.fresh or lost.slow:
                raise lost.error from None
            continue
        except BaseException:
            _kill(worker)
            raise
        if worn:
            worker.pipe.close()
        else:
            _idle.append(worker._replace(fresh=False))
        if kind == "raised":
            raise what
        return what


class _Lost(Exception):
    """A worker that died or was killed; ``error`` says why, ``slow`` that it had its time."""

    def __init__(self, error: LitmineError, *, slow: bool = False) -> None:
        self.error, self.slow = error, slow


def _checked_out() -> _Worker:
    with contextlib.suppress(IndexError):
        return _idle.pop()
    return _start()


def _start(module: str = "") -> _Worker:
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=_serve, args=(theirs, module), name="litmine worker", daemon=True)
    # A signal mask is inherited: Ctrl-C is for the parent alone, which then kills its workers.
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        process.start()
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
        theirs.close()
    return _Worker(process, ours)


def _answer(worker: _Worker, task: bytes, path: Path, limits: Limits, stop: threading.Event) -> tuple[str, object, bool]:
    """What a worker says of a paper: ("gave" or "raised", the result or error, whether it is the last it says)."""
    began, place = 0.0, ""
    asked = time.monotonic()
    try:
        worker.pipe.send_bytes(task)
        while True:
            while not worker.pipe.poll(_GLANCE):
                if stop.is_set():
                    raise InterruptedError
                if time.monotonic() - (began or asked) > (limits.seconds if began else _STARTING):
                    _kill(worker)
                    raise _Lost(_too_slow(path, limits, place) if began else _no_worker(), slow=True)
                if _resident(worker.process.pid) > limits.megabytes:
                    _kill(worker)
                    raise _Lost(_too_large(path, limits, place))
            kind, what, *worn = worker.pipe.recv()
            if kind == "began":
                began = time.monotonic()
            elif kind == "at":
                place = what
            else:
                return kind, what, worn[0]
    except (EOFError, OSError):
        if stop.is_set():
            raise
        worker.process.join(_GRACE)
        code = worker.process.exitcode
        _kill(worker)
        raise _Lost(_died(path, code, place) if began else _no_worker()) from None


def _kill(worker: _Worker) -> None:
    """End a worker at once, with the programs it has started (it leads a process group, unless it has only just begun)."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(worker.process.pid, signal.SIGKILL)
    worker.process.kill()
    worker.process.join()
    worker.pipe.close()


def _resident(pid: int) -> float:
    """A process's resident memory in megabytes; 0 where it cannot be told."""
    # Not RLIMIT_AS: ONNX Runtime maps more than it uses, and a failed allocation ends in errors that look like a damaged page.
    with contextlib.suppress(OSError, ValueError, IndexError, subprocess.SubprocessError):
        if _GLANCE < 1:
            return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * resource.getpagesize() / 1e6
        shown = subprocess.run(["ps", "-o", "rss=", "-p", str(pid)], capture_output=True, text=True, timeout=10)
        return int(shown.stdout) * 1024 / 1e6
    return 0.0


def _too_slow(path: Path, limits: Limits, place: str) -> PaperError:
    problem = f"was not read within {limits.seconds:g} seconds and was stopped{place and f' at {place}'}"
    return PaperError(problem, where=str(path), remedy=f"leave it out, or set {SECONDS} to more")


def _too_large(path: Path, limits: Limits, place: str) -> PaperError:
    problem = f"needed more than {limits.megabytes:g} MB of memory and was stopped{place and f' at {place}'}"
    return PaperError(problem, where=str(path), remedy=f"leave it out, or set {MEGABYTES} to more")


def _died(path: Path, code: int | None, place: str) -> PaperError:
    ends = {-signal.SIGKILL: "it was killed, probably for want of memory", -signal.SIGALRM: "it took too long"}
    why = ends.get(code, f"exit status {code}" if code is None or code >= 0 else signal.Signals(-code).name)
    problem = f"ended the process that read it ({why}){place and f' at {place}'}"
    return PaperError(problem, where=str(path), remedy="leave it out, and report it")


def _no_worker() -> LitmineError:
    remedy = "set LITMINE_DEBUG=1 to see why; in a script of your own, call litmine below `if __name__ == '__main__':`"
    return LitmineError("a process that reads papers could not be started", remedy=remedy)


# ---- in a worker -------------------------------------------------------------------------------------------------------


def _serve(pipe: Connection, module: str) -> None:
    """Read the papers that the parent names until it has gone, has no more, or this process is worn."""
    with contextlib.suppress(OSError):
        os.setpgid(0, 0)  # what it starts can be killed with it
    _give_memory_back()
    with contextlib.suppress(OSError):
        Path("/proc/self/oom_score_adj").write_text("1000")  # where memory runs out, a worker goes and not the run
    threading.Thread(target=_leave_with, args=(multiprocessing.parent_process().sentinel,), daemon=True).start()
    _speak_to(pipe)
    if module:
        importlib.import_module(module)
    papers = 0
    with contextlib.suppress(EOFError, OSError):
        while pipe.poll(_PATIENCE if papers else None):
            step, path, seconds = pickle.loads(pipe.recv_bytes())
            pipe.send(("began", ""))
            papers += 1
            # The kernel's clock needs neither the parent nor the interpreter to come back from a library.
            signal.setitimer(signal.ITIMER_REAL, seconds + _GRACE)
            kind, what = _taken(step, path)
            signal.setitimer(signal.ITIMER_REAL, 0)
            worn = papers >= _PAPERS or _peak() > _GROWN
            pipe.send_bytes(_pickled(kind, what, worn, path))
            if worn:
                return


def _give_memory_back() -> None:
    """Let glibc return freed blocks from 128 KB on at once; it raises that threshold by itself, and pages then stay resident.

    On 50 dense pages this takes the peak from 479 to 447 MB. Elsewhere than on glibc there is no ``mallopt``.
    """
    with contextlib.suppress(OSError, AttributeError):
        libc = ctypes.CDLL(None)
        for parameter in (-1, -3):  # M_TRIM_THRESHOLD, M_MMAP_THRESHOLD
            libc.mallopt(parameter, 128 * 1024)


def _taken(step: Callable[[Path], T], path: Path) -> tuple[str, T | LitmineError]:
    """What a step gives or raises; a failure nobody foresaw is the paper's, for it must not end the run of the others."""
    try:
        return "gave", step(path)
    except LitmineError as error:
        return "raised", error
    except Exception as error:
        return "raised", _unforeseen(path, error)


def _pickled(kind: str, what: object, worn: bool, path: Path) -> bytes:
    try:
        return pickle.dumps((kind, what, worn))
    except Exception as error:
        return pickle.dumps(("raised", _unforeseen(path, error), worn))


def _unforeseen(path: Path, error: Exception) -> PaperError:
    logging.getLogger("litmine").debug("%s", path, exc_info=error)
    problem = f"could not be read ({type(error).__name__}: {error})"
    return PaperError(problem, where=str(path), remedy="set LITMINE_DEBUG=1 to see where, and report it")


def _peak() -> float:
    """The most memory this process has had resident, in megabytes (Linux counts kilobytes, macOS bytes)."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1e6 if sys.platform == "darwin" else 1e3)


def _leave_with(parent: int) -> None:
    wait([parent])
    os._exit(1)


def _speak_to(pipe: Connection) -> None:
    """Where the reading stands goes to the parent; nothing to the terminal, unless LITMINE_DEBUG is set."""
    log = logging.getLogger("litmine")
    log.setLevel(logging.INFO)
    place = logging.Handler(logging.INFO)
    place.emit = partial(_tell, pipe)
    log.addHandler(place)
    log.propagate = False
    if os.environ.get("LITMINE_DEBUG"):
        log.setLevel(logging.DEBUG)
        log.addHandler(logging.StreamHandler(sys.stderr))
        return
    # Libraries in C write there what is no line of ours, at the latest when they die.
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)


def _tell(pipe: Connection, record: logging.LogRecord) -> None:
    if record.levelno == logging.INFO:
        pipe.send(("at", record.getMessage()))
