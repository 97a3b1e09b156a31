"""Pointers to parts of the paper that do not exist."""
