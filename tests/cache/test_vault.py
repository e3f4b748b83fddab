"""Keys, expiry, damage, what lies on the disk, several windows at once."""

import base64
import os
import secrets
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import keyring.backend
import pytest
from keyring.backends import fail, null
from keyring.errors import KeyringError

from app.adapters.cache.database import connect
from app.adapters.cache.page_store import PageStore
from app.adapters.cache.store import SqlCache
from app.adapters.desktop.folders import cache_folder
from app.adapters.desktop.keyrings import system_keyring
from app.adapters.desktop.keys import KeyringKeeper
from app.domain.actions import FileDocument
from app.domain.errors import CacheDamaged
from app.domain.records import Person
from tests.cache.making import NOW, SITE, Log, MemoryKeeper, case, document, filed, ids, lines, open_cache

CASE = case("35502BG0001234", Person(last_name="Quastenflosser", first_name="Annegret", born="1984-03-12"),
            street="Verborgenweg 7", town="Geheimstadt")  # fmt: skip
WORDS = ("Quastenflosser", "Annegret", "Verborgenweg", "Geheimstadt", "35502BG0001234", "0001234", "1984-03-12",
         "12031984", "quastenflosser", "Mietwucher", "Volltextwort", "%PDF-seite", "document", "Kaninchen")  # fmt: skip


def used(root: Path, keeper: MemoryKeeper) -> SqlCache:
    """A cache in which everything has been done that leaves traces."""
    cache = open_cache(root, keeper)
    many = (filed(f"f{n}", CASE) for n in range(500))
    log = Log(cache, CASE, document("d", title="Mietwucher", has_text=True), *many)
    cache.keep_text("d", ("Volltextwort",))
    cache.keep_page("d", 1, b"%PDF-seite" * 1000)
    cache.remember("suche", "Kaninchen")
    cache.opened(CASE.id)
    cache.search("quastenflosser mietwucher")
    cache.inbox(SITE)
    action = FileDocument(site=SITE, by="anna", document="d", case=CASE.id, title="Mietwucher")
    cache.enqueue(action)
    cache.apply(SITE, [log.commit(action)])
    return cache


def test_nothing_can_be_read_without_the_key(tmp_path: Path, keeper: MemoryKeeper) -> None:
    cache = used(tmp_path, keeper)
    for when in ("open", "closed"):
        files = [path for path in tmp_path.rglob("*") if path.is_file()]
        assert len(files) >= 3, when
        for path in files:
            raw = path.read_bytes()
            said = [word for word in WORDS if word.encode() in raw or word in str(path)]
            assert not said, (path.name, said)
            assert not raw.startswith(b"SQLite format 3") and keeper.keys["cache"] not in raw
        if when == "open":
            cache.close()


def test_it_does_not_open_with_another_key(tmp_path: Path, keeper: MemoryKeeper) -> None:
    used(tmp_path, keeper).close()
    for path in tmp_path.rglob("*.db"):
        with pytest.raises(Exception, match="not a database"):
            connect(path, secrets.token_bytes(32), create=False).execute("SELECT * FROM sqlite_master").fetchall()


def test_without_a_keyring_it_lives_for_one_sitting(tmp_path: Path, keeper: MemoryKeeper) -> None:
    keeper.works = False
    cache = open_cache(tmp_path, keeper)
    assert not cache.persistent and "Schlüsselbund" in cache.notice and keeper.keys == {}
    cache.fill(SITE, 1, lines(CASE))
    other = open_cache(tmp_path, keeper)
    assert other.sites() == () and cache.sites() == (SITE,)
    other.close()
    cache.close()
    assert list(tmp_path.iterdir()) == []


DIES = """
    import os, sys
    from pathlib import Path
    from tests.cache.making import MemoryKeeper, open_cache
    keeper = MemoryKeeper()
    keeper.works = False
    open_cache(Path(sys.argv[1]), keeper)
    os._exit(9)
"""


def test_what_a_crash_left_of_a_sitting_goes_at_the_next_start(tmp_path: Path, keeper: MemoryKeeper) -> None:
    subprocess.run(
        [sys.executable, "-c", textwrap.dedent(DIES), str(tmp_path)],
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
        check=False,
    )
    assert list(tmp_path.glob("sitting-*"))
    open_cache(tmp_path, keeper).close()
    assert not list(tmp_path.glob("sitting-*"))


def test_a_keyring_that_keeps_nothing_counts_as_none(tmp_path: Path, keeper: MemoryKeeper) -> None:
    keeper.put = lambda name, key: False  # type: ignore[method-assign]
    cache = open_cache(tmp_path, keeper)
    assert not cache.persistent
    cache.close()


def test_key_gone(tmp_path: Path, keeper: MemoryKeeper) -> None:
    used(tmp_path, keeper).close()
    keeper.keys.clear()
    cache = open_cache(tmp_path, keeper)
    assert cache.persistent and cache.sites() == () and cache.page_bytes("d", 1) is None
    assert "verloren" in cache.notice
    cache.close()
    assert open_cache(tmp_path, keeper).notice == ""


def test_it_expires_after_fourteen_days_without_sign_in(tmp_path: Path, keeper: MemoryKeeper) -> None:
    open_cache(tmp_path, keeper, now=NOW).close()
    cache = open_cache(tmp_path, keeper, now=NOW + timedelta(days=13))
    Log(cache, CASE, document("d"))
    cache.enqueue(FileDocument(site=SITE, by="anna", document="d", case=CASE.id))
    cache.close()
    key = keeper.keys["cache"]
    cache = open_cache(tmp_path, keeper, now=NOW + timedelta(days=26))
    assert cache.sites() == (SITE,) and cache.notice == ""
    cache.close()
    cache = open_cache(tmp_path, keeper, now=NOW + timedelta(days=41))
    assert cache.sites() == () and keeper.keys["cache"] != key and "14 Tage" in cache.notice
    # What was not sent yet is not the centre's to give back.
    assert len(cache.waiting()) == 1 and "gerettet" in cache.notice
    cache.close()


def test_the_expiry_cannot_be_put_off_by_hand(tmp_path: Path, keeper: MemoryKeeper) -> None:
    open_cache(tmp_path, keeper, now=NOW).close()
    (seal,) = tmp_path.rglob("seal")
    seal.write_text(seal.read_text().replace("2026-", "2027-"))
    key = keeper.keys["cache"]
    open_cache(tmp_path, keeper, now=NOW).close()
    assert keeper.keys["cache"] != key


def test_erasing_leaves_nothing(tmp_path: Path, keeper: MemoryKeeper) -> None:
    used(tmp_path, keeper).erase()
    assert keeper.keys == {} and not list(tmp_path.rglob("*.db"))


def _spoil(path: Path) -> None:
    raw = bytearray(path.read_bytes())
    for at in range(100, len(raw), 1024):
        raw[at] ^= 0xFF
    path.write_bytes(raw)


def test_a_damaged_site_is_thrown_away_and_the_outbox_stays(tmp_path: Path, keeper: MemoryKeeper) -> None:
    cache = open_cache(tmp_path, keeper)
    Log(cache, CASE, document("d"))
    cache.enqueue(FileDocument(site=SITE, by="anna", document="d", case=CASE.id))
    cache.close()
    (path,) = tmp_path.rglob("site-*.db")
    _spoil(path)
    cache = open_cache(tmp_path, keeper)
    assert cache.sites() == () and len(cache.waiting()) == 1 and "beschädigt" in cache.notice
    cache.close()


def test_a_damaged_outbox_is_moved_aside_and_told(tmp_path: Path, keeper: MemoryKeeper) -> None:
    used(tmp_path, keeper).close()
    (path,) = tmp_path.rglob("desk.db")
    _spoil(path)
    cache = open_cache(tmp_path, keeper)
    assert "beschädigt" in cache.notice and "letzten Schritte" in cache.notice
    assert list(tmp_path.rglob("damaged-desk.db")) and cache.waiting() == () and cache.sites() == ()
    cache.close()


def test_damage_that_shows_later_is_named_and_rebuilding_heals_it(tmp_path: Path, keeper: MemoryKeeper) -> None:
    cache = open_cache(tmp_path, keeper)
    many = [document(f"d{n}", title="x" * 200) for n in range(3000)]
    cache.fill(SITE, 1, lines(*many))
    (path,) = tmp_path.rglob("site-*.db")
    raw = bytearray(path.read_bytes())
    raw[len(raw) // 3 : len(raw) // 2] = secrets.token_bytes(len(raw) // 2 - len(raw) // 3)
    path.write_bytes(raw)
    with pytest.raises(CacheDamaged) as caught:
        for _ in range(3):
            cache.inbox(SITE)
            cache._sites.get(SITE)._inbox = None  # type: ignore[union-attr]
            cache._sites.get(SITE).database._readers.close()  # type: ignore[union-attr]
    assert caught.value.advice
    cache.rebuild()
    assert cache.sites() == ()
    cache.fill(SITE, 1, lines(document("d")))
    assert ids(cache.inbox(SITE)) == ["d"]
    cache.close()


def test_two_windows_on_one_cache(tmp_path: Path, keeper: MemoryKeeper) -> None:
    one, two = open_cache(tmp_path, keeper), open_cache(tmp_path, keeper)
    log = Log(one, CASE, document("d"), document("e"))
    assert set(ids(two.inbox(SITE))) == {"d", "e"}
    action = FileDocument(site=SITE, by="anna", document="d", case=CASE.id)
    assert two.enqueue(action) is None
    assert ids(one.inbox(SITE)) == ["e"]
    commit = log.commit(action)

    def work(cache: SqlCache) -> None:
        for _ in range(20):
            cache.apply(SITE, [commit])
            cache.inbox(SITE)
            cache.search("quasten")
            cache.remember("x", "y")

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(work, (one, two, one, two)))
    for cache in (one, two):
        assert cache.waiting() == () and ids(cache.case_documents(CASE.id)) == ["d"]
    two.fill(SITE, 5, lines(CASE, document("new")))
    assert ids(one.inbox(SITE)) == ["new"] and one.position(SITE) == 5
    one.close()
    two.close()


def test_left_over_files_are_swept_up(tmp_path: Path, keeper: MemoryKeeper) -> None:
    cache = open_cache(tmp_path, keeper)
    cache.fill(SITE, 1, lines(CASE))
    folder = next(tmp_path.rglob("desk.db")).parent
    cache.close()
    (folder / "site-abc.db").write_bytes(b"half")
    cache = open_cache(tmp_path, keeper)
    assert not (folder / "site-abc.db").exists() and cache.sites() == (SITE,)
    cache.close()


def test_pages_are_kept_up_to_the_bound(tmp_path: Path) -> None:
    store = PageStore(tmp_path, b"k" * 32, b"n" * 32, bound=100_000)
    for number in range(30):
        store.put("d", number, secrets.token_bytes(10_000))
        path = store._path("d", number)
        os.utime(path, (number, number))
    kept = [number for number in range(30) if store.get("d", number) is not None]
    assert sum(path.stat().st_size for path in tmp_path.rglob("*") if path.is_file()) <= 110_000
    assert 29 in kept and 0 not in kept


def test_a_page_is_not_taken_for_another(tmp_path: Path) -> None:
    store = PageStore(tmp_path, b"k" * 32, b"n" * 32)
    big = secrets.token_bytes(9 << 20)
    store.put("d", 1, big)
    store.put("d", 2, b"")
    assert store.get("d", 1) == big and store.get("d", 2) == b"" and store.get("d", 3) is None
    store._path("d", 1).replace(store._path("d", 2))
    assert store.get("d", 2) is None
    store.put("d", 1, big)
    path = store._path("d", 1)
    path.write_bytes(path.read_bytes()[: (4 << 20) + 28])
    assert store.get("d", 1) is None and not path.exists()


class Ring(keyring.backend.KeyringBackend):
    priority = 1  # type: ignore[assignment]

    def __init__(self) -> None:
        super().__init__()
        self.secrets: dict[tuple[str, str], str] = {}
        self.broken = False

    def get_password(self, service: str, username: str) -> str | None:
        if self.broken:
            raise KeyringError
        return self.secrets.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        if self.broken:
            raise KeyringError
        self.secrets[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        if self.broken:
            raise KeyringError
        del self.secrets[service, username]


def test_the_systems_keyring() -> None:
    ring = Ring()
    keeper = KeyringKeeper(ring)
    key = secrets.token_bytes(32)
    assert keeper.usable() and keeper.get("n") is None and keeper.put("n", key) and keeper.get("n") == key
    assert base64.b64decode(ring.secrets["esozialakte", "n"]) == key
    keeper.discard("n")
    assert keeper.get("n") is None
    ring.secrets["esozialakte", "n"] = "nonsense"
    assert keeper.get("n") is None
    ring.broken = True
    assert keeper.get("n") is None and not keeper.put("n", key)
    keeper.discard("n")
    assert not KeyringKeeper(fail.Keyring()).usable()


def test_the_keyring_is_the_one_that_the_library_would_find(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PYTHON_KEYRING_BACKEND", raising=False)
    assert type(system_keyring()) is type(keyring.get_keyring())
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.null.Keyring")
    assert isinstance(system_keyring(), null.Keyring)


def test_the_folder_can_be_chosen(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("ESOZIALAKTE_CACHE_DIR", str(tmp_path))
    assert cache_folder() == tmp_path
    monkeypatch.delenv("ESOZIALAKTE_CACHE_DIR")
    assert "esozialakte" in str(cache_folder())


def test_a_fill_that_the_closing_overtakes_is_ended_and_the_next_start_has_it_or_nothing(
    tmp_path: Path, keeper: MemoryKeeper
) -> None:
    cache = open_cache(tmp_path, keeper)

    def overtaken() -> Iterator[bytes]:
        yield from lines(CASE)
        cache.close()

    with pytest.raises(InterruptedError):
        cache.fill(SITE, 1, overtaken())
    for question in (cache.sites, cache.waiting, lambda: cache.inbox(SITE), lambda: cache.document("d")):
        with pytest.raises(InterruptedError):
            question()
    again = open_cache(tmp_path, keeper)
    assert again.position(SITE) == 1 and [row.id for row in again.cases([CASE.id])] == [CASE.id]
    again.close()
