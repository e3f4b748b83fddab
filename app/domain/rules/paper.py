"""Rules of the paper at the provider: wishes, "checked", orders and their receipts, certificates of destruction.

Nothing is released for destruction that is on hold, wished for, set aside or unread; nothing is wished for paper that
is gone. The provider is told in orders, each thing once.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import TypeVar

from app.domain.actions import AnswerOrder, CheckPaper, OrderPaper, WishPaper, WithdrawWish
from app.domain.ids import derived_id, new_id
from app.domain.office import Office
from app.domain.page_sets import originals_of
from app.domain.paper_clock import days_left
from app.domain.records import (
    DECLINED,
    DONE,
    HANDED_OVER,
    MERGED,
    PAPER_WISHES,
    RELEASE,
    Announcement,
    Document,
    OrderLine,
    Original,
    PaperOrder,
    PaperWish,
    SetAside,
)
from app.domain.rules.ruling import CASEWORK, SET_UP, Changes, Refusal, Rule, known_document, put, record_in, refuse
from app.domain.texts import _

REASONS = ("unreadable", "cut-off", "pages-missing", "evidence", "proceeding", "return", "other")
"""Codes of reasons: the scan cannot be read, is cut off, lacks pages; the paper is evidence, belongs to a legal
proceeding, goes back to its owner; something else."""
LONG_OVER = 28
"""Days after its time for which paper is still listed as due."""
DESTROYED_ON_HOLD = "destroyed-on-hold"
WAITING, ASKED, CONFIRMED, REFUSED, WITHDRAWN = "waiting", "asked", "confirmed", "declined", "withdrawn"
FULFILLED = "fulfilled"
"""States of a wish: not sent yet, sent, answered with yes or no, taken back; the new scan has come."""


def wish_state(ordered: str, withdrawn_at: str, answer: str, fulfilled: str = "") -> str:
    """In which state a wish with these fields is."""
    if fulfilled:
        return FULFILLED
    if withdrawn_at:
        return WITHDRAWN
    if not ordered:
        return WAITING
    return {DONE: CONFIRMED, DECLINED: REFUSED}.get(answer, ASKED)


def wish_of(document: Document, wish: str) -> PaperWish | None:
    """The newest wish of that kind, withdrawn or not."""
    return next((known for known in document.wishes if known.wish == wish), None)


def open_wishes(document: Document) -> tuple[PaperWish, ...]:
    return tuple(known for known in document.wishes if known.open)


# --- what staff do -----------------------------------------------------------------------------------------------
def wish_paper(action: WishPaper, office: Office, at: str) -> Changes:
    document = _with_paper(office, action.document)
    if action.wish not in PAPER_WISHES or (action.reason and action.reason not in REASONS):
        raise refuse(
            "wrong-wish",
            _("Diesen Wunsch oder Grund kennt der Auftrag an den Scandienst nicht."),
            _("Wählen Sie Original anfordern, neu scannen oder aufbewahren und einen der genannten Gründe."),
        )
    known = wish_of(document, action.wish)
    if known is not None and known.open and known.reason == action.reason:
        return ()
    wish = PaperWish(wish=action.wish, reason=action.reason, by=action.by, at=at)
    if known is not None and known.ordered and not (known.recalled or known.fulfilled):  # the provider still has it
        wish = replace(wish, ordered=known.ordered, answer=known.answer)
    return (*put(office, with_wish(document, wish)), *_for_merged(action, document, office, at, wish_paper))


def withdraw_wish(action: WithdrawWish, office: Office, at: str) -> Changes:
    document = _with_paper(office, action.document)
    known = wish_of(document, action.wish)
    if known is None or not known.open:
        return ()
    changed = put(office, with_wish(document, replace(known, withdrawn_by=action.by, withdrawn_at=at)))
    return (*changed, *_for_merged(action, document, office, at, withdraw_wish))


def check_paper(action: CheckPaper, office: Office, at: str) -> Changes:
    document = _with_paper(office, action.document)
    if action.checked == bool(document.checked_at):
        return ()
    who, when = (action.by, at) if action.checked else ("", "")
    return put(office, replace(document, checked_by=who, checked_at=when))


W = TypeVar("W", WishPaper, WithdrawWish)


def _for_merged(
    action: W, document: Document, office: Office, at: str, rule: Callable[[W, Office, str], Changes]
) -> Changes:
    """The same for the other papers of which a document has pages, as far as nobody can see those by themselves."""
    others = (record_in(office, Document, id_) for id_ in originals_of(document) if id_ != document.id)
    return tuple(
        change
        for other in others
        if other is not None and other.state_of_work == MERGED and other.item and not other.destroyed_at
        if (other.provider, other.item) != (document.provider, document.item)
        for change in rule(replace(action, document=other.id), office, at)
    )


def _with_paper(office: Office, id_: str) -> Document:
    document = known_document(office, id_, merged_too=True)
    if document.destroyed_at:
        raise refuse(
            "paper-destroyed",
            _("Das Papier wurde schon vernichtet."),
            _("Es bleibt nur der Scan. Fehlt etwas, fordern Sie den Beleg beim Absender neu an."),
            at=document.destroyed_at,
        )
    if not document.item:
        raise refuse(
            "no-paper",
            _("Zu diesem Dokument liegt beim Scandienst kein Papier."),
            _("Nur für Papier mit einer Postnummer lässt sich etwas beauftragen."),
        )
    return document


def with_wish(document: Document, wish: PaperWish) -> Document:
    kept = {known.wish: known for known in document.wishes} | {wish.wish: wish}
    return replace(document, wishes=tuple(kept[name] for name in PAPER_WISHES if name in kept))


# --- orders ------------------------------------------------------------------------------------------------------
def lines_due(document: Document, office: Office, aside: frozenset[str]) -> Iterator[OrderLine]:
    """What the provider has not been told about this document's paper. ``aside``: see ``items_set_aside``.

    Paper is kept or destroyed as a whole: what another document of the same paper needs, counts for this one, too.
    """
    if document.destroyed_at or not document.item or document.state_of_work == HANDED_OVER:
        return
    others = _of_the_same_paper(document, office)
    needed = {known.wish for other in others for known in open_wishes(other)}
    for wish in document.wishes:
        ask = wish.open and not wish.ordered
        told = bool(wish.ordered) and not (wish.recalled or wish.fulfilled)
        recall = not wish.open and told and wish.wish not in needed and not document.handed_from
        if ask or recall:
            yield OrderLine(
                document=document.id, item=document.item, wish=wish.wish, recall=recall, reason=wish.reason
            )
    if document.handed_from:
        return  # other parts of the paper may be needed where it came from: here nobody can know
    wanted = bool(needed) or bool(open_wishes(document)) or document.item in aside
    living = (one for one in (document, *others) if one.state_of_work != MERGED)
    may_go = not wanted and all(_may_go(one) for one in living)
    if may_go != bool(document.released):
        yield OrderLine(document=document.id, item=document.item, wish=RELEASE, recall=not may_go)


def _may_go(document: Document) -> bool:
    """Whether nobody here needs the paper for it; of what another site has nobody here knows."""
    return bool(document.checked_at or document.replaced_by) and document.state_of_work != HANDED_OVER


def _of_the_same_paper(document: Document, office: Office) -> list[Document]:
    """The other documents of its paper: those of the same item, and those that have its pages."""
    found = {one.id: one for one in (document, *office.documents_of_item(document.provider, document.item))}
    originals = (record_in(office, Original, id_) for id_ in list(found))
    held = (record_in(office, Document, id_) for one in originals if one is not None for id_ in one.holders)
    found |= {one.id: one for one in held if one is not None}
    return [one for id_, one in found.items() if id_ != document.id]


def items_set_aside(office: Office, provider: str) -> frozenset[str]:
    """Paper numbers of which something was set aside at receipt and is not resolved."""
    return frozenset(
        thing.item
        for thing in office.all(SetAside.kind)
        if isinstance(thing, SetAside) and thing.provider == provider and thing.item and not thing.resolved
    )


def orders_of(office: Office) -> tuple[PaperOrder, ...]:
    """Every order of the site, in the order of their numbers."""
    orders = (order for order in office.all(PaperOrder.kind) if isinstance(order, PaperOrder))
    return tuple(sorted(orders, key=lambda order: order.number))


def due_order(office: Office, site: str, provider: str, today: str) -> PaperOrder | None:
    """The next order for that provider (a new id), None when there is nothing to tell."""
    aside = items_set_aside(office, provider)
    lines = [
        line
        for document in office.all(Document.kind)
        if isinstance(document, Document) and document.provider == provider
        if document.wishes or document.checked_at or document.released or document.state_of_work == MERGED
        for line in lines_due(document, office, aside)
    ]
    if not lines:
        return None
    lines.sort(key=lambda line: (line.item, line.wish, line.document))
    number = f"AUF-{site}-{len(orders_of(office)) + 1:06}"
    return PaperOrder(id=new_id(), number=number, provider=provider, ordered_on=today, lines=tuple(lines))


def order_paper(action: OrderPaper, office: Office, at: str) -> Changes:
    order = action.order
    if not order.lines or order.number in {known.number for known in orders_of(office)}:
        raise _order_overtaken()
    aside = items_set_aside(office, order.provider)
    changed: dict[str, Document] = {}
    for line in order.lines:
        found = record_in(office, Document, line.document)
        if found is None or found.provider != order.provider or line not in lines_due(found, office, aside):
            raise _order_overtaken()
        changed[found.id] = _told(changed.get(found.id, found), line, order.number)
    return (*put(office, order), *(change for document in changed.values() for change in put(office, document)))


def _order_overtaken() -> Refusal:
    return refuse(
        "order-overtaken",
        _("Der Auftrag passt nicht mehr zum Stand des Standorts."),
        _("Erstellen Sie den Auftrag erneut."),
    )


def _told(document: Document, line: OrderLine, number: str) -> Document:
    known = wish_of(document, line.wish)
    if known is None:
        return replace(document, released="" if line.recall else number, release_answer="")
    told = replace(known, recalled=number, answer="") if line.recall else replace(known, ordered=number, answer="")
    return with_wish(document, told)


def answer_order(action: AnswerOrder, office: Office, at: str) -> Changes:
    order = record_in(office, PaperOrder, action.order)
    if order is None:
        raise refuse(
            "unknown-order",
            _("Diesen Auftrag gibt es am Standort nicht."),
            _("Prüfen Sie die Nummer des Auftrags in der Quittung."),
        )
    answers = {(item, wish, recall): answer for item, wish, recall, answer in action.answers}
    lines: list[OrderLine] = []
    documents: dict[str, Document] = {}
    for line in order.lines:
        answer = answers.get((line.item, line.wish, line.recall), "")
        lines.append(replace(line, answer=answer) if answer in (DONE, DECLINED) else line)
        found = documents.get(line.document) or record_in(office, Document, line.document)
        if lines[-1] != line and found is not None:
            documents[found.id] = _answered(found, lines[-1], order.number)
    changes = (change for document in documents.values() for change in put(office, document))
    return (*put(office, replace(order, lines=tuple(lines))), *changes)


def _answered(document: Document, line: OrderLine, number: str) -> Document:
    """An answer to an order that was overtaken by a newer one stays in the order's record alone."""
    if line.wish == RELEASE:
        return replace(document, release_answer=line.answer) if document.released == number else document
    known = wish_of(document, line.wish)
    if known is None or (known.recalled or known.ordered) != number:
        return document
    return with_wish(document, replace(known, answer=line.answer))


# --- the end of the paper ------------------------------------------------------------------------------------------
def destroyed(document: Document, destroyed_at: str, delivery: str, office: Office) -> Changes:
    """The provider's certificate; what was destroyed against somebody's wish is a fault that staff see."""
    gone = replace(document, destroyed_at=destroyed_at)
    if not open_wishes(document):
        return put(office, gone)
    fault = destroyed_on_hold()
    if all(code != DESTROYED_ON_HOLD for code, _sentence in gone.warnings):
        gone = replace(gone, warnings=(*gone.warnings, (DESTROYED_ON_HOLD, fault)))
    aside = SetAside(
        id=derived_id("set-aside", DESTROYED_ON_HOLD, document.id),
        delivery=delivery,
        provider=document.provider,
        item=document.item,
        code=DESTROYED_ON_HOLD,
        reason=fault,
    )
    known = office.get(SetAside.kind, aside.id)
    return (*put(office, gone), *(put(office, aside) if known is None else ()))


def destroyed_on_hold() -> str:
    return _("Der Scandienst hat Papier vernichtet, das er aufbewahren oder herausgeben sollte.")


# --- what comes due ------------------------------------------------------------------------------------------------
def paper_due(document: Document, today: date, days: int, over: int = LONG_OVER) -> int | None:
    """Days until the paper may be destroyed if that is within ``days`` and nobody has checked it, else None.

    Nor is paper due whose time has been over for more than ``over`` days: old files would bury what can be saved.
    """
    if document.destroyed_at or document.checked_at or document.replaced_by or not document.item:
        return None
    if document.state_of_work in (MERGED, HANDED_OVER):
        return None
    left = days_left(document.scanned_at, "", today)
    return left if left is not None and -over <= left <= days else None


# --- in transit ----------------------------------------------------------------------------------------------------
def promised_by(announced: Announcement, working_days: int) -> date | None:
    """The day on which the announced post should be delivered at the latest; None when nobody told when it came."""
    try:
        day = date.fromisoformat((announced.announced_on or announced.received_on)[:10])
    except ValueError:
        return None
    while working_days > 0:
        day += timedelta(days=1)
        working_days -= day.weekday() < 5
    return day


def days_overdue(announced: Announcement, working_days: int, today: date) -> int:
    """Days by which the provider is late with announced post; 0 when it is not."""
    end = promised_by(announced, working_days)
    return 0 if end is None else max(0, (today - end).days)


RULES = {
    WishPaper: Rule(CASEWORK, wish_paper),
    WithdrawWish: Rule(CASEWORK, withdraw_wish),
    CheckPaper: Rule(CASEWORK, check_paper),
    OrderPaper: Rule(SET_UP, order_paper),
    AnswerOrder: Rule(SET_UP, answer_order),
}
