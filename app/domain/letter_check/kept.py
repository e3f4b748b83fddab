"""The check of a letter as it is kept with it, and back."""

from app.domain.letter_check.findings import Checked, Finding
from app.domain.records.letters import LetterCheck, LetterFinding

MOST_KEPT = 100
_HUNDREDTHS = 100


def kept(checked: Checked, carrier: str) -> LetterCheck:
    """What is kept of a check by the rules of ``carrier``."""
    return LetterCheck(
        ok=checked.ok,
        carrier=carrier,
        form=checked.form,
        sheets=checked.sheets,
        grams=round(checked.grams or 0),
        address=checked.address,
        findings=tuple(_kept(finding) for finding in checked.findings[:MOST_KEPT]),
    )


def findings_of(check: LetterCheck) -> tuple[Finding, ...]:
    """The findings, as the check told them."""
    return tuple(
        Finding(
            code=one.code,
            page=one.page or None,
            box=None if len(one.box) != 4 else _box(one.box),
            pages=one.pages,
            values=tuple((pair[0], pair[1]) for pair in one.values),
        )
        for one in check.findings
    )


def _kept(finding: Finding) -> LetterFinding:
    box = () if finding.box is None else tuple(round(side * _HUNDREDTHS) for side in finding.box)
    return LetterFinding(
        code=finding.code, page=finding.page or 0, box=box, pages=finding.pages, values=finding.values
    )


def _box(box: tuple[int, ...]) -> tuple[float, float, float, float]:
    left, top, width, height = (side / _HUNDREDTHS for side in box)
    return left, top, width, height
