"""Where Prefect keeps its things and what it may not do. Import this before prefect: it reads its settings at import.

Everything stays in the project's folder, nothing is reported to anybody. What is set in the environment already wins.
"""

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]

DEFAULTS = {
    "PREFECT_HOME": str(ROOT / ".prefect"),
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "DO_NOT_TRACK": "1",
    # A flow without a server of its own starts one; on a busy machine that takes longer than Prefect's 20 seconds.
    "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "90",
}

for _name, _value in DEFAULTS.items():
    os.environ.setdefault(_name, _value)
