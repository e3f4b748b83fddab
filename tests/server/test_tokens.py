"""Tokens that must not open anything: forged, expired, for others, of others, and used again."""

import base64
import hashlib
import hmac
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from joserfc import jwt
from joserfc.jwk import ECKey, OctKey, RSAKey

from app.domain.errors import CentreUnreachable, SignInNeeded, WrongUse
from app.server.auth.settings import AuthSettings, OidcSettings
from app.server.auth.tokens import AUDIENCE, ISSUER
from tests.server.auth_world import World

PROVIDER = "https://anmeldung.example"
CLIENT = "esozialakte-window"


def encoded(part: Any) -> str:
    raw = part if isinstance(part, bytes) else json.dumps(part).encode()
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def decoded(part: str) -> Any:
    return json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))


def unsigned(header: dict[str, Any], claims: dict[str, Any], signature: bytes = b"") -> str:
    return f"{encoded(header)}.{encoded(claims)}.{encoded(signature)}"


def hmac_signed(claims: dict[str, Any], secret: bytes, **header: str) -> str:
    signed = f"{encoded({'alg': 'HS256', **header})}.{encoded(claims)}"
    return f"{signed}.{encoded(hmac.digest(secret, signed.encode(), hashlib.sha256))}"


class Provider:
    """An identity provider's keys and tokens; ``reads`` counts how often its keys were asked for."""

    def __init__(self) -> None:
        self.key = RSAKey.generate_key(2048, {"kid": "first", "use": "sig"})
        self.reads = 0
        self.away = False
        self.extra: list[dict[str, Any]] = []

    def fetch(self, url: str) -> dict[str, Any]:
        if self.away:
            raise OSError("away")
        if url == f"{PROVIDER}/.well-known/openid-configuration":
            return {"issuer": PROVIDER, "jwks_uri": f"{PROVIDER}/jwks"}
        self.reads += 1
        return {"keys": [self.key.as_dict(private=False), *self.extra]}

    def claims(self, now: int, **changes: Any) -> dict[str, Any]:
        claims = {
            "iss": PROVIDER,
            "aud": CLIENT,
            "sub": "4711",
            "preferred_username": "caseworker",
            "iat": now,
            "exp": now + 300,
            **changes,
        }
        return {name: value for name, value in claims.items() if value is not None}

    def token(self, now: int, **changes: Any) -> str:
        return jwt.encode({"alg": "RS256", "kid": self.key.kid}, self.claims(now, **changes), self.key)


@pytest.fixture(scope="module")
def provider() -> Provider:
    return Provider()


@pytest.fixture
def world(provider: Provider, tmp_path: Path) -> Iterator[World]:
    settings = AuthSettings(oidc=OidcSettings.of({"issuer": PROVIDER, "client_id": CLIENT}))
    world = World(f"sqlite:///{tmp_path}/service.sqlite", tmp_path, settings, provider.fetch)
    provider.away, provider.extra = False, []
    yield world
    world.close()


# --- the service's own ------------------------------------------------------------------------------------------
def _own(world: World) -> tuple[dict[str, Any], dict[str, Any], ECKey]:
    """Header and claims of a token that holds, and the key that signs."""
    header, claims, _signature = world.token("caseworker").split(".")
    [(_made, key)] = world.auth.sessions._mint._keys.values()
    return decoded(header), decoded(claims), key


def _signed(world: World, **changes: Any) -> str:
    header, claims, key = _own(world)
    claims = {name: value for name, value in {**claims, **changes}.items() if value is not None}
    return jwt.encode({"alg": "ES256", "kid": header["kid"]}, claims, key)


def _by_another_key(world: World) -> str:
    header, claims, _key = _own(world)
    return jwt.encode({"alg": "ES256", "kid": header["kid"]}, claims, ECKey.generate_key("P-256"))


def _by_its_own_key(world: World) -> str:
    _header, claims, _key = _own(world)
    key = ECKey.generate_key("P-256")
    header = {"alg": "ES256", "kid": _header["kid"], "jwk": key.as_dict(private=False)}
    return jwt.encode(header, claims, key)


def _altered(world: World) -> str:
    header, claims, signature = world.token("caseworker").split(".")
    return f"{header}.{encoded({**decoded(claims), 'sub': 'county.admin'})}.{signature}"


def _without_signature(world: World, alg: str) -> str:
    header, claims, _key = _own(world)
    return unsigned({"alg": alg, "kid": header["kid"]}, claims)


def _public_key_as_secret(world: World) -> str:
    header, claims, key = _own(world)
    return hmac_signed(claims, key.as_pem(private=False), kid=header["kid"])


def _after_sign_out(world: World) -> str:
    token = world.token("caseworker")
    world.auth.sessions.end(world.auth.sessions.principal(token).session)
    return token


def _of_somebody_else(world: World) -> str:
    return _signed(world, sub="county.admin")


FALSE_OWN: dict[str, Callable[[World], str]] = {
    "empty": lambda world: "",
    "no token at all": lambda world: "abc",
    "three empty parts": lambda world: "..",
    "not text": lambda world: "\ud800.ü.\x00",
    "a refresh token": lambda world: (
        world.auth.sessions.open("caseworker", kind="user", way="test", device="", device_name="").refresh_token
    ),
    "altered claims": _altered,
    "signed by another key": _by_another_key,
    "bringing its own key": _by_its_own_key,
    "alg none": lambda world: _without_signature(world, "none"),
    "alg None": lambda world: _without_signature(world, "None"),
    "ES256 with an empty signature": lambda world: _without_signature(world, "ES256"),
    "HS256 with the public key as secret": _public_key_as_secret,
    "HS256 with an empty secret": lambda world: hmac_signed(_own(world)[1], b"", kid=_own(world)[0]["kid"]),
    "unknown key": lambda world: jwt.encode({"alg": "ES256", "kid": "x"}, _own(world)[1], ECKey.generate_key("P-256")),
    "no key id": lambda world: jwt.encode({"alg": "ES256"}, _own(world)[1], _own(world)[2]),
    "expired": lambda world: _signed(world, exp=world.clock.now),
    "without an end": lambda world: _signed(world, exp=None),
    "end is no number": lambda world: _signed(world, exp="never"),
    "not yet valid": lambda world: _signed(world, nbf=world.clock.now + 60),
    "for another audience": lambda world: _signed(world, aud="another"),
    "for no audience": lambda world: _signed(world, aud=None),
    "of another issuer": lambda world: _signed(world, iss=PROVIDER),
    "of no issuer": lambda world: _signed(world, iss=None),
    "of an unknown session": lambda world: _signed(world, sid="019ab3c4-7d1e-7c3a-9b0f-5a1d2e3f4a5b"),
    "of no session": lambda world: _signed(world, sid=None),
    "session is no text": lambda world: _signed(world, sid=["a"]),
    "session of somebody else": _of_somebody_else,
    "without an id of its own": lambda world: _signed(world, jti=None),
    "replayed after sign-out": _after_sign_out,
    "the provider's": lambda world: Provider().token(world.clock.now),
}


@pytest.mark.parametrize("case", FALSE_OWN)
def test_false_tokens_are_refused(world: World, case: str) -> None:
    token = FALSE_OWN[case](world)
    with pytest.raises(SignInNeeded) as caught:
        world.auth.sessions.principal(token)
    assert caught.value.code == "sign-in-needed"


def test_true_tokens_made_the_same_way_hold(world: World) -> None:
    assert world.auth.sessions.principal(_signed(world, aud=AUDIENCE, iss=ISSUER)).worker == "caseworker"


# --- the identity provider's --------------------------------------------------------------------------------------
def _used(world: World, provider: Provider) -> str:
    token = provider.token(world.clock.now)
    world.auth.by_oidc(token, "", "")
    return token


def _replayed_after_sign_out(world: World, provider: Provider) -> str:
    token = provider.token(world.clock.now)
    opened = world.auth.by_oidc(token, "", "")
    world.auth.sessions.end(world.auth.sessions.principal(opened.access_token).session)
    return token


def _hs_with_public_key(world: World, provider: Provider) -> str:
    return hmac_signed(provider.claims(world.clock.now), provider.key.as_pem(private=False), kid="first")


def _published_secret(world: World, provider: Provider) -> str:
    """A provider that publishes a symmetric key by mistake."""
    secret = OctKey.generate_key(256, {"kid": "secret"})
    provider.extra = [secret.as_dict(private=True)]
    return jwt.encode({"alg": "HS256", "kid": "secret"}, provider.claims(world.clock.now), secret)


def _other_key(world: World, provider: Provider) -> str:
    return jwt.encode({"alg": "RS256", "kid": "first"}, provider.claims(world.clock.now), RSAKey.generate_key(2048))


FALSE_PROVIDERS: dict[str, Callable[[World, Provider], str]] = {
    "empty": lambda w, p: "",
    "signed by another key": _other_key,
    "alg none": lambda w, p: unsigned({"alg": "none"}, p.claims(w.clock.now)),
    "alg none with the key's id": lambda w, p: unsigned({"alg": "none", "kid": "first"}, p.claims(w.clock.now)),
    "HS256 with the public key as secret": _hs_with_public_key,
    "HS256 with a published secret": _published_secret,
    "expired": lambda w, p: p.token(w.clock.now, exp=w.clock.now - 31),
    "without an end": lambda w, p: p.token(w.clock.now, exp=None),
    "issued in the future": lambda w, p: p.token(w.clock.now, iat=w.clock.now + 60),
    "for another audience": lambda w, p: p.token(w.clock.now, aud="another"),
    "for several, asked for by another": lambda w, p: p.token(w.clock.now, aud=[CLIENT, "other"], azp="other"),
    "for no audience": lambda w, p: p.token(w.clock.now, aud=None),
    "of another issuer": lambda w, p: p.token(w.clock.now, iss="https://other.example"),
    "of no issuer": lambda w, p: p.token(w.clock.now, iss=None),
    "without the worker's claim": lambda w, p: p.token(w.clock.now, preferred_username=None),
    "worker is no text": lambda w, p: p.token(w.clock.now, preferred_username=["caseworker"]),
    "a logout token": lambda w, p: p.token(
        w.clock.now, events={"http://schemas.openid.net/event/backchannel-logout": {}}
    ),
    "used before": _used,
    "replayed after sign-out": _replayed_after_sign_out,
    "the service's own": lambda w, p: w.token("caseworker"),
}


@pytest.mark.parametrize("case", FALSE_PROVIDERS)
def test_false_tokens_of_a_provider_are_refused(world: World, provider: Provider, case: str) -> None:
    token = FALSE_PROVIDERS[case](world, provider)
    with pytest.raises(SignInNeeded):
        world.auth.by_oidc(token, "", "")


def test_a_providers_token_opens_a_session_as_short_as_a_token(world: World, provider: Provider) -> None:
    opened = world.auth.by_oidc(provider.token(world.clock.now), "", "")
    assert opened.refresh_token == ""
    assert world.auth.sessions.principal(opened.access_token).worker == "caseworker"
    world.clock.now += world.settings.access_lifetime
    with pytest.raises(SignInNeeded):
        world.auth.sessions.principal(opened.access_token)


def test_new_keys_of_a_provider_are_found_at_once_and_false_ones_do_not_make_us_ask(
    world: World, provider: Provider
) -> None:
    world.auth.by_oidc(provider.token(world.clock.now), "", "")
    old, provider.key = provider.key, RSAKey.generate_key(2048, {"kid": "second", "use": "sig"})
    world.clock.now += 60
    try:
        world.auth.by_oidc(provider.token(world.clock.now), "", "")
        reads = provider.reads
        for number in range(20):
            with pytest.raises(SignInNeeded):
                world.auth.by_oidc(unsigned({"alg": "RS256", "kid": f"k{number}"}, {}, b"x"), "", "")
        assert provider.reads <= reads + 1
    finally:
        provider.key = old


def test_a_provider_that_is_away_stops_nobody_whose_key_is_known(world: World, provider: Provider) -> None:
    provider.away = True
    with pytest.raises(CentreUnreachable):
        world.auth.by_oidc(provider.token(world.clock.now), "", "")
    provider.away = False
    world.clock.now += 60
    world.auth.by_oidc(provider.token(world.clock.now), "", "")
    provider.away = True
    world.clock.now += 7200
    assert world.auth.by_oidc(provider.token(world.clock.now), "", "").access_token


@pytest.mark.parametrize(
    "data",
    [
        {"issuer": PROVIDER},
        {"client_id": CLIENT},
        {"issuer": PROVIDER, "client_id": CLIENT, "secret": "x"},
        {"issuer": PROVIDER, "client_id": CLIENT, "algorithms": ["RS256", "none"]},
        {"issuer": PROVIDER, "client_id": CLIENT, "algorithms": ["HS256"]},
    ],
)
def test_settings_that_would_open_a_door_are_refused(data: dict[str, Any]) -> None:
    with pytest.raises(WrongUse):
        OidcSettings.of(data)


def test_a_provider_without_tls_is_refused(tmp_path: Path) -> None:
    settings = AuthSettings(oidc=OidcSettings("http://anmeldung.example", CLIENT))
    with pytest.raises(WrongUse):
        World(f"sqlite:///{tmp_path}/service.sqlite", tmp_path, settings).close()


def test_keys_that_come_without_tls_are_not_believed(provider: Provider, tmp_path: Path) -> None:
    def fetch(url: str) -> dict[str, Any]:
        told = provider.fetch(url.replace("http://", "https://"))
        return {**told, "jwks_uri": "http://anmeldung.example/jwks"} if "jwks_uri" in told else told

    settings = AuthSettings(oidc=OidcSettings(PROVIDER, CLIENT))
    world = World(f"sqlite:///{tmp_path}/service.sqlite", tmp_path, settings, fetch)
    with pytest.raises(CentreUnreachable):
        world.auth.by_oidc(provider.token(world.clock.now), "", "")
    world.close()
