"""What the gate before the layout model saves on one paper, and what it would lose.

    python gate.py PAPER.pdf

reads the tables of every page twice, with the gate held open and as it is, and prints one JSON object. The layout model runs
once a page: what it found, and the CPU seconds it took, are kept for the second reading.
"""

import json
import sys
import time
from pathlib import Path
from typing import Any
from unittest import mock


def main(paper: str) -> None:
    """Measure one paper: pages that open the gate, pages with tables, CPU seconds, with the gate and with it held open."""
    import pymupdf

    from litmine.readers import pdf, pdf_tables

    path = Path(paper)
    find, judge, kept = pdf_tables.found_grids, pdf_tables.may_hold_table, {}
    with pymupdf.open() as blank:
        find(blank.new_page())  # loads the model

    def layout(page) -> Any:
        """What the layout model finds on a page, found once."""
        if page.number not in kept:
            began = time.process_time()
            kept[page.number] = find(page), time.process_time() - began
        return kept[page.number][0]

    def read(opens) -> dict[str, Any]:
        """The paper read with a gate: pages (from 1) let through, those with tables, CPU seconds without the layout model's."""
        passed, tables, spent = set(), {}, [0.0]

        def gate(*arguments) -> bool:
            # The layout model sees a page only after the gate; what it is to cost is added by the page.
            seen["open"] = opens(*arguments)
            return seen["open"]

        def page_tables(page, number, *others):
            seen.clear()
            done = {n: s for n, (_, s) in kept.items()}
            began = time.process_time()
            result = pdf_tables.page_tables(page, number, *others)
            spent[0] += time.process_time() - began - sum(s for n, (_, s) in kept.items() if n not in done)
            if seen.get("open"):
                passed.add(number)
            if result[0]:
                tables[number] = len(result[0])
            return result

        seen: dict[str, bool] = {}
        with mock.patch.object(pdf_tables, "found_grids", layout), mock.patch.object(pdf_tables, "may_hold_table", gate):
            document = pdf.read_pdf(path.read_bytes(), path.name, find_tables=page_tables)
        cost = spent[0] + sum(s for n, (_, s) in kept.items() if n + 1 in passed)
        return {"pages": document.source.n_pages, "passed": sorted(passed), "tables": tables, "cpu_s": round(cost, 3)}

    pages = read(lambda *arguments: True)
    gated = read(judge)
    layout_s = sum(s for _, s in kept.values())
    print(json.dumps({"pages": pages["pages"], "layout_cpu_s": round(layout_s, 3), "open": pages, "gate": gated}))


if __name__ == "__main__":
    main(sys.argv[1])
