"""Errors that a person reads: what failed, why, and what to do.

Foreign errors are translated into these at the edge (adapters). ``title`` and ``advice`` are whole, polite
sentences in the language of the screen and never contain personal data: they end up in logs and receipts.
"""


class AppError(Exception):
    """Something failed that the user should be told about. ``code`` is stable and meant for programs."""

    code = "error"

    def __init__(self, title: str, advice: str = "", *, code: str | None = None) -> None:
        super().__init__(title)
        self.title = title
        self.advice = advice
        if code is not None:
            self.code = code

    def as_json(self) -> dict[str, str]:
        return {"code": self.code, "title": self.title, "advice": self.advice}


class CentreUnreachable(AppError):
    """The folder or service cannot be reached now; trying again later may help. Exit status 4."""

    code = "centre-unreachable"


class StoreIncompatible(AppError):
    """The store was written by a newer program, or is no store of ours."""

    code = "store-incompatible"


class StoreDamaged(AppError):
    """Something that the log names is missing or altered."""

    code = "store-damaged"


class NotAllowed(AppError):
    """The file system or the service denies the access."""

    code = "not-allowed"


class SignInNeeded(NotAllowed):
    """The service does not know who is asking (any more); signing in helps."""

    code = "sign-in-needed"


class DeviceRevoked(NotAllowed):
    """The administration has revoked this computer: what it keeps locally is to be erased."""

    code = "device-revoked"


class StorageFull(AppError):
    """No room left on the disk or share; nothing was acknowledged."""

    code = "storage-full"


class UnreadableInput(AppError):
    """The input as a whole cannot be read. Exit status 3."""

    code = "unreadable"


class DocumentUnreadable(AppError):
    """A document that no reader opens. Codes: unreadable, password, too-large, unsupported, empty."""

    code = "unreadable"


class WrongUse(AppError):
    """The command or call makes no sense as given. Exit status 2."""

    code = "wrong-use"


class CacheDamaged(AppError):
    """The local cache cannot be opened with its key; it can be rebuilt from the centre."""

    code = "cache-damaged"


class CacheKeyMissing(AppError):
    """The cache is there and its key is not; it can only be discarded."""

    code = "cache-key-missing"
