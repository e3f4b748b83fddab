"""Fits the weights of clues (``app/domain/recognise/weights.py``): ``python -m tests.suggestions.fit``.

A document belongs to one of the households that it gives clues for, or to none of ours (score 0): the weights are those
under which the true answers are likeliest (conditional logit by gradient, drawn a little towards what was judged
beforehand). Letters that name two households are left out: a rule deals with them. Prints the table to paste.
"""

import sys
from dataclasses import dataclass

import numpy as np

from app.domain.recognise import clues
from app.domain.recognise.clues import KINDS
from app.domain.recognise.evidence import Search
from app.domain.recognise.reading import read_texts
from app.domain.recognise.weigh import features
from tests.suggestions.households import homes
from tests.suggestions.letters import letters
from tests.suggestions.scoring import index_of

HOUSEHOLDS, LETTERS, SEED = 7_000, 12_000, 1
RIDGE, STEPS, RATE = 0.3, 1_500, 0.05
JUDGED = {
    "bias": -5.0, "agree-0": -3.0, "agree-2": 1.5, "agree-3": 2.5, "agree-4": 3.0,
    clues.NUMBER: 8.0, clues.REPAIRED_NUMBER: 6.5, clues.NEAR_NUMBER: 2.0, clues.TAIL: 4.5,
    clues.CUSTOMER: 8.0, clues.REPAIRED_CUSTOMER: 6.0, clues.CODE: 9.0, clues.ANSWER: 14.0,
    clues.NAME: 5.0, clues.REPAIRED_NAME: 4.0, clues.LOOSE_NAME: 3.0, clues.LAST_NAME: 1.0, clues.MORE_NAMES: 1.0,
    clues.MEMBERS: 1.5, clues.BORN: 5.0, clues.BORN_WITH_FIRST: 4.0, clues.BORN_WITH_LAST: 4.0, clues.BORN_APART: 0.5,
    clues.BORN_ALONE: 0.5, clues.BORN_NEAR: 2.0, clues.BORN_OTHER: -4.0, clues.ADDRESS: 4.0,
    clues.REPAIRED_ADDRESS: 3.0, clues.STREET: 2.0, clues.POSTCODE: 1.0, clues.OTHER_NUMBER: -2.0,
    clues.UNKNOWN_NUMBER: -0.5, clues.SENDER: 6.0, clues.CLOSED: -0.5, clues.OPEN: 1.0,
}  # fmt: skip
"""What a clerk would say; what the letters say nothing about stays so."""
NAMES = ("bias", "agree-0", "agree-1", "agree-2", "agree-3", "agree-4", *KINDS)


@dataclass
class Rows:
    """All candidates of all letters: which letter each belongs to, and which is the true one."""

    features: np.ndarray
    letter: np.ndarray
    true: np.ndarray
    letters: int


def rows(seed: int, count: int) -> Rows:
    known = homes(HOUSEHOLDS, 1)
    index = index_of(known)
    column = {name: place for place, name in enumerate(NAMES)}
    table: list[list[float]] = []
    letter: list[int] = []
    true: list[bool] = []
    number = 0
    for one in letters(known, count, seed):
        if one.scenario == "two-households":
            continue
        for case, findings in Search(read_texts([one.text]), index).found.items():
            row = [0.0] * len(NAMES)
            row[0] = 1.0
            for name, value in features(findings).items():
                row[column[name]] = value
            table.append(row)
            letter.append(number)
            true.append(index.households[case].record.case_number == one.case)
        number += 1
    return Rows(np.array(table), np.array(letter), np.array(true), number)


def fit(data: Rows) -> np.ndarray:
    judged = np.array([JUDGED.get(name, 0.0) for name in NAMES])
    weights, speed, spread = judged.copy(), np.zeros(len(NAMES)), np.zeros(len(NAMES))
    for step in range(1, STEPS + 1):
        odds = np.exp(np.clip(data.features @ weights, -40, 40))
        whole = 1.0 + np.bincount(data.letter, odds, data.letters)
        slope = data.features.T @ (data.true - odds / whole[data.letter]) - RIDGE * (weights - judged)
        speed = 0.9 * speed + 0.1 * slope
        spread = 0.999 * spread + 0.001 * slope**2
        weights += RATE * (speed / (1 - 0.9**step)) / (np.sqrt(spread / (1 - 0.999**step)) + 1e-9)
        if step % 300 == 0:
            likely = np.log(odds[data.true]).sum() - np.log(whole).sum()
            sys.stderr.write(f"step {step}: log-likelihood {likely:.1f}\n")
    return weights


def main() -> None:
    weights = fit(rows(SEED, LETTERS))
    for name, weight in zip(NAMES, weights, strict=True):
        sys.stdout.write(f"    {name!r}: {weight:.2f},\n".replace("'", '"'))


if __name__ == "__main__":
    main()
