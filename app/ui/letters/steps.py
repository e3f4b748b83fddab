"""What the screen does to letters, as steps of the desk."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from app.domain.actions.letters import ApproveLetter, CancelLetter, PutLetter, SendLetter
from app.domain.records.letters import Letter, LetterOptions
from app.domain.texts import _, ngettext
from app.services.letters.overview import LetterRow
from app.tasks.desk import Desk, Step


def approve_step(desk: Desk, rows: Sequence[LetterRow]) -> Step:
    label = ngettext("{n} Brief freigegeben", "{n} Briefe freigegeben", len(rows)).format(n=len(rows))
    site, by = desk.site, desk.me.id
    return Step(label, tuple(ApproveLetter(site=site, by=by, letter=row.id, base=row.version) for row in rows))


def send_step(desk: Desk, rows: Sequence[LetterRow], collect_at: Mapping[str, str], *, same_meant: bool) -> Step:
    """``collect_at`` by carrier."""
    label = ngettext("{n} Brief gesendet", "{n} Briefe gesendet", len(rows)).format(n=len(rows))
    return Step(
        label,
        tuple(
            SendLetter(
                site=desk.site,
                by=desk.me.id,
                letter=row.id,
                collect_at=collect_at.get(row.letter.carrier, ""),
                same_meant=same_meant,
            )
            for row in rows
        ),
    )


def cancel_step(desk: Desk, rows: Sequence[LetterRow]) -> Step:
    sent = any(row.letter.job for row in rows)
    label = _("Brief wird aufgehalten") if sent else _("Brief verworfen")
    return Step(label, tuple(CancelLetter(site=desk.site, by=desk.me.id, letter=row.id) for row in rows))


def change_step(
    desk: Desk, row: LetterRow, title: str, letter_type: str, register: str, amount: int, options: LetterOptions
) -> Step:
    changed: Letter = replace(
        row.letter,
        title=title,
        letter_type=letter_type,
        register=register,
        amount_cents=amount,
        options=options,
    )
    action = PutLetter(site=desk.site, by=desk.me.id, letter=changed, base=row.version)
    return Step(_("Brief geändert"), (action,))
