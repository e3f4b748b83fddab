"""``esozialakte sign-in``: sign in at a service without a window; ``--out`` signs out."""

import argparse
import webbrowser
from typing import TYPE_CHECKING, Any

from app.cli.output import DONE, add_json, add_store, ask_secret, show
from app.domain.errors import AppError, SignInNeeded, WrongUse
from app.domain.texts import _

if TYPE_CHECKING:
    from app.domain.sign_in import SignIn


def register(parser: argparse.ArgumentParser) -> None:
    add_store(parser)
    ways = parser.add_mutually_exclusive_group()
    ways.add_argument("--account", metavar="WORKER", help=_("mit Kennung und Kennwort; das Kennwort wird erfragt"))
    ways.add_argument("--browser", action="store_true", help=_("im Browser, beim Anmeldedienst der Behörde"))
    ways.add_argument("--ticket", action="store_true", help=_("mit der Anmeldung dieses Rechners (Kerberos)"))
    ways.add_argument("--out", action="store_true", help=_("abmelden"))
    ways.add_argument("--change-password", metavar="WORKER", help=_("das Kennwort eines Kontos ändern"))
    add_json(parser)


def run(args: argparse.Namespace) -> int:
    from app.service_access import is_service, open_sign_in

    if not is_service(args.store):
        raise WrongUse(_("Anmelden kann man sich nur an einem Dienst."), _("Geben Sie als Speicher https://... an."))
    sign_in = open_sign_in(args.store)
    if args.out:
        sign_in.sign_out()
        worker = ""
    elif args.change_password:
        worker = args.change_password
        sign_in.change_password(worker, ask_secret(_("Bisheriges Kennwort: ")), ask_secret(_("Neues Kennwort: ")))
    else:
        worker = _enter(sign_in, args)
    show({"worker": worker, "changed": bool(args.change_password)}, args.json, as_text)
    return DONE


def as_text(result: dict[str, Any]) -> str:
    if result["changed"]:
        return _("Das Kennwort ist geändert. Melden Sie sich jetzt damit an.")
    if result["worker"]:
        return _("Angemeldet als „{worker}“.").format(worker=result["worker"])
    return _("Abgemeldet.")


def _enter(sign_in: "SignIn", args: argparse.Namespace) -> str:
    if args.account:
        try:
            return sign_in.with_password(args.account, ask_secret(_("Kennwort: ")))
        except AppError as error:
            if error.code == "password-outdated":
                error.advice = _("Wählen Sie zuerst ein eigenes: „esozialakte sign-in --change-password KENNUNG“.")
            raise
    if args.browser:
        if not sign_in.ways().browser:
            raise WrongUse(
                _("An diesem Dienst meldet man sich nicht im Browser an."), _("Geben Sie --account KENNUNG an.")
            )
        return sign_in.with_browser(webbrowser.open, lambda: False)
    if args.ticket:
        return sign_in.with_ticket()
    ways = sign_in.ways()
    if ways.ticket:
        try:
            return sign_in.with_ticket()
        except SignInNeeded:
            pass
    if ways.browser:
        return sign_in.with_browser(webbrowser.open, lambda: False)
    raise WrongUse(_("Es ist nicht gesagt, wer sich anmelden möchte."), _("Geben Sie --account KENNUNG an."))
