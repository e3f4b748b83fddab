"""Documents on their way to another site: what a forward began in the giving site is brought to the taking one.

The bytes first, then the document in the taking site's log, then the word of it in the giving site's. Every step may
be repeated, by whoever may write at both sites: a crash anywhere leaves something that the next round finishes, and two
who do it at once do the same thing.
"""

import logging
from collections.abc import Iterator
from dataclasses import replace

from app.domain.actions import SYSTEM, Action, ConfirmHandOver, TakeIn
from app.domain.case_number import parse_case_number
from app.domain.central import AREAS, Central, OfficeSource
from app.domain.decide import Refused
from app.domain.errors import CentreUnreachable, NotAllowed
from app.domain.ids import derived_id
from app.domain.office import Office
from app.domain.page_sets import is_arranged, originals_of
from app.domain.records import HANDED_OVER, INBOX, CaseFile, Document, HandOver, Mark
from app.domain.rules.pages import original_in
from app.services.routing import routed

log = logging.getLogger(__name__)


def arrived_id(giving: str, document: str) -> str:
    """Under which id the taking site has a document that ``giving`` gave."""
    return derived_id("handed-over", giving, document)


def bring_on(central: Central, offices: OfficeSource, sites: tuple[str, ...]) -> int:
    """Bring everything that these sites gave to others on its way; how many have arrived.

    ``offices`` lends the records. What this user may not do is left to somebody who may. Raises ``CentreUnreachable``.
    """
    arrived = 0
    for giving in sites:
        for given in _under_way(offices.office(giving)[1]):
            try:
                arrived += _bring(central, offices, giving, given)
            except CentreUnreachable:
                raise
            except NotAllowed as error:
                log.info("a document for another site waits for somebody who may bring it: %s", error.code)
    return arrived


def _under_way(office: Office) -> Iterator[HandOver]:
    for given in list(office.all(HandOver.kind)):
        if isinstance(given, HandOver) and not given.arrived_at:
            yield given


def _bring(central: Central, offices: OfficeSource, giving: str, given: HandOver) -> bool:
    office = offices.office(giving)[1]
    found = office.get(Document.kind, given.document)
    document = found.record if found is not None else None
    if not isinstance(document, Document) or document.state_of_work != HANDED_OVER:
        return False
    if given.to_site not in central.sites():
        return False
    originals = [one for one in (original_in(office, id_) for id_ in originals_of(document)) if one is not None]
    for original in originals:
        copy_bytes(central, original.sha256, giving, given.to_site)
    there = offices.office(given.to_site)[1]
    taken = TakeIn(
        site=given.to_site,
        by=SYSTEM,
        documents=(_as_taken(document, giving, office, there),),
        originals=tuple(
            replace(one, holders=(arrived_id(giving, document.id),)) for one in originals if is_arranged(document)
        ),
        marks=tuple(_marks(office, document, giving)),
    )
    _submit(central, taken)
    _submit(central, ConfirmHandOver(site=giving, by=SYSTEM, hand_over=given.id))
    return True


def _as_taken(document: Document, giving: str, office: Office, there: Office) -> Document:
    """As the other site gets it: in its queue, without what only the giving site knows."""
    case = _same_case(document, office, there)
    taken = replace(
        document,
        id=arrived_id(giving, document.id),
        state_of_work=INBOX,
        case="",
        proposed_case=case.id if case is not None else "",
        team="",
        worker="",
        taken_from=(),
        duplicate_of="",
        suggestions=(),
        rescan_of="",
        absorbed=(),
        handed_to="",
        handed_from=giving,
    )
    return routed(taken, there)


def _same_case(document: Document, office: Office, there: Office) -> CaseFile | None:
    """The case of the same number at the other site, if the document was proposed for one."""
    found = office.get(CaseFile.kind, document.proposed_case) if document.proposed_case else None
    case = found.record if found is not None else None
    number = parse_case_number(case.case_number) if isinstance(case, CaseFile) else None
    return there.case_by_number(number) if number else None


def _marks(office: Office, document: Document, giving: str) -> Iterator[Mark]:
    """They lie on originals: the one that is the document itself has another id there."""
    own = document.id if not is_arranged(document) else ""
    wanted = set(originals_of(document))
    for mark in office.all(Mark.kind):
        if isinstance(mark, Mark) and not mark.removed and mark.document in wanted:
            yield replace(mark, document=arrived_id(giving, own)) if mark.document == own else mark


def copy_bytes(central: Central, sha256: str, giving: str, taking: str) -> None:
    """The original with its pack and text, as far as they are not there yet."""
    for area in AREAS:
        if central.has(giving, area, sha256) and not central.has(taking, area, sha256):
            path = central.local_path(giving, area, sha256)
            central.put(taking, area, sha256, central.read(giving, area, sha256) if path is None else path)


def _submit(central: Central, action: Action) -> None:
    outcome = central.submit(action)
    if isinstance(outcome, Refused):
        raise NotAllowed(outcome.title, outcome.advice, code=outcome.code)
