"""The code on our letters by which a reply finds its case: a random token, and nothing about anybody."""

import base64
import re

RANDOM_BYTES = 16
"""128 bits: nobody guesses a token."""
PREFIX = "ES2-"
TOKEN = re.compile(rf"\b{PREFIX}[A-Z2-7]{{26}}\b")


def token_of(random: bytes) -> str:
    """The token of 16 random bytes.

    >>> token_of(bytes(16))
    'ES2-AAAAAAAAAAAAAAAAAAAAAAAAAA'
    """
    if len(random) != RANDOM_BYTES:
        raise ValueError("a token is made of 16 bytes")
    return PREFIX + base64.b32encode(random).decode().rstrip("=")


def is_token(text: str) -> bool:
    return TOKEN.fullmatch(text) is not None
