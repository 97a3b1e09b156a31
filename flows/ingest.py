"""One new paper into the corpus: analysed first, copied in when it could be read, then the outputs brought up to date."""

import argparse
import sys
from pathlib import Path

import settings  # noqa: F401  (before prefect)

from prefect import flow

from litmine.corpus import KEPT, domain_digest, load_corpus
from litmine.errors import ConfigError, LitmineError
from litmine.files import write_atomic
from litmine.paper import paper_key
from refresh import CORPUS, OUT, analyse, refresh


@flow(name="ingest")
def ingest(paper: Path, corpus: Path = CORPUS, out: Path = OUT) -> str:
    """Add ``paper`` to ``corpus``, refresh ``out``, return the path of the report.

    Raises PaperError where the paper cannot be read and ConfigError where another one has its name: the corpus then stays
    as it was.
    """
    library = load_corpus(corpus)
    target = library.papers_folder / paper.name
    key = paper_key(paper, domain_digest(library.domain))
    if target.exists() and not target.samefile(paper) and target.read_bytes() != paper.read_bytes():
        raise ConfigError("is another paper of that name", where=str(target), remedy="rename the new one")
    analyse(paper, key, library.domain, out / KEPT, return_state=True).result()  # raises the PaperError
    if not target.exists():
        write_atomic(target, paper.read_bytes())
    return refresh(corpus, out)


def main() -> int:
    """Run the flow from the command line; returns the exit status."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("paper", type=Path, metavar="PAPER")
    parser.add_argument("--corpus", type=Path, default=CORPUS, metavar="DIR")
    parser.add_argument("--out", type=Path, default=OUT, metavar="DIR")
    given = parser.parse_args()
    try:
        print(ingest(given.paper, given.corpus, given.out))
    except LitmineError as error:
        print(f"litmine: {error}", file=sys.stderr)
        return error.exit_code
    return 0


if __name__ == "__main__":
    sys.exit(main())
