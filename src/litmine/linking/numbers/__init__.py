"""Numbers of a sentence to metrics: names, lists, changes, retention; and numbers that are no results."""
