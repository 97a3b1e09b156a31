"""litmine: read device reviews, curate their tables, flag what disagrees."""

__version__ = "0.1.0"
