"""Kerberos sign-on (SPNEGO, RFC 4559) in an Active Directory: the computer's own sign-in is enough."""


class Kerberos:
    def __init__(self, service: str) -> None:
        self.service = service
