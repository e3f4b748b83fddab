"""``esozialakte account``: who may sign in at the service; run on its machine, with the database's own rights."""

import argparse
import getpass
import secrets
import sys
from typing import TYPE_CHECKING, Any

from app.cli.output import DONE, add_json, show
from app.cli.service_place import own_database, own_folder
from app.domain.errors import WrongUse
from app.domain.texts import _

if TYPE_CHECKING:
    from app.server.auth.service import Auth

_ADD, _RESET, _LOCK, _UNLOCK, _ROLE = "add", "reset", "lock", "unlock", "role"


def register(parser: argparse.ArgumentParser) -> None:
    parts = parser.add_subparsers(dest="what", required=True, metavar=_("WAS"))
    for name, summary in (
        (_ADD, _("ein Konto anlegen; ohne --password-stdin entsteht ein Kennwort und wird gezeigt")),
        (_RESET, _("ein neues Kennwort vergeben; alle Sitzungen enden")),
        (_LOCK, _("ein Konto sperren; alle Sitzungen enden")),
        (_UNLOCK, _("ein Konto wieder öffnen")),
        (_ROLE, _("eine Rolle für alle Standorte geben oder nehmen")),
    ):
        part = parts.add_parser(name, help=summary)
        part.add_argument("worker", metavar="WORKER", help=_("die Kennung"))
        database = _("die des Dienstes: postgresql://... oder sqlite:///PFAD (sonst: die von „serve“ ohne Angaben)")
        part.add_argument("--database", metavar="URL", help=database)
        if name in (_ADD, _RESET):
            stdin = _("das Kennwort steht auf der Standardeingabe")
            part.add_argument("--password-stdin", action="store_true", help=stdin)
        if name == _ADD:
            machine = _("ein Programm ohne Person davor, zum Beispiel die Annahme von Lieferungen")
            part.add_argument("--machine", action="store_true", help=machine)
        if name in (_ADD, _ROLE):
            part.add_argument("--role", choices=["admin", "privacy-officer", "central"], help=_("an allen Standorten"))
            part.add_argument("--legal-area", action="append", default=[], help=_("wofür die zentrale Aufgabe gilt"))
        if name == _ROLE:
            part.add_argument("--take", action="store_true", help=_("nehmen statt geben"))
        add_json(part)


def run(args: argparse.Namespace) -> int:
    try:
        from app.server.auth.service import Auth
        from app.server.auth.settings import AuthSettings
        from app.server.store.database import Database
    except ImportError as error:
        raise WrongUse(
            _("Dieser Installation fehlen die Teile des Dienstes."),
            _("Installieren Sie das Paket mit dem Zusatz „server“."),
        ) from error
    database = Database(args.database or own_database(str(own_folder())))
    try:
        database.migrate()
        password = _STEPS[args.what](Auth(database, AuthSettings()), args)
    finally:
        database.close()
    result = {"worker": args.worker, "done": args.what, **({"password": password} if password else {})}
    show(result, args.json, as_text)
    return DONE


def as_text(result: dict[str, Any]) -> str:
    if "password" in result:
        return _("Erledigt. Das Kennwort lautet: {password}").format(password=result["password"])
    return _("Erledigt.")


def _add(auth: "Auth", args: argparse.Namespace) -> str:
    from app.server.auth.principal import MACHINE, USER

    password, shown = _password(args)
    kind = MACHINE if args.machine else USER
    # A machine cannot choose another one, and its own is random.
    auth.accounts.add(args.worker, password, kind=kind, must_change=not args.machine)
    if args.machine:
        auth.people.give_county_role(args.worker, MACHINE)
    if args.role:
        auth.people.give_county_role(args.worker, args.role, args.legal_area)
    return shown


def _reset(auth: "Auth", args: argparse.Namespace) -> str:
    password, shown = _password(args)
    auth.reset(args.worker, password)
    return shown


def _lock(auth: "Auth", args: argparse.Namespace) -> str:
    auth.lock(args.worker, args.what == _LOCK)
    return ""


def _role(auth: "Auth", args: argparse.Namespace) -> str:
    if not args.role:
        raise WrongUse(_("Es fehlt die Rolle."), _("Geben Sie sie mit --role an."))
    if args.take:
        auth.people.take_county_role(args.worker, args.role)
    else:
        auth.people.give_county_role(args.worker, args.role, args.legal_area)
    return ""


_STEPS = {_ADD: _add, _RESET: _reset, _LOCK: _lock, _UNLOCK: _lock, _ROLE: _role}


def _password(args: argparse.Namespace) -> tuple[str, str]:
    """The password, and what of it is to be shown: never what was typed."""
    if args.password_stdin:
        return sys.stdin.readline().rstrip("\r\n"), ""
    if not args.json and sys.stdin.isatty():
        typed = getpass.getpass(_("Neues Kennwort (leer: eines erzeugen): "))
        if typed:
            return typed, ""
    made = "-".join(secrets.token_hex(2) for _part in range(6))
    return made, made
