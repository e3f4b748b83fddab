"""A real OpenID provider (npm ``oidc-provider``) as a process of the tests, and a browser that signs in there."""

import json
import os
import re
import shutil
import subprocess
import threading
from pathlib import Path
from urllib.parse import urljoin

import requests

PLACE = "ESOZIALAKTE_TEST_OIDC"
"""Names a folder with ``node_modules/oidc-provider``; without it npm brings one."""
_HERE = Path(__file__).parent / "oidc"
_INSTALL_SECONDS = 90


def provider_folder(scratch: Path) -> tuple[Path | None, str]:
    """The folder with the package, or None and why there is none."""
    if chosen := os.environ.get(PLACE):
        return Path(chosen), ""
    if shutil.which("node") is None or shutil.which("npm") is None:
        return None, "node and npm are not installed"
    shutil.copy(_HERE / "package.json", scratch)
    command = [str(shutil.which("npm")), "install", "--no-audit", "--no-fund", "--silent"]
    try:
        subprocess.run(command, cwd=scratch, check=True, capture_output=True, timeout=_INSTALL_SECONDS)
    except (subprocess.SubprocessError, OSError) as error:
        return None, f"npm cannot bring oidc-provider ({type(error).__name__})"
    return scratch, ""


class OidcProvider:
    """Runs until ``close``. ``issuer`` is its address."""

    def __init__(self, folder: Path) -> None:
        self._process = subprocess.Popen(
            [str(shutil.which("node")), str(_HERE / "provider.mjs"), str(folder)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        self.issuer = str(self._line()["issuer"])

    def change_keys(self) -> None:
        """As after a restart: new keys, and nobody is signed in."""
        assert self._process.stdin is not None
        self._process.stdin.write("\n")
        self._process.stdin.flush()
        self._line()

    def close(self) -> None:
        assert self._process.stdin is not None and self._process.stdout is not None
        self._process.stdin.close()
        self._process.wait(10)
        self._process.stdout.close()

    def _line(self) -> dict[str, object]:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        while line and not line.startswith("{"):  # the provider's own advice
            line = self._process.stdout.readline()
        return dict(json.loads(line))


class Browser:
    """What a person does in the browser: gives a name, agrees. ``refuses`` closes the door instead."""

    def __init__(self, name: str, *, refuses: bool = False) -> None:
        self.name = name
        self.refuses = refuses
        self.saw = ""
        self._thread: threading.Thread | None = None

    def show(self, url: str) -> bool:
        self._thread = threading.Thread(target=self._walk, args=(url,), name="browser")
        self._thread.start()
        return True

    def close(self) -> None:
        if self._thread is not None:
            self._thread.join(20)

    def _walk(self, url: str) -> None:
        with requests.Session() as session:
            page = session.get(url, timeout=10)
            while (form := re.search(r'<form[^>]*action="([^"]+)"', page.text)) is not None:
                prompt = re.search(r'name="prompt" value="(\w+)"', page.text)
                asked = prompt.group(1) if prompt else ""
                if self.refuses:
                    abort = re.search(r'href="([^"]+/abort)"', page.text)
                    page = session.get(urljoin(page.url, abort.group(1) if abort else ""), timeout=10)
                    continue
                filled = {"prompt": asked, "login": self.name, "password": "any"}
                page = session.post(urljoin(page.url, form.group(1)), data=filled, timeout=10)
            self.saw = page.text
