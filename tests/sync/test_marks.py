"""Marks and exports through a real store: two clients, a restart, an untouched original."""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from app.adapters.central.folder import FolderCentral, create_store
from app.adapters.pages.process import ReaderProcess
from app.domain.actions import ArrangePages, PutMark, RemoveMark, RotateDocument, TakeIn
from app.domain.canonical import sha256_hex
from app.domain.central import ORIGINALS, PACKS, Central
from app.domain.errors import AppError, CentreUnreachable, DocumentUnreadable, NotAllowed, StorageFull, WrongUse
from app.domain.page_sets import merge, sheets_of, split, turned
from app.domain.records import EXPORT, HIGHLIGHT, NOTE, PRINT, STAMP, Access, Document, Mark
from app.services.export_documents import Order, Wanted, export_documents, record_access, save_original
from app.services.send_waiting import send_round
from app.services.synchronise import pull
from tests.cache.making import SITE, MemoryKeeper, case, open_cache
from tests.pages.making import pdf, scan, text_page, tiff
from tests.sync.test_three_clients import set_up

LETTER = pdf(*(text_page(f"Seite {number}") for number in range(1, 6)))
FAX = tiff(scan("Fax"))


class Client:
    def __init__(self, root: Path, store: Path) -> None:
        self.root, self.keeper = root, MemoryKeeper()
        self.central = FolderCentral(store)
        self.cache = open_cache(root, self.keeper)

    def synchronise(self) -> None:
        assert send_round(self.central, self.cache, datetime.now(UTC)).problem is None
        assert pull(self.central, self.cache).problem is None

    def restart(self) -> None:
        self.cache.close()
        self.cache = open_cache(self.root, self.keeper)

    def texts(self, document: str = "letter") -> list[str]:
        return [mark.text for mark, _ in self.cache.marks(document)]


@pytest.fixture(scope="module")
def reader() -> Iterator[ReaderProcess]:
    process = ReaderProcess()
    yield process
    process.close()


@pytest.fixture
def store(tmp_path: Path, reader: ReaderProcess) -> Path:
    """A store with a letter of five pages in a page pack, and a fax."""
    root = tmp_path / "store"
    create_store(root, "test")
    central = FolderCentral(root)
    set_up(central, [case("35502BG0000001")], [])
    pack = tmp_path / "pack.zip"
    places = reader.cut_pack(LETTER, pack)
    for data in (LETTER, FAX):
        central.put(SITE, ORIGINALS, sha256_hex(data), data)
    central.put(SITE, PACKS, sha256_hex(LETTER), pack.read_bytes())
    letter = Document(id="letter", sha256=sha256_hex(LETTER), size=len(LETTER), pages=5, pack=places, title="Bescheid")
    fax = Document(id="fax", sha256=sha256_hex(FAX), size=len(FAX), media="tiff")
    central.submit(TakeIn(site=SITE, by="system", documents=(letter, fax)))
    return root


@pytest.fixture
def clients(tmp_path: Path, store: Path) -> Iterator[tuple[Client, Client]]:
    made = Client(tmp_path / "anna", store), Client(tmp_path / "bert", store)
    for client in made:
        client.synchronise()
    yield made
    for client in made:
        client.cache.close()


def mark(id_: str = "m", shape: str = NOTE, text: str = "Bitte prüfen", page: int = 2) -> Mark:
    areas = ((2000, 2000, 6000, 1500),)
    return Mark(id=id_, document="letter", page=page, shape=shape, areas=areas, text=text)


def put(made: Mark, base: int = 0, by: str = "anna") -> PutMark:
    return PutMark(site=SITE, by=by, mark=made, base=base)


def originals(store: Path) -> dict[str, str]:
    files = [path for path in store.rglob("*") if path.is_file() and ORIGINALS in path.parts]
    assert files
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def test_marks_reach_others_survive_a_restart_and_leave_the_original_alone(
    clients: tuple[Client, Client], store: Path
) -> None:
    anna, bert = clients
    before = originals(store)
    for action in (put(mark()), put(mark("s", STAMP, "Eingang 20.11.2026", 1)), put(mark("h", HIGHLIGHT, "", 1))):
        assert anna.cache.enqueue(action) is None
    anna.restart()
    assert len(anna.texts()) == 3
    anna.synchronise()
    anna.restart()
    bert.synchronise()
    assert sorted(bert.texts()) == sorted(anna.texts()) == ["", "Bitte prüfen", "Eingang 20.11.2026"]
    assert bert.cache.marks("letter") == anna.cache.marks("letter")
    assert {entry.by for entry, _ in bert.cache.marks("letter")} == {"anna"}
    assert originals(store) == before
    assert anna.central.read(SITE, ORIGINALS, sha256_hex(LETTER)) == LETTER


def test_who_was_first_wins_and_the_other_is_told(clients: tuple[Client, Client]) -> None:
    anna, bert = clients
    anna.cache.enqueue(put(mark()))
    anna.synchronise()
    bert.synchronise()
    refusal = bert.cache.enqueue(RemoveMark(site=SITE, by="bert", mark="m", document="letter", base=1))
    assert refusal is not None and refusal.code == "not-own-mark" and refusal.by == "anna"
    # The same person at two places.
    assert anna.cache.enqueue(put(mark(text="hier"), 1)) is None
    assert bert.cache.enqueue(put(mark(text="dort"), 1)) is None
    anna.synchronise()
    bert.synchronise()
    assert anna.texts() == bert.texts() == ["hier"]
    assert [entry.refused.code for entry in bert.cache.waiting() if entry.refused] == ["changed-since"]


# --- export ------------------------------------------------------------------------------------------------------
@pytest.fixture
def anna(clients: tuple[Client, Client]) -> Client:
    client = clients[0]
    client.cache.enqueue(put(mark()))
    client.cache.enqueue(put(mark("s", STAMP, "Eingang", 4)))
    client.synchronise()
    return client


def online(client: Client) -> Callable[[], Central]:
    return lambda: client.central


def accesses(client: Client) -> list[Access]:
    client.synchronise()
    _, office = client.cache.office(SITE)
    return [record for record in office.all("access") if isinstance(record, Access)]


def test_a_selection_of_the_file_becomes_one_pdf_that_is_noted(
    anna: Client, reader: ReaderProcess, tmp_path: Path
) -> None:
    version = anna.cache.document("letter")
    assert version is not None
    turn = RotateDocument(site=SITE, by="anna", document="letter", base=version[1], rotation=90)
    assert anna.cache.enqueue(turn) is None
    told: list[tuple[int, int]] = []
    target = tmp_path / "auszug.pdf"
    order = Order(wanted=[Wanted("letter", (2, 4)), Wanted("fax")], by="anna")
    done = export_documents(
        online(anna), anna.cache, reader, order, target, lambda pages, total: told.append((pages, total))
    )
    assert (done.pages, done.pictures) == (3, 0) and told[-1] == (3, 3)
    texts = reader.texts(target)
    assert "Seite 2" in texts[0] and "Seite 4" in texts[1] and "Eingang" in texts[1] and texts[3] == ""
    assert "Bitte prüfen" in texts[2] and "Bescheid" in texts[2] and "Anna" in texts[2]
    width, height = reader.inspect(target).sizes_mm[0]
    assert width > height
    assert [path.name for path in tmp_path.iterdir() if path.suffix in (".pdf", ".part")] == ["auszug.pdf"]
    (access,) = accesses(anna)
    assert (access.what, access.documents, access.pages, access.by) == (EXPORT, ("letter", "fax"), (), "anna")
    # Pages of a large document came alone.
    assert anna.cache.page_bytes("letter", 2) is not None and anna.cache.page_bytes("letter", 1) is None


def test_an_arranged_document_is_exported_by_its_pages_with_their_marks(
    anna: Client, reader: ReaderProcess, tmp_path: Path
) -> None:
    assert anna.cache.enqueue(put(mark("n", page=4))) is None
    letter, fax = (found[1:] for found in map(anna.cache.document, ("letter", "fax")) if found is not None)
    sheets = sheets_of(letter[1])
    contents = split(letter, [sheets[:2], [turned(sheets[3], 90), sheets[2]]], sheets[4:])
    assert anna.cache.enqueue(ArrangePages(site=SITE, by="anna", contents=contents)) is None
    part = anna.cache.document(contents[1].document)
    assert part is not None
    assert anna.cache.enqueue(ArrangePages(site=SITE, by="anna", contents=merge([fax, part[1:]]))) is None
    target = tmp_path / "neu.pdf"
    done = export_documents(online(anna), anna.cache, reader, Order(wanted=[Wanted("fax")], by="anna"), target)
    texts = reader.texts(target)
    assert done.pages == 3 and ["Seite 4" in texts[1], "Seite 3" in texts[2]] == [True, True]
    assert "Bitte prüfen" in texts[3] and "Seite 2, Anna" in texts[3]
    wide = [width > height for width, height in reader.inspect(target).sizes_mm]
    assert wide[1:3] == [True, False]
    with pytest.raises(WrongUse):
        save_original(online(anna), anna.cache, "fax", tmp_path / "original.tif", "anna")


def test_printing_gives_bytes_and_is_noted_with_the_pages(anna: Client, reader: ReaderProcess) -> None:
    order = Order(wanted=[Wanted("letter", (1, 2, 3, 4))], by="anna", what=PRINT, marks=False)
    done = export_documents(online(anna), anna.cache, reader, order, None)
    assert reader.texts(done.data) == ("Seite 1\n", "Seite 2\n", "Seite 3\n", "Seite 4\n")
    record_access(anna.cache, replace(order, wanted=[Wanted("fax")]))
    first, second = accesses(anna)
    assert (first.what, first.documents, first.pages) == (PRINT, ("letter",), (1, 2, 3, 4))
    assert (second.documents, second.pages) == (("fax",), ())


def test_the_original_is_saved_as_it_came(anna: Client, tmp_path: Path) -> None:
    target = tmp_path / "fax.tif"
    save_original(online(anna), anna.cache, "fax", target, "anna")
    assert target.read_bytes() == FAX and [access.documents for access in accesses(anna)] == [("fax",)]


def offline() -> Central:
    raise CentreUnreachable("Die Leitung ist unterbrochen.")


@pytest.mark.parametrize(
    ("order", "error"),
    [
        (Order(wanted=[Wanted("letter", (1,))], by="niemand"), NotAllowed),
        (Order(wanted=[Wanted("letter", (9,))], by="anna"), WrongUse),
        (Order(wanted=[Wanted("nix")], by="anna"), WrongUse),
    ],
)
def test_what_cannot_be_exported_leaves_neither_file_nor_access(
    anna: Client, reader: ReaderProcess, tmp_path: Path, order: Order, error: type[AppError]
) -> None:
    folder = tmp_path / "ziel"
    folder.mkdir()
    with pytest.raises(error):
        export_documents(online(anna), anna.cache, reader, order, folder / "a.pdf")
    assert list(folder.iterdir()) == [] and accesses(anna) == []


def test_a_lost_line_or_a_cancel_leaves_neither_file_nor_access(
    anna: Client, reader: ReaderProcess, tmp_path: Path
) -> None:
    folder = tmp_path / "ziel"
    folder.mkdir()
    order = Order(wanted=[Wanted("fax"), Wanted("letter")], by="anna")
    with pytest.raises(CentreUnreachable):
        export_documents(offline, anna.cache, reader, order, folder / "a.pdf")
    with pytest.raises(CentreUnreachable):
        save_original(offline, anna.cache, "letter", folder / "a.pdf", "anna")
    told: list[int] = []
    with pytest.raises(InterruptedError):
        export_documents(
            online(anna), anna.cache, reader, order, folder / "a.pdf",
            lambda pages, _: told.append(pages), lambda: bool(told),
        )  # fmt: skip
    (folder / "besetzt.pdf").mkdir()
    with pytest.raises(NotAllowed):
        save_original(online(anna), anna.cache, "fax", folder / "besetzt.pdf", "anna")
    assert [path.name for path in folder.iterdir()] == ["besetzt.pdf"]
    assert [access.documents for access in accesses(anna)] == [("fax",)], "what may have left is noted"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs the device that is always full")
def test_a_full_disk_is_named(anna: Client, reader: ReaderProcess, tmp_path: Path) -> None:
    for name in ("a.pdf.part", "b.pdf.part"):
        (tmp_path / name).symlink_to("/dev/full")
    with pytest.raises(DocumentUnreadable) as caught:
        order = Order(wanted=[Wanted("letter")], by="anna")
        export_documents(online(anna), anna.cache, reader, order, tmp_path / "a.pdf")
    assert caught.value.code == "storage-full"
    with pytest.raises(StorageFull):
        save_original(online(anna), anna.cache, "letter", tmp_path / "b.pdf", "anna")
    assert not list(tmp_path.glob("*.part")) and accesses(anna) == []
