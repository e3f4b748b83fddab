"""Routes of signing in: ways, sessions, password, and who one is."""

import base64
from typing import Annotated

from fastapi import APIRouter, Depends, Header, Request, Response
from pydantic import BaseModel, Field

from app.server.api.problems import responses
from app.server.auth.principal import Principal
from app.server.auth.service import Auth
from app.server.auth.sessions import Opened
from app.server.auth.small_bodies import SmallBodies
from app.server.rights import right

router = APIRouter(prefix="/v1", tags=["sign-in"], route_class=SmallBodies)
ERRORS = responses(401, 403, 422, 503)
ERRORS_IN = responses(400, 401, 403, 408, 413, 415, 422, 429, 503, 507)

PLAIN = r"^[^\x00-\x1f\x7f]*$"
"""No control characters: databases refuse some, and nobody's name has them."""
Plain = Annotated[str, Field(max_length=100, pattern=PLAIN)]
Name = Annotated[str, Field(min_length=1, max_length=100, pattern=PLAIN)]
Secret = Annotated[str, Field(min_length=1, max_length=256)]
DeviceId = Annotated[str, Field(max_length=36, pattern=r"^[0-9a-f-]*$", examples=["0d1a9f4e6b7c4c1d8e2f3a4b5c6d7e8f"])]


class Computer(BaseModel):
    """Where somebody signs in: a random id that the program made there, and a name for the administration's list."""

    device: DeviceId = ""
    device_name: Plain = Field("", examples=["PC-BORKEN-017"])


class PasswordSignIn(Computer):
    worker: Name = Field(examples=["anna.berger"])
    password: Secret = Field(examples=["vier Wörter ohne Zusammenhang"])


class OidcSignIn(Computer):
    token: str = Field(min_length=1, max_length=16_000, description="An ID token of the provider; good for once.")


class Refresh(BaseModel):
    refresh_token: Secret


class PasswordChange(BaseModel):
    worker: Name
    old: Secret
    new: Secret


class Tokens(BaseModel):
    access_token: str
    token_type: str = "Bearer"
    expires_in: int = Field(description="Seconds", examples=[600])
    refresh_token: str | None = Field(None, description="Good for once. None: renew by signing in again.")


class OidcWay(BaseModel):
    issuer: str
    client_id: str
    scopes: str


class Ways(BaseModel):
    password: bool
    oidc: OidcWay | None
    kerberos: bool


class GrantOut(BaseModel):
    id: str
    site: str
    reason: str
    until: str


class Me(BaseModel):
    worker: str
    kind: str
    roles: dict[str, list[str]] = Field(description="Site -> roles there")
    county: list[str] = Field(description="Roles at every site")
    legal_areas: list[str]
    grants: list[GrantOut]
    device: str


def _auth(request: Request) -> Auth:
    auth: Auth = request.app.state.auth
    return auth


Service = Annotated[Auth, Depends(_auth)]


def _limited(request: Request, auth: Service) -> None:
    auth.limit(request.client.host if request.client else "")


LIMITED = [Depends(_limited)]


def _tokens(opened: Opened) -> Tokens:
    return Tokens(
        access_token=opened.access_token,
        expires_in=opened.expires_in,
        refresh_token=opened.refresh_token or None,
    )


@router.get("/sign-in", operation_id="sign-in.ways", responses=ERRORS)
def ways(auth: Service) -> Ways:
    """How one can sign in here."""
    oidc = auth.settings.oidc
    return Ways(
        password=auth.settings.passwords,
        oidc=None if oidc is None else OidcWay(issuer=oidc.issuer, client_id=oidc.client_id, scopes=oidc.scopes),
        kerberos=auth.has_kerberos,
    )


@router.post("/sign-in/password", operation_id="sign-in.password", dependencies=LIMITED, responses=ERRORS_IN)
def by_password(body: PasswordSignIn, auth: Service) -> Tokens:
    """With an account of the service. After failures in a row the waits grow."""
    return _tokens(auth.by_password(body.worker, body.password, body.device, body.device_name))


@router.post("/sign-in/oidc", operation_id="sign-in.oidc", dependencies=LIMITED, responses=ERRORS_IN)
def by_oidc(body: OidcSignIn, auth: Service) -> Tokens:
    """With a token of the identity provider."""
    return _tokens(auth.by_oidc(body.token, body.device, body.device_name))


@router.post("/sign-in/kerberos", operation_id="sign-in.kerberos", dependencies=LIMITED, responses=ERRORS_IN)
def by_kerberos(
    body: Computer,
    auth: Service,
    response: Response,
    authorization: Annotated[str, Header(max_length=100_000, description="`Negotiate` and the ticket, base64")] = "",
) -> Tokens:
    """With a ticket of the computer's own sign-in."""
    scheme, _blank, ticket = authorization.partition(" ")
    try:
        token = base64.b64decode(ticket, validate=True) if scheme.lower() == "negotiate" else b""
    except ValueError:
        token = b""
    opened, answer = auth.by_kerberos(token, body.device, body.device_name)
    response.headers["WWW-Authenticate"] = f"Negotiate {base64.b64encode(answer).decode()}"
    return _tokens(opened)


@router.post("/sign-in/refresh", operation_id="sign-in.refresh", dependencies=LIMITED, responses=ERRORS_IN)
def refresh(body: Refresh, auth: Service) -> Tokens:
    """A new access token and a new refresh token. One that was used before ends the session."""
    return _tokens(auth.sessions.refresh(body.refresh_token))


@router.post("/sign-out", operation_id="sign-out", status_code=204, responses=ERRORS_IN)
def sign_out(principal: Annotated[Principal, Depends(right("sign-out"))], auth: Service) -> None:
    """The session's tokens open nothing from now on."""
    auth.sessions.end(principal.session)


@router.post("/password", operation_id="password.change", status_code=204, dependencies=LIMITED, responses=ERRORS_IN)
def change_password(body: PasswordChange, auth: Service) -> None:
    """Needs the old one, no session: also for a password that the administration gave. Ends all sessions."""
    auth.change_password(body.worker, body.old, body.new)


@router.get("/me", operation_id="me", responses=ERRORS)
def me(principal: Annotated[Principal, Depends(right("me"))]) -> Me:
    """Who one is here, with one's rights as they are now."""
    return Me(
        worker=principal.worker,
        kind=principal.kind,
        roles={site: sorted(roles) for site, roles in sorted(principal.roles.items())},
        county=sorted(principal.county),
        legal_areas=sorted(principal.legal_areas),
        grants=[GrantOut(id=g.id, site=g.site, reason=g.reason, until=g.until) for g in principal.grants],
        device=principal.device,
    )
