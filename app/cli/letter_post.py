"""The parts of ``esozialakte letter`` that send letters (commands.md): add, approve, send, cancel, poll, setup."""

import argparse
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.bootstrap import open_adding, open_central, open_posting, secret_name
from app.cli.output import DONE, PARTLY, add_json, add_store, add_worker, ask_secret, show
from app.cli.sites import chosen_sites
from app.domain.actions import SYSTEM, Action
from app.domain.decide import Refused
from app.domain.errors import AppError, WrongUse
from app.domain.letter_words import state_word
from app.domain.records.letters import REGISTRATIONS, Letter, LetterOptions
from app.domain.texts import _, ngettext
from app.service_access import acting, acting_unattended

if TYPE_CHECKING:
    from argparse import _SubParsersAction

    from app.domain.central import KeptCentral

Result = dict[str, Any]


def register(parts: "_SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the subcommands."""
    add = parts.add_parser("add", help=_("einen Brief in den Postausgang legen"))
    add.add_argument("files", nargs="+", type=Path, metavar="FILE", help=_("der Brief, dann seine Anlagen"))
    add.add_argument("--case", default="", metavar="N", help=_("BG-Nummer (sonst die, die der Brief nennt)"))
    add.add_argument("--title", default="", metavar="T", help=_("Betreff, wie er in der Akte steht"))
    add.add_argument("--type", default="", metavar="T", help=_("Art des Briefs, zum Beispiel Bewilligungsbescheid"))
    add.add_argument("--amount", default="", metavar="EURO", help=_("Betrag, um den es geht, zum Beispiel 1250,00"))
    add.add_argument("--carrier", default="folder", metavar="C", help=_("Versandweg"))
    add.add_argument("--duplex", action="store_true", help=_("beidseitig drucken"))
    add.add_argument("--colour", action="store_true", help=_("farbig drucken"))
    add.add_argument(
        "--registered", default="", choices=[name for name in REGISTRATIONS if name], help=_("Einschreiben")
    )
    add.add_argument("--formal-service", action="store_true", help=_("mit Postzustellungsurkunde"))
    said = _("einen Antwortcode aufdrucken, an dem die Antwort ihre Akte findet")
    add.add_argument("--answer-code", action="store_true", help=said)
    add.add_argument("--priority", action="store_true", help=_("bevorzugt"))
    add.add_argument(
        "--envelope", default="", metavar="E", help=_("Umschlag, wie das Profil des Versandwegs ihn nennt")
    )
    one = {
        "approve": parts.add_parser("approve", help=_("einen Brief als zweite Person freigeben")),
        "send": parts.add_parser("send", help=_("einen Brief dem Druckdienstleister übergeben")),
        "cancel": parts.add_parser("cancel", help=_("einen Brief verwerfen oder aufhalten")),
    }
    for part in one.values():
        part.add_argument("letter", metavar="ID", help=_("id oder Auftragsnummer"))
    said = _("auch, wenn derselbe Brief in den letzten Tagen schon an die Akte ging")
    one["send"].add_argument("--again", action="store_true", help=said)
    poll = parts.add_parser("poll", help=_("Briefe übergeben, die warten, und Rückmeldungen übernehmen"))
    setup = parts.add_parser("setup", help=_("festlegen, wer freigibt und wohin Briefe gehen"))
    setup.add_argument("file", type=Path, metavar="FILE", help=_("letters.toml"))
    login = parts.add_parser("login", help=_("Zugangsdaten eines Druckdienstleisters im Schlüsselbund ablegen"))
    login.add_argument("carrier", metavar="C", help=_("Versandweg"))
    for part in (poll, setup, login):
        part.add_argument("--site", metavar="S", help=_("nur dieser Standort"))
    for part in (add, *one.values(), poll, setup, login):
        add_store(part)
        add_worker(part)
        add_json(part)


def run(args: argparse.Namespace) -> int:
    parts: dict[str, Callable[[argparse.Namespace], int]] = {
        "add": _add,
        "approve": _approve,
        "send": _send,
        "cancel": _cancel,
        "poll": _poll,
        "setup": _setup,
        "login": _login,
    }
    return parts[args.what](args)


def _add(args: argparse.Namespace) -> int:
    from app.services.letters.adding import add_letter
    from app.services.letters.wanted import LETTER_TYPE, NewLetter

    _check_envelope(args.carrier, args.envelope)
    new = NewLetter(
        files=args.files,
        case_number=args.case,
        title=args.title,
        letter_type=args.type or LETTER_TYPE,
        amount_cents=_cents(args.amount),
        carrier=args.carrier,
        options=LetterOptions(
            duplex=args.duplex,
            colour=args.colour,
            registered=args.registered,
            formal_service=args.formal_service,
            priority=args.priority,
            envelope=args.envelope,
        ),
        answer_code=args.answer_code,
    )
    with open_adding(args.store, _worker(args)) as adding:
        added = add_letter(new, adding)
    if isinstance(added.outcome, Refused):
        return _refused(added.outcome, args)
    show(_shown(open_central(args.store), added.letter), args.json, _as_text)
    return DONE if added.checked.ok else PARTLY


def _check_envelope(carrier: str, wanted: str) -> None:
    """Raises ``WrongUse`` for an envelope that the carrier does not have."""
    from app.services.carrier_profiles import load_carrier

    names = [envelope.name for envelope in load_carrier(carrier).envelopes]
    if wanted and wanted not in names:
        raise WrongUse(
            _("Den Umschlag „{name}“ gibt es auf diesem Versandweg nicht.").format(name=wanted),
            _("Es gibt: {names}.").format(names=", ".join(names)),
        )


def _approve(args: argparse.Namespace) -> int:
    from app.domain.actions.letters import ApproveLetter

    return _act(
        args, lambda site, letter, base: ApproveLetter(site=site, by=_worker(args), letter=letter.id, base=base)
    )


def _cancel(args: argparse.Namespace) -> int:
    from app.domain.actions.letters import CancelLetter

    def action(site: str, letter: Letter, _base: int) -> Action:
        return CancelLetter(site=site, by=_worker(args), letter=letter.id)

    return _act(args, action, hand_over=True)


def _send(args: argparse.Namespace) -> int:
    from app.domain.actions.letters import SendLetter
    from app.domain.letter_states import next_collection
    from app.domain.rules.letter_approval import letter_office
    from app.services.letters.posting import place_of

    central = open_central(args.store)

    def action(site: str, letter: Letter, _base: int) -> Action:
        place = place_of(letter_office(central.office(site)[1]), letter.carrier)
        collect_at = next_collection(datetime.now().astimezone(), place.collected_at)
        return SendLetter(
            site=site, by=_worker(args), letter=letter.id, collect_at=collect_at, same_meant=bool(args.again)
        )

    return _act(args, action, hand_over=True)


def _act(args: argparse.Namespace, make: Callable[[str, Letter, int], Action], *, hand_over: bool = False) -> int:
    """One action on one letter; with ``hand_over`` its carrier is told at once."""
    from app.services.letters.posting import post_round
    from app.services.letters.showing import find_letter

    central = open_central(args.store)
    site, letter, version = find_letter(central, central, args.letter)
    outcome = central.submit(make(site, letter, version))
    if isinstance(outcome, Refused):
        return _refused(outcome, args)
    problems: list[tuple[str, AppError]] = []
    if hand_over:
        posting = open_posting(args.store, _worker(args), central, central)
        problems = post_round(site, posting, frozenset({letter.id})).problems
    result = _shown(central, letter.id)
    if problems:
        result["problem"] = problems[0][1].as_json()
    show(result, args.json, _as_text)
    return PARTLY if problems else DONE


def _poll(args: argparse.Namespace) -> int:
    from app.services.letters.posting import post_round

    central = open_central(args.store)
    posting = open_posting(args.store, acting_unattended(args.store, args.worker), central, central)
    sites = []
    for site in chosen_sites(central, args.site):
        posted = post_round(site, posting)
        sites.append(
            {
                "site": site,
                "handed_over": posted.handed_over,
                "told": posted.told,
                "refused": posted.refused,
                "problems": [{"carrier": carrier, **error.as_json()} for carrier, error in posted.problems],
            }
        )
    show({"sites": sites}, args.json, _poll_as_text)
    return PARTLY if any(site["problems"] for site in sites) else DONE


def _setup(args: argparse.Namespace) -> int:
    from app.domain.actions.letters import SetUpLetters
    from app.services.letters.house_file import read_house_file

    office = read_house_file(args.file)
    central = open_central(args.store)
    sites = chosen_sites(central, args.site)
    for site in sites:
        outcome = central.submit(SetUpLetters(site=site, by=args.worker or SYSTEM, office=office))
        if isinstance(outcome, Refused):
            return _refused(outcome, args)
    show({"sites": list(sites)}, args.json, lambda _result: _("Der Postausgang ist eingerichtet."))
    return DONE


def _login(args: argparse.Namespace) -> int:
    from app.adapters.desktop.secrets import KeyringSecrets
    from app.services.carrier_profiles import load_carrier

    load_carrier(args.carrier)  # complains of one that there is not
    sites = chosen_sites(open_central(args.store), args.site)
    secret = ask_secret(_("Kennwort oder Schlüssel: "))
    for site in sites:
        KeyringSecrets().keep(secret_name(site, args.carrier), secret)
    show({"sites": list(sites)}, args.json, lambda _result: _("Die Zugangsdaten liegen im Schlüsselbund."))
    return DONE


def _shown(central: "KeptCentral", letter: str) -> Result:
    from app.services.letters.showing import find_letter, letter_item

    site, record, _version = find_letter(central, central, letter)
    return letter_item(record, site, central.office(site)[1])


def _refused(refused: Refused, args: argparse.Namespace) -> int:
    show({"refused": refused.as_json()}, args.json, _as_text)
    return PARTLY


def _worker(args: argparse.Namespace) -> str:
    return acting(args.store, args.worker)


def _cents(amount: str) -> int:
    """``1.250,00`` or ``1250`` in cents. Raises ``WrongUse``."""
    plain = amount.strip().replace(" ", "")
    if "," in plain:
        plain = plain.replace(".", "").replace(",", ".")
    euros, _dot, cents = plain.partition(".")
    if not plain:
        return 0
    if not euros.isdecimal() or (cents and (not cents.isdecimal() or len(cents) > 2)):
        raise WrongUse(_("Der Betrag ist nicht lesbar."), _("Schreiben Sie ihn in Euro, zum Beispiel 1250,00."))
    return int(euros) * 100 + int(cents.ljust(2, "0") or 0)


def _as_text(result: Result) -> str:
    if "refused" in result:
        return f"{result['refused']['title']} {result['refused']['advice']}".strip()
    lines = [f"{result['id']}  {state_word(result['state'])}"]
    for finding in (result["check"] or {}).get("findings", []):
        lines += [f"- {finding['text']}", f"  {finding['advice']}"]
    if result["needs_approval"]:
        lines.append(_("Der Brief braucht die Freigabe einer zweiten Person."))
    if "problem" in result:
        lines.append(f"{result['problem']['title']} {result['problem']['advice']}")
    return "\n".join(lines)


def _poll_as_text(result: Result) -> str:
    lines = []
    for site in result["sites"]:
        handed = ngettext("{n} Brief übergeben", "{n} Briefe übergeben", site["handed_over"])
        told = ngettext("{n} Rückmeldung", "{n} Rückmeldungen", site["told"])
        said = (handed.format(n=site["handed_over"]), told.format(n=site["told"]))
        lines.append(f"{site['site']}: {', '.join(said)}")
        lines += [f"- {problem['title']} {problem['advice']}" for problem in site["problems"]]
    return "\n".join(lines)
