"""Errors that reach a user: one line each, saying what is wrong, where, and what to do."""


class LitmineError(Exception):
    """Base of every error litmine raises on purpose.

    Parameters
    ----------
    problem : what is wrong, a clause without a full stop ("is encrypted").
    where : the file, and the place in it ("review.pdf", "devices.csv, row 4, column EQE").
    remedy : what the user can do ("remove the password and run again").

    ``str(error)`` is the one line a user sees: ``where: problem; remedy``. ``exit_code`` is the status of the command line.
    """

    exit_code = 2

    def __init__(self, problem: str, *, where: str = "", remedy: str = "") -> None:
        self.problem, self.where, self.remedy = problem, where, remedy
        line = f"{where}: {problem}" if where else problem
        if remedy:
            line = f"{line}; {remedy}"
        # One line whatever a file name or a library's message holds.
        super().__init__(" ".join(line.split()))

    def __reduce__(self):
        return (_rebuild, (type(self), self.problem, self.where, self.remedy))


def _rebuild(kind: type[LitmineError], problem: str, where: str, remedy: str) -> LitmineError:
    """Unpickle an error that crossed a process boundary (keyword-only arguments defeat the default protocol)."""
    return kind(problem, where=where, remedy=remedy)


class PaperError(LitmineError):
    """A paper cannot be read: missing, not a PDF, encrypted, truncated, empty, undecodable text."""


class DomainError(LitmineError):
    """A domain pack is invalid: names the file, the entry and the reason."""


class CuratedError(LitmineError):
    """The hand-curated table is empty, has an unknown column, or has two rows with one key."""


class ConfigError(LitmineError):
    """A configuration file or a command-line value is wrong."""


class OutputError(LitmineError):
    """The output folder cannot be written, or does not hold what was asked for."""
