"""Errors as RFC 9457 problems. ``type`` says to a client which of its errors it is, ``code`` which case of it."""

import logging
import traceback
from typing import Any, ClassVar

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect

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
from app.server.auth.passwords import TooManyTries
from app.server.store.uploads import NoUpload

TYPE = "urn:esozialakte:"
MEDIA = "application/problem+json"
REFUSED = "refused"
_NOT_THERE = frozenset({"unknown-site", "missing-bytes", "no-checkpoint", "not-found"})
_TOO_MANY = "too-many-tries"
_log = logging.getLogger(__name__)

_KINDS: tuple[tuple[type[AppError], str, int], ...] = (
    (SignInNeeded, "sign-in-needed", 401),
    (DeviceRevoked, "device-revoked", 403),
    (NotAllowed, "not-allowed", 403),
    (StorageFull, "storage-full", 507),
    (StoreIncompatible, "store-incompatible", 422),
    (StoreDamaged, "store-damaged", 500),
    (CentreUnreachable, "centre-unreachable", 503),
    (NoUpload, "no-upload", 409),
    (WrongUse, "wrong-use", 422),
)


class Problem(BaseModel):
    """An answer that says what failed and what to do (RFC 9457)."""

    model_config = ConfigDict(extra="allow")
    type: str
    title: str
    status: int
    detail: str = ""
    code: str
    example: ClassVar[dict[str, Any]] = {
        "type": TYPE + "not-allowed",
        "title": "Ihre Rolle erlaubt diesen Zugriff nicht.",
        "status": 403,
        "detail": "Wenden Sie sich an Ihre Teamleitung oder die Administration, wenn Sie ihn brauchen.",
        "code": "not-allowed",
    }


class RequestRefused(AppError):
    """What a request may not be: too large, too slow, of an unknown kind."""

    def __init__(self, status: int, code: str, title: str, advice: str = "") -> None:
        super().__init__(title, advice, code=code)
        self.status = status


def responses(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """The problems that a route may answer with, for its description."""
    content = {MEDIA: {"schema": {"$ref": "#/components/schemas/Problem"}, "example": Problem.example}}
    return {status: {"description": _PHRASES[status], "content": content} for status in statuses}


_PHRASES = {
    400: "The request is no proper HTTP or JSON.",
    401: "Nobody is signed in.",
    403: "The role does not allow it.",
    404: "There is no such thing.",
    408: "The body came too slowly.",
    409: "Refused by a rule of the office, or the upload stands elsewhere.",
    413: "The body is too large.",
    415: "The body is packed in a way that is not known.",
    416: "The range lies behind the end.",
    422: "The request makes no sense as it is.",
    429: "Too many requests.",
    500: "Something that the log names is missing or altered, or the service has a fault.",
    503: "The database or the object store cannot be reached.",
    507: "No room is left.",
}


def refused_problem(refused: Refused) -> JSONResponse:
    return _answer(409, REFUSED, refused.code, refused.title, refused.advice, by=refused.by, at=refused.at)


def app_problem(error: AppError) -> JSONResponse:
    if isinstance(error, RequestRefused):
        return _answer(error.status, "wrong-use", error.code, error.title, error.advice)
    kind, status = next(((kind, status) for cls, kind, status in _KINDS if isinstance(error, cls)), ("error", 422))
    status = 404 if error.code in _NOT_THERE else 429 if error.code == _TOO_MANY else status
    if status >= 500:
        _log.error("answered with %s: %s", status, error.code)
    answer = _answer(status, kind, error.code, error.title, error.advice)
    if isinstance(error, TooManyTries):
        answer.headers["Retry-After"] = str(error.wait)
    return answer


def _answer(status: int, kind: str, code: str, title: str, advice: str, **more: str) -> JSONResponse:
    content = {"type": TYPE + kind, "title": title, "status": status, "detail": advice, "code": code, **more}
    # An answer to HEAD has no body: there the header alone says it.
    headers = {"Cache-Control": "no-store", "Problem": f"{kind} {code}"}
    if status == 401:
        headers["WWW-Authenticate"] = "Bearer"
    if status == 503:
        headers["Retry-After"] = "5"
    return JSONResponse(content, status_code=status, media_type=MEDIA, headers=headers)


def install(app: FastAPI) -> None:
    """Whatever goes wrong inside ``app`` is answered as a problem."""
    app.add_exception_handler(AppError, _of_app_error)
    app.add_exception_handler(HTTPException, _of_http)
    app.add_exception_handler(RequestValidationError, _of_validation)
    app.add_exception_handler(ClientDisconnect, _of_disconnect)
    app.add_exception_handler(Exception, _of_fault)


def _of_app_error(_request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, AppError)
    return app_problem(error)


def _of_http(_request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)
    answer = _answer(error.status_code, "http", f"http-{error.status_code}", str(error.detail), "")
    for name, value in (error.headers or {}).items():
        answer.headers[name] = value
    return answer


def _of_validation(_request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)
    wrong = ", ".join(sorted({".".join(str(part) for part in entry["loc"][:2]) for entry in error.errors()}))
    title = _("Die Anfrage ist so nicht verständlich.")
    return _answer(422, "wrong-use", "wrong-request", title, _("Prüfen Sie: {names}.").format(names=wrong))


def _of_disconnect(_request: Request, _error: Exception) -> JSONResponse:
    return _answer(400, "http", "disconnected", _("Die Verbindung ist abgebrochen."), "")


def _of_fault(_request: Request, error: Exception) -> JSONResponse:
    place = traceback.extract_tb(error.__traceback__)[-1]
    _log.error("fault: %s in %s:%s", type(error).__name__, place.filename.rpartition("/app/")[2], place.lineno)
    title = _("Der Dienst hat einen Fehler.")
    return _answer(500, "error", "fault", title, _("Es ist nichts verloren. Bitte melden Sie das der Administration."))
