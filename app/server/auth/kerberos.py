"""Kerberos sign-on (RFC 4559) in an Active Directory: the computer's own sign-in is enough.

The process finds the service's key in the keytab that ``KRB5_KTNAME`` names. NTLM is not spoken.
"""

import spnego
from spnego.exceptions import SpnegoError

from app.domain.errors import SignInNeeded, WrongUse
from app.domain.texts import _


class Kerberos:
    """``service``: ``HTTP@host`` as clients name it; ``realm``: whose principals are our workers.

    Through trusts between realms others can get tickets too: an ``anna`` of another realm is not our ``anna``.
    """

    def __init__(self, service: str, realm: str) -> None:
        self._service, _at, self._host = service.partition("@")
        if not self._host or not realm:
            raise WrongUse(_("Für Kerberos fehlen der Dienst (HTTP@rechner) oder der Realm."))
        self._realm = realm

    def accept(self, token: bytes) -> tuple[str, bytes]:
        """(worker, answer for the client). Raises ``SignInNeeded`` for every ticket that does not hold."""
        try:
            context = spnego.server(hostname=self._host, service=self._service, protocol="kerberos")
            answer = context.step(token)
            principal = context.client_principal if context.complete else None
        except (SpnegoError, ValueError, OSError, AttributeError) as error:  # the last for an empty ticket
            raise _refused() from error
        worker, _at, realm = (principal or "").rpartition("@")
        if realm != self._realm or not worker or "/" in worker:
            raise _refused()
        return worker, answer or b""


def _refused() -> SignInNeeded:
    return SignInNeeded(
        _("Die Anmeldung dieses Rechners gilt am Dienst nicht."),
        _("Melden Sie sich auf andere Weise an, oder fragen Sie die Administration."),
        code="sign-in-failed",
    )
