"""A keyring in a file, for benchmarks alone: what they measure is invented, and keyrings may ask questions."""

import json
import os
from pathlib import Path

from keyring.backend import KeyringBackend
from keyring.errors import PasswordDeleteError

FOLDER = "ESOZIALAKTE_BENCH_KEYS"


class KeyFile(KeyringBackend):
    """Chosen through ``PYTHON_KEYRING_BACKEND``; of no use (and never chosen by itself) without ``FOLDER``."""

    priority = 0.1 if FOLDER in os.environ else -1

    def get_password(self, service: str, username: str) -> str | None:
        try:
            return str(json.loads(_file(service, username).read_text(encoding="utf-8")))
        except FileNotFoundError:
            return None

    def set_password(self, service: str, username: str, password: str) -> None:
        _file(service, username).write_text(json.dumps(password), encoding="utf-8")

    def delete_password(self, service: str, username: str) -> None:
        try:
            _file(service, username).unlink()
        except FileNotFoundError as error:
            raise PasswordDeleteError from error


def _file(service: str, username: str) -> Path:
    return Path(os.environ[FOLDER]) / f"{service}-{username}.json"
