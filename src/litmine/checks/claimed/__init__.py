"""Claims recomputed: the ratio or difference that a sentence claims, from the two values it compares."""
