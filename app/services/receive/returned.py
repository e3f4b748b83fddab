"""Letters of ours that a delivery brings back: known by their answer code, and by the mail room's word for it."""

from app.domain.actions.letters import LetterReport, ReportLetters
from app.domain.answer_code import is_token
from app.domain.office import Office
from app.domain.recognise.returned import says_returned
from app.domain.records import Document
from app.domain.records.letters import INBOX_SOURCE, RETURNED, Letter, LetterStep
from app.services.receive.reception import Reception


def note_returns(reception: Reception) -> None:
    """The letters' states; whoever has the case is asked to check the address. Does nothing that was done before."""
    for site in reception.concerned():
        back = [one for one in reception.documents(site) if is_token(one.code) and came_back(one)]
        if back:
            reports = _reports(back, reception.ledger.office(site))
            if reports:
                reception.ledger.submit(ReportLetters(site=site, by=reception.ledger.by, reports=reports))


def came_back(document: Document) -> bool:
    """Whether the delivery's index says so. What stands on the page alone may be somebody's answer."""
    return says_returned(document.document_type, document.remark)


def _reports(back: list[Document], office: Office) -> tuple[LetterReport, ...]:
    letters = {one.code: one for one in office.all(Letter.kind) if isinstance(one, Letter) and one.code and one.job}
    found: dict[str, LetterReport] = {}
    for document in back:
        letter = letters.get(document.code)
        if letter is not None and letter.status != RETURNED:
            at = document.scanned_at or f"{document.received_on}T12:00:00+00:00"
            step = LetterStep(state=RETURNED, at=at, source=INBOX_SOURCE)
            found.setdefault(letter.id, LetterReport(letter=letter.id, job=letter.job, steps=(step,)))
    return tuple(found.values())
