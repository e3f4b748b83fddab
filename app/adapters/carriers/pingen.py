"""Pingen (https://www.pingen.com) by its public interface, version 2 (https://api.pingen.com/documentation).

Sign-in by OAuth client credentials; bodies are JSON:API. A letter is created in three steps: an address to upload to,
the upload, and the letter, sent at once. Our job number is the name of its file, by which it is found again, and the
``Idempotency-Key``: a request that is repeated after a lost answer makes no second letter.
"""

import logging
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

import requests

from app.domain.carriers import CarrierRefused, CarrierUnreachable, Job, Report
from app.domain.errors import AppError, NotAllowed
from app.domain.records.letters import (
    ACCEPTED,
    CANCELLED,
    DELIVERED,
    FAILED,
    LETTERBOX,
    POSTED,
    REGISTERED,
    RETURNED,
    CarrierPlace,
)
from app.domain.texts import _

log = logging.getLogger(__name__)

API = "https://api.pingen.com"
JSON_API = "application/vnd.api+json"
TIMEOUT = (10, 60)
"""Seconds: to connect, and without an answer."""
PAGE = 100
_MOST_PAGES = 200
_CLOCKS = timedelta(hours=1)
"""By which our clock may be ahead of theirs."""
_LATER = frozenset({408, 409, 424, 429})
"""Try again later; 409: the same request is being worked on."""

STATES = {
    "validating": ACCEPTED,
    "fixing": ACCEPTED,
    "valid": ACCEPTED,
    "action_required": ACCEPTED,
    "awaiting_credits": ACCEPTED,
    "submitted": ACCEPTED,
    "accepted": ACCEPTED,
    "inspection": ACCEPTED,
    "processing": ACCEPTED,
    "transferring": ACCEPTED,
    "printing": ACCEPTED,
    "cancelling": ACCEPTED,
    "sent": POSTED,
    "delivered": DELIVERED,
    "undeliverable": RETURNED,
    "cancelled": CANCELLED,
    "invalid": FAILED,
    "unprintable": FAILED,
    "rejected": FAILED,
    "expired": FAILED,
}
"""Their states in ours. Others, which they may invent, mean nothing here."""


class PingenCarrier:
    """See ``app.domain.carriers.CarrierLink``."""

    def __init__(self, place: CarrierPlace, secret: str) -> None:
        """``place.user`` is the organisation's id, ``secret`` is ``client-id:client-secret``."""
        self._api = (place.place or API).rstrip("/")
        self._identity = self._api.replace("//api", "//identity", 1)
        self._letters = f"/organisations/{place.user}/deliveries/letters"
        self._client, _colon, self._secret = secret.partition(":")
        self._session = requests.Session()
        self._token = ""

    def known(self, job: str, wanted_at: str) -> tuple[Report, ...] | None:
        with _understood():
            found = [letter for letter in self._since(wanted_at) if _job_of(letter) == job]
            return tuple(report for letter in found for report in _reports(letter)) if found else None

    def hand_over(self, job: Job, data: bytes) -> tuple[Report, ...]:
        attributes = _wanted(job)
        with _understood():
            slot = self._ask("GET", "/file-upload")["data"]["attributes"]
            self._upload(str(slot["url"]), data)
            attributes |= {"file_url": slot["url"], "file_url_signature": slot["url_signature"]}
            body = {"data": {"type": "letters", "attributes": attributes}}
            answer = self._ask("POST", self._letters, body, {"Idempotency-Key": job.number})
            return _reports(answer["data"])

    def cancel(self, job: Job) -> None:
        with _understood():
            ids = [letter["id"] for letter in self._since(job.wanted_at) if _job_of(letter) == job.number]
        for id_ in ids:
            try:
                self._ask("PATCH", f"{self._letters}/{id_}/cancel")
            except CarrierRefused:
                log.info("a letter could not be cancelled any more")

    def news(self, jobs: Mapping[str, str]) -> tuple[Report, ...]:
        with _understood():
            found = [letter for letter in self._since(min(jobs.values())) if _job_of(letter) in jobs] if jobs else []
            return tuple(report for letter in found for report in _reports(letter))

    def taken(self, reports: Sequence[Report]) -> None:
        return

    def close(self) -> None:
        self._session.close()

    def _since(self, wanted_at: str) -> Iterator[dict[str, Any]]:
        """The organisation's letters that were created since then, newest first."""
        since = datetime.fromisoformat(wanted_at) - _CLOCKS
        for number in range(1, _MOST_PAGES + 1):
            query = f"?sort=-created_at&page[limit]={PAGE}&page[number]={number}"
            letters = self._ask("GET", self._letters + query)["data"]
            yield from letters
            if len(letters) < PAGE or _created(letters[-1]) < since:
                return

    def _upload(self, url: str, data: bytes) -> None:
        """To the address that they gave, which needs no sign-in."""
        try:
            answer = self._session.put(url, data=data, headers={"Content-Type": "application/pdf"}, timeout=TIMEOUT)
        except requests.RequestException as error:
            raise _unreachable() from error
        if not answer.ok:
            raise _unreachable()

    def _ask(
        self, method: str, path: str, body: dict[str, Any] | None = None, more: Mapping[str, str] | None = None
    ) -> dict[str, Any]:
        """The answer's document. Signs in first, and once more when the token has run out."""
        for _attempt in range(2):
            headers = {"Authorization": f"Bearer {self._signed_in()}", "Accept": JSON_API, **(more or {})}
            if body is not None:
                headers["Content-Type"] = JSON_API
            try:
                answer = self._session.request(method, self._api + path, json=body, headers=headers, timeout=TIMEOUT)
                if answer.status_code != requests.codes.unauthorized:
                    return _document(answer)
            except (requests.RequestException, ValueError) as error:
                raise _unreachable() from error
            self._token = ""
        raise _sign_in_needed()

    def _signed_in(self) -> str:
        if not self._token:
            form = {
                "grant_type": "client_credentials",
                "client_id": self._client,
                "client_secret": self._secret,
                "scope": "letter",
            }
            answer = self._session.post(f"{self._identity}/auth/access-tokens", data=form, timeout=TIMEOUT)
            if answer.status_code in (400, 401, 403):
                raise _sign_in_needed()
            self._token = str(_document(answer).get("access_token", ""))
        return self._token


@contextmanager
def _understood() -> Iterator[None]:
    """An answer that is not what their description says counts as none."""
    try:
        yield
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise _unreachable() from error


def _wanted(job: Job) -> dict[str, Any]:
    """The attributes of a letter. Raises ``CarrierRefused`` for what they do not offer."""
    options = job.options
    if options.formal_service or options.registered == LETTERBOX:
        raise CarrierRefused(
            _("Diese Versandart bietet der Druckdienstleister nicht an."),
            _("Wählen Sie einen anderen Versandweg oder eine andere Versandart."),
        )
    product = "registered" if options.registered == REGISTERED else "fast" if options.priority else "cheap"
    return {
        "file_original_name": f"{job.number}.pdf",
        "address_position": "left",
        "auto_send": True,
        "delivery_product": product,
        "print_mode": "duplex" if options.duplex else "simplex",
        "print_spectrum": "color" if options.colour else "grayscale",
    }


def _document(answer: requests.Response) -> dict[str, Any]:
    """Raises what an answer other than the wanted one means; its words are not passed on, they may name people."""
    if answer.status_code in _LATER or answer.status_code >= 500:
        raise _unreachable()
    if answer.status_code == requests.codes.forbidden:
        raise _sign_in_needed()
    if not answer.ok:
        raise CarrierRefused(
            _("Der Druckdienstleister nimmt den Brief nicht an (Antwort {code}).").format(code=answer.status_code),
            _("Sehen Sie in seinem Portal nach dem Grund, und legen Sie den Brief berichtigt noch einmal an."),
        )
    document = answer.json() if answer.content else {}
    if not isinstance(document, dict):
        raise ValueError("no JSON:API document")
    return document


def _job_of(letter: Mapping[str, Any]) -> str:
    return str(letter["attributes"].get("file_original_name", "")).removesuffix(".pdf")


def _created(letter: Mapping[str, Any]) -> datetime:
    return datetime.fromisoformat(str(letter["attributes"]["created_at"]))


def _reports(letter: Mapping[str, Any]) -> tuple[Report, ...]:
    attributes = letter["attributes"]
    said = str(attributes.get("status", ""))
    state = STATES.get(said)
    if state is None:
        return ()
    at = str(attributes.get("updated_at") or attributes.get("created_at") or "")
    return (Report(job=_job_of(letter), state=state, at=at, reference=str(letter.get("id", ""))),)


def _unreachable() -> AppError:
    return CarrierUnreachable(
        _("Der Druckdienstleister ist nicht erreichbar, oder seine Antwort blieb aus."),
        _("Es ist nichts verloren und nichts doppelt: Es wird von selbst wieder versucht."),
    )


def _sign_in_needed() -> AppError:
    return NotAllowed(
        _("Der Druckdienstleister lässt uns mit diesen Zugangsdaten nicht hinein."),
        _("Legen Sie sie mit „esozialakte letter login“ neu ab, oder bitten Sie die Administration darum."),
        code="carrier-sign-in",
    )
