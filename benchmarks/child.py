"""A program run in a process of its own, and what it took: CPU seconds, peak memory, and whether it came to its end."""

import os
import signal
import subprocess
import tempfile
import threading
from collections.abc import Sequence
from typing import NamedTuple

_KB = 1024 if os.uname().sysname == "Linux" else 1  # ru_maxrss is in kilobytes, on macOS in bytes
_QUIET = {"ORT_DISABLE_TELEMETRY": "1", "DO_NOT_TRACK": "1"}


class Run(NamedTuple):
    """``status`` is "ok", "timeout" or "failed"; ``cpu_s`` is user and system time; ``peak_mb`` (10^6 bytes) the resident memory.

    Both are those of the process and of the processes it started and waited for; of the memory, the largest of them.
    """

    status: str
    cpu_s: float
    peak_mb: float
    out: str
    error: str  # the last line of stderr


def run(command: Sequence[str], limit_s: float) -> Run:
    """Run a command; after ``limit_s`` seconds by the clock it is killed, with all it has started."""
    with tempfile.TemporaryFile("w+", errors="replace") as out, tempfile.TemporaryFile("w+", errors="replace") as err:
        child = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=out, stderr=err, start_new_session=True, env={**os.environ, **_QUIET}
        )
        late = threading.Event()

        def kill() -> None:
            late.set()
            os.killpg(child.pid, signal.SIGKILL)

        timer = threading.Timer(limit_s, kill)
        timer.start()
        try:
            _, status, usage = os.wait4(child.pid, 0)
        finally:
            timer.cancel()
        child.returncode = os.waitstatus_to_exitcode(status)  # Popen must not wait for what is gone
        out.seek(0)
        err.seek(0)
        lines = err.read().strip().splitlines()
        ended = "timeout" if late.is_set() else "failed" if child.returncode else "ok"
        peak = usage.ru_maxrss * _KB / 1e6
        return Run(ended, usage.ru_utime + usage.ru_stime, peak, out.read(), lines[-1] if lines else "")
