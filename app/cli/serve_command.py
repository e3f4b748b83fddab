"""``esozialakte serve`` (commands.md): run the REST service."""

import argparse
import tomllib
from pathlib import Path
from typing import Any

from app.cli.output import DONE
from app.cli.service_place import own_database, own_folder
from app.domain.errors import WrongUse
from app.domain.texts import _

_LISTEN = "127.0.0.1:8443"
_SECTIONS = {"sign-in", "operation"}


def register(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--database", metavar="URL", help=_("postgresql://... oder sqlite:///PFAD (sonst: SQLite neben den Originalen)")
    )
    files = _("Ablage der Originale: Ordner oder s3://BEHÄLTER/PFAD (sonst: Ordner des Benutzers)")
    parser.add_argument("--files", metavar="DIR", help=files)
    address = _("Adresse (sonst: {address})").format(address=_LISTEN)
    parser.add_argument("--listen", default=_LISTEN, metavar="HOST:PORT", help=address)
    parser.add_argument("--settings", type=Path, metavar="FILE", help=_("Einstellungen des Dienstes, TOML"))
    parser.add_argument("--tls-cert", type=Path, metavar="FILE", help=_("Zertifikat mit Kette, PEM"))
    parser.add_argument("--tls-key", type=Path, metavar="FILE", help=_("Schlüssel des Zertifikats, PEM"))
    parser.add_argument("--behind-proxy", action="store_true", help=_("TLS macht ein Proxy davor"))


def run(args: argparse.Namespace) -> int:
    try:
        from app.server import logs, serving
        from app.server.auth.settings import AuthSettings
    except ImportError as error:
        raise WrongUse(
            _("Dieser Installation fehlen die Teile des Dienstes."),
            _("Installieren Sie das Paket mit dem Zusatz „server“."),
        ) from error
    logs.start()
    host, port = _address(args.listen)
    settings = _settings(args.settings)
    files = args.files or str(own_folder())
    serving.serve(
        serving.Settings(
            database=args.database or own_database(files),
            files=files,
            host=host,
            port=port,
            tls_cert=args.tls_cert,
            tls_key=args.tls_key,
            behind_proxy=args.behind_proxy,
            auth=AuthSettings.of(settings.get("sign-in", {})),
            metrics_from=_metrics_from(settings.get("operation", {})),
        )
    )
    return DONE


def _settings(path: Path | None) -> dict[str, Any]:
    """The sections of the settings file (``installer/service/settings.toml``); without one, none."""
    if path is None:
        return {}
    try:
        data = tomllib.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise WrongUse(
            _("Die Datei mit den Einstellungen ist nicht lesbar."),
            _("Prüfen Sie Pfad, Rechte und Schreibweise (TOML)."),
        ) from error
    if unknown := sorted(set(data) - _SECTIONS):
        raise WrongUse(_("Der Dienst kennt den Abschnitt „{name}“ nicht.").format(name=unknown[0]))
    return data


def _metrics_from(section: dict[str, Any]) -> tuple[str, ...]:
    networks = section.get("metrics_from", [])
    if set(section) - {"metrics_from"} or not isinstance(networks, list):
        raise WrongUse(
            _("Der Abschnitt „operation“ der Einstellungen enthält Angaben, die keine sind."),
            _("Er kennt nur „metrics_from“: eine Liste von Adressen und Netzen."),
        )
    return tuple(map(str, networks))


def _address(listen: str) -> tuple[str, int]:
    host, _colon, port = listen.rpartition(":")
    if not host or not port.isdigit() or int(port) > 65535:
        raise WrongUse(_("„{value}“ ist keine Adresse der Form HOST:PORT.").format(value=listen))
    return host, int(port)
