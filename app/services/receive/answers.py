"""The provider's receipt for an order: which lines were carried out."""

from app.domain.actions import AnswerOrder
from app.domain.bags import Finding, Row
from app.domain.paper_files import ASK, RECALL
from app.domain.records import DECLINED, DONE, PaperOrder
from app.domain.rules.paper import orders_of
from app.domain.texts import _
from app.services.receive.reception import Reception

_Answer = tuple[str, str, bool, str]


def read_answers(reception: Reception, rows: tuple[Row, ...]) -> None:
    """Note the answers at the sites whose orders they are about; what fits no line of an order is set aside."""
    by_order: dict[str, list[Row]] = {}
    for row in rows:
        fault = row.fault or _fault(row)
        if fault is not None:
            reception.leave(row.get("item"), "", fault)
        else:
            by_order.setdefault(row.get("order"), []).append(row)
    for site in reception.ledger.sites(first=reception.home):
        for order in orders_of(reception.ledger.office(site)) if by_order else ():
            if order.provider == reception.bag.summary.info.provider and order.number in by_order:
                _answer(reception, site, order, by_order.pop(order.number))
    for rest in by_order.values():
        for row in rest:
            unknown = Finding("unknown-order", _("Unter dieser Nummer ist kein Auftrag bekannt."))
            reception.leave(row.get("item"), "", unknown)


def _answer(reception: Reception, site: str, order: PaperOrder, rows: list[Row]) -> None:
    lines = {(line.item, line.wish, line.recall) for line in order.lines}
    answers: list[_Answer] = []
    for row in rows:
        named = (row.get("item"), row.get("wish"), row.get("act") == RECALL)
        if named in lines:
            answers.append((*named, row.get("result")))
        else:
            unknown = Finding("unknown-line", _("Der Auftrag hat keine solche Zeile."))
            reception.leave(row.get("item"), "", unknown, site)
    if answers:
        reception.ledger.submit(
            AnswerOrder(site=site, by=reception.ledger.by, order=order.id, answers=tuple(answers))
        )
    reception.answered += len(answers)


def _fault(row: Row) -> Finding | None:
    if row.get("result") not in (DONE, DECLINED) or row.get("act") not in ("", ASK, RECALL):
        return Finding("bad-answer", _("Die Antwort muss „done“ oder „declined“ lauten."))
    return None
