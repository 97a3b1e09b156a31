"""The checks on papers of which parts are missing: no list of references, no table, half of the lines."""

import random
import re

import pytest

from mini_papers import REFERENCES, analyse_text

PAPER = f"""# Lamps: a review

We compare cross-linked hole-transport layers. The VXL-1 layer, the VXL-2 layer and the poly-QRS layer are insoluble (Fig. 1a).

## 1 Results

In 2019, Albertsen et al. described VXL-1.^{{1}} The device with VXL-1 reached an EQE of 12.4% and a CE of 15.1 cd A^−1 (Fig. 1b).

Caspari and co-workers used VXL-2; the EQE was 9.8%, 79% of the reference (12.4%), as Section 2 tells.^{{2}}

Fig. 1. (a) Layers. (b) Devices. Reproduced with permission from ref. 1. Copyright 2019, Invented.

Table 1. Quantum-dot LEDs.

| HTL | EQE (%) | CE (cd A^−1) | HOMO (eV) | Ref. |
|---|---|---|---|---|
| VXL-1 | 12.4 | 15.1 | −5.4 | 1 |
| VXL-2 | 9.8 | 11.7 | −5.6 | 2 |
| poly-QRS | 20.5 | 30.8 | −5.9 | |

## 2 Summary

poly-QRS gave 20.5% and 30.8 cd A^−1.^{{3}}
{REFERENCES}"""


def test_a_row_that_cites_nothing_contradicts_no_sentence():
    """A sentence that prints the values of a row without a work, and cites one, is no other account of it."""
    assert analyse_text(PAPER).coded("citation-mismatch") == ()


@pytest.mark.parametrize("seed", range(12))
def test_half_a_paper(seed):
    """Whatever is left of a paper, every check comes to its end, and what it quotes stands there."""
    draw = random.Random(seed)
    lines = [line for line in PAPER.splitlines() if draw.random() > 0.3]
    text = re.sub(r"\d+", lambda m: m.group() if draw.random() < 0.8 else draw.choice(("", "0", "999")), "\n".join(lines))
    paper = analyse_text(text)
    for flag in paper.flags:
        assert all(a.span.of(paper.document.text) == a.quote for a in flag.anchors)
