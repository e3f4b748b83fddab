"""The computer's own sign-in as an answer to "Negotiate" (SPNEGO, RFC 4559)."""

import base64

from app.domain.errors import SignInNeeded
from app.domain.texts import _


def ticket(host: str) -> str:
    """The value of ``Authorization`` for the service ``HTTP@host``. Raises ``SignInNeeded`` when there is no ticket."""
    try:
        import spnego
        from spnego.exceptions import SpnegoError
    except ImportError as error:
        raise _none() from error
    try:
        token = spnego.client(hostname=host, service="HTTP", protocol="kerberos").step()
    except (SpnegoError, ImportError, OSError) as error:
        raise _none() from error
    return f"Negotiate {base64.b64encode(token or b'').decode()}"


def _none() -> SignInNeeded:
    return SignInNeeded(
        _("Dieser Rechner hat keine Anmeldung, die der Dienst annimmt."),
        _("Melden Sie sich auf andere Weise an."),
        code="no-ticket",
    )
