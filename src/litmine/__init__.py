"""litmine: read device reviews, curate their tables, flag what disagrees."""

import os

__version__ = "0.1.0"

# PyMuPDF's layout model runs on ONNX Runtime, whose Linux builds write an identifier to the home folder and upload usage
# events unless they are told not to before they load. Every module of litmine comes through here first.
os.environ.setdefault("ORT_DISABLE_TELEMETRY", "1")
