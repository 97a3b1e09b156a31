"""How results are shown and kept: figures only, no text of a paper and no name of a machine."""

import json
import os
import platform
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from rich.console import Console

RESULTS = Path(__file__).resolve().parent / "results"
_WIDE = 150  # characters; where the output goes to a file, the tables are not to be cut at 80


def console() -> Console:
    """Where progress and tables are printed."""
    usual = Console()
    return usual if usual.is_terminal else Console(width=_WIDE)


def machine(load_before: float) -> dict[str, Any]:
    """What measured seconds depend on; ``load_before`` is the machine's load before the measurement."""
    return {
        "cores": os.cpu_count(),
        "system": f"{platform.system()} {platform.machine()}, Python {platform.python_version()}",
        "load_before_and_after": [round(load_before, 2), round(os.getloadavg()[0], 2)],
        "remark": "seconds are this machine's: the ratios matter",
    }


def write(result: Mapping[str, Any], path: Path) -> None:
    """Keep a result as JSON."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(result, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
