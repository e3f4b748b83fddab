"""What a service or the line to it complains about, as our errors."""

import json
from typing import Any

from requests import Response
from requests.exceptions import SSLError

from app.domain.decide import Refused
from app.domain.errors import (
    AppError,
    CentreUnreachable,
    DeviceRevoked,
    NotAllowed,
    SignInNeeded,
    StorageFull,
    StoreDamaged,
    StoreIncompatible,
    WrongUse,
)
from app.domain.texts import _

_TYPE = "urn:esozialakte:"
_LONGEST = 500
_KINDS: dict[str, type[AppError]] = {
    "sign-in-needed": SignInNeeded,
    "device-revoked": DeviceRevoked,
    "not-allowed": NotAllowed,
    "storage-full": StorageFull,
    "store-incompatible": StoreIncompatible,
    "store-damaged": StoreDamaged,
    "centre-unreachable": CentreUnreachable,
    "wrong-use": WrongUse,
}


class NoUpload(AppError):
    """The service does not know the upload (any more), or it stands elsewhere."""

    code = "no-upload"


class LineBroken(CentreUnreachable):
    """The connection failed; whoever can go on where it stopped may try."""


class CutOff(LineBroken):
    """The answer had begun to come."""


def broken(error: Exception, broken_line: type[LineBroken] = LineBroken) -> CentreUnreachable:
    if isinstance(error, SSLError):
        return CentreUnreachable(
            _("Das Zertifikat des Dienstes wird nicht anerkannt."),
            _("Bitten Sie die Administration, es zu prüfen. Aus Sicherheitsgründen wird nichts übertragen."),
            code="certificate",
        )
    return broken_line(
        _("Der Dienst ist nicht erreichbar."),
        _("Prüfen Sie die Verbindung zum Netz. Was Sie tun, wird gesammelt und später gesendet."),
    )


def no_service() -> StoreIncompatible:
    return StoreIncompatible(
        _("Unter dieser Adresse antwortet kein Dienst der E-Sozialakte."),
        _("Prüfen Sie die Adresse, oder fragen Sie die Administration."),
    )


def damaged(title: str) -> StoreDamaged:
    return StoreDamaged(title, _("Arbeiten Sie nicht weiter damit und benachrichtigen Sie die Administration."))


def error_of(answer: Response) -> AppError:
    """The error that an answer of 400 or more stands for."""
    kind, problem = _problem(answer)
    if kind == "no-upload":
        return NoUpload(problem.get("title", kind))
    cls = _KINDS.get(kind)
    if cls is not None:
        code = str(problem.get("code", "")) or None
        return cls(_text(problem, "title") or _title(cls), _text(problem, "detail"), code=code)
    if answer.status_code >= 500 or answer.status_code in (408, 429):
        return broken(OSError(answer.status_code))
    return no_service()


def refusal_of(answer: Response) -> Refused | None:
    """Why the office refused an action; None if the answer says something else."""
    kind, problem = _problem(answer)
    if kind != "refused":
        return None
    names = ("code", "title", "advice", "by", "at")
    return Refused(**{name: _text(problem, "detail" if name == "advice" else name) for name in names})


def _problem(answer: Response) -> tuple[str, dict[str, Any]]:
    """Kind and fields; of an answer without a body (HEAD) what its header says."""
    kind, _blank, code = answer.headers.get("Problem", "").partition(" ")
    if not answer.content:
        return kind, {"code": code}
    try:
        problem = json.loads(answer.content)
        return str(problem["type"]).removeprefix(_TYPE), problem
    except (ValueError, KeyError, TypeError):
        return "", {}


def _text(problem: dict[str, Any], name: str) -> str:
    return str(problem.get(name, ""))[:_LONGEST]


def _title(cls: type[AppError]) -> str:
    if cls is StoreDamaged:
        return _("Ein Original, das das Protokoll nennt, fehlt im Speicher.")
    return _("Der Dienst hat die Anfrage abgelehnt.")
