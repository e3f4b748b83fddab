"""All of signing in, put together: what the routes call."""

from typing import TYPE_CHECKING

from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

from app.domain.errors import WrongUse
from app.domain.texts import _
from app.server.auth.clock import Clock, system_clock
from app.server.auth.devices import Devices
from app.server.auth.grants import Grants
from app.server.auth.oidc import Fetch, OidcVerifier
from app.server.auth.passwords import Accounts, TooManyTries
from app.server.auth.people import People
from app.server.auth.principal import USER
from app.server.auth.sessions import Opened, Sessions
from app.server.auth.settings import AuthSettings
from app.server.auth.tokens import TokenMint
from app.server.fetching import fetcher
from app.server.readlog import ReadLog
from app.server.store.database import Database

if TYPE_CHECKING:
    from app.server.auth.kerberos import Kerberos


class Auth:
    """Safe to use from several threads and, on one database, from several processes."""

    def __init__(
        self, database: Database, settings: AuthSettings, fetch: Fetch | None = None, clock: Clock = system_clock
    ) -> None:
        self.settings = settings
        self.accounts = Accounts(database, clock)
        self.people = People(database, clock)
        mint = TokenMint(database, clock, settings.access_lifetime)
        self.sessions = Sessions(database, self.people, mint, clock, settings)
        self.devices = Devices(database, clock)
        self.grants = Grants(database, clock)
        self.readlog = ReadLog(database, clock)
        self._kerberos = _kerberos(settings) if settings.kerberos_service else None
        self._oidc: OidcVerifier | None = None
        if settings.oidc is not None:
            self._oidc = OidcVerifier(database, settings.oidc, clock, fetch or fetcher(settings.oidc.ca_file))
        self._limiter = MovingWindowRateLimiter(MemoryStorage())
        self._rate = RateLimitItemPerMinute(settings.tries_per_minute)

    @property
    def has_kerberos(self) -> bool:
        return self._kerberos is not None

    def limit(self, address: str) -> None:
        """Count a sign-in of an address. Raises ``TooManyTries``."""
        if not self._limiter.hit(self._rate, address):
            raise TooManyTries(60)

    def by_password(self, worker: str, password: str, device: str, device_name: str) -> Opened:
        self._needs_passwords()
        kind = self.accounts.sign_in(worker, password)
        return self.sessions.open(worker, kind=kind, way="password", device=device, device_name=device_name)

    def by_oidc(self, token: str, device: str, device_name: str) -> Opened:
        if self._oidc is None:
            raise no_such_way()
        return self._of_others(self._oidc.worker(token), "oidc", device, device_name)

    def by_kerberos(self, token: bytes, device: str, device_name: str) -> tuple[Opened, bytes]:
        """With what is to be answered to the client's Kerberos."""
        if self._kerberos is None:
            raise no_such_way()
        worker, answer = self._kerberos.accept(token)
        return self._of_others(worker, "kerberos", device, device_name), answer

    def _of_others(self, worker: str, way: str, device: str, device_name: str) -> Opened:
        """Whoever is locked elsewhere gets no new token there: so these sessions are as short as a token."""
        return self.sessions.open(worker, kind=USER, way=way, device=device, device_name=device_name, renewable=False)

    def change_password(self, worker: str, old: str, new: str) -> None:
        self._needs_passwords()
        self.accounts.change(worker, old, new)
        self.sessions.end_all_of(worker)

    def lock(self, worker: str, locked: bool) -> None:
        self.accounts.lock(worker, locked)
        if locked:
            self.sessions.end_all_of(worker)

    def reset(self, worker: str, password: str) -> None:
        self.accounts.reset(worker, password)
        self.sessions.end_all_of(worker)

    def _needs_passwords(self) -> None:
        if not self.settings.passwords:
            raise no_such_way()


def _kerberos(settings: AuthSettings) -> "Kerberos":
    try:
        from app.server.auth.kerberos import Kerberos
    except ImportError as error:
        raise WrongUse(
            _("Dieser Installation fehlt Kerberos."), _("Installieren Sie das Paket mit dem Zusatz „kerberos“.")
        ) from error
    return Kerberos(settings.kerberos_service, settings.kerberos_realm)


def no_such_way() -> WrongUse:
    return WrongUse(
        _("Auf diese Weise kann man sich an diesem Dienst nicht anmelden."),
        _("Wählen Sie eine andere Anmeldung oder fragen Sie die Administration."),
        code="no-such-way",
    )
