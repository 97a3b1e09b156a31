"""The files of a domain pack: read, put together with what they inherit, and checked entry by entry; domain.py makes the Domain."""
