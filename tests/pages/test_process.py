"""The reading process: it answers, survives what documents do to it, and leaves nothing behind."""

import os
import signal
import struct
import subprocess
import sys
import threading
from collections.abc import Iterator
from multiprocessing.shared_memory import SharedMemory
from pathlib import Path

import pytest

from app.adapters.pages.process import ReaderProcess
from app.domain.errors import DocumentUnreadable
from app.domain.pages import RenderJob
from tests.pages.making import pdf, scan, text_page, tiff

LETTER = pdf(text_page("Eins"), text_page("Zwei"))


def endless() -> bytes:
    """A page that draws a form that draws sixteen forms, nine levels deep."""
    forms = tuple(
        b"<</Type/XObject/Subtype/Form/BBox[0 0 595 842]/Resources<</XObject<</X %d 0 R>>>>/Length 100>>"
        b"stream\n%s\nendstream"
        % (11 + level, (b"/X Do " * 16).ljust(100))
        for level in range(9)
    )
    last = b"<</Type/XObject/Subtype/Form/BBox[0 0 595 842]/Length 20>>stream\n0 0 1 1 re f        \nendstream"
    return pdf(b"/X Do", extra=(*forms, last))


ENDLESS = RenderJob(endless(), 1, 72)
posix = pytest.mark.skipif(os.name == "nt", reason="stops the process with POSIX means")


@pytest.fixture
def impatient() -> Iterator[ReaderProcess]:
    process = ReaderProcess(page_seconds=2)
    yield process
    process.close()


def refusal(call: object, *arguments: object) -> DocumentUnreadable:
    with pytest.raises(DocumentUnreadable) as caught:
        call(*arguments)  # type: ignore[operator]
    assert caught.value.title and caught.value.code in {"unreadable", "password", "too-large", "unsupported", "empty"}
    return caught.value


def test_bytes_and_files_give_the_same_page(reader: ReaderProcess, tmp_path: Path) -> None:
    path = tmp_path / "brief.pdf"
    path.write_bytes(LETTER)
    pictures = []
    for source in (path, LETTER):
        assert reader.inspect(source).pages == 2
        pixels = reader.render(RenderJob(source, 2, 72))
        assert (pixels.width, pixels.height, pixels.format) == (595, 842, "rgb24")
        pictures.append(bytes(pixels.data))
        pixels.release()
    assert pictures[0] == pictures[1]
    assert reader.texts(path) == ("Eins\n", "Zwei\n")


def test_a_changed_file_is_read_anew(reader: ReaderProcess, tmp_path: Path) -> None:
    path = tmp_path / "brief.pdf"
    path.write_bytes(LETTER)
    assert reader.inspect(path).pages == 2
    path.write_bytes(pdf(text_page("Eins")))
    assert reader.inspect(path).pages == 1


def test_pixels_keep_their_memory_until_they_are_released(reader: ReaderProcess) -> None:
    first = reader.render(RenderJob(LETTER, 1, 72))
    before = bytes(first.data)
    others = [reader.render(RenderJob(LETTER, 2, dpi)) for dpi in (72, 150, 40, 300)]
    assert bytes(first.data) == before
    for pixels in (first, *others):
        pixels.release()
    with pytest.raises(ValueError):
        bytes(first.data)


def test_memory_is_used_again(reader: ReaderProcess) -> None:
    segments = set()
    for page in (1, 2) * 10:
        pixels = reader.render(RenderJob(LETTER, page, 72))
        segments |= set(reader._ring._lent)
        pixels.release()
    assert len(segments) <= 2


def test_tiles_fit_together(reader: ReaderProcess) -> None:
    for source in (LETTER, tiff(scan())):
        info = reader.inspect(source)
        for rotation in (0, 90, 180, 270):
            width, height = info.sizes_mm[0] if rotation % 180 == 0 else info.sizes_mm[0][::-1]
            whole = reader.render(RenderJob(source, 1, 60, rotation))
            tile = reader.render(RenderJob(source, 1, 60, rotation, (width / 2, height / 2, width, height)))
            depth = whole.stride // whole.width
            left, top = whole.width - tile.width, whole.height - tile.height
            part = b"".join(
                bytes(whole.data[row * whole.stride + left * depth :][: tile.width * depth])
                for row in range(top, whole.height)
            )
            different = sum(abs(a - b) > 40 for a, b in zip(part, bytes(tile.data), strict=True))
            assert different < len(part) / 200
            whole.release()
            tile.release()


def test_a_page_that_is_not_there(reader: ReaderProcess) -> None:
    for page in (0, 3):
        refusal(reader.render, RenderJob(LETTER, page, 72))


def test_clear_reasons(reader: ReaderProcess, tmp_path: Path) -> None:
    assert refusal(reader.inspect, b"").code == "empty"
    assert refusal(reader.inspect, b"GIF89a" + b"x" * 5000).code == "unsupported"
    assert refusal(reader.inspect, b"%PDF-1.7\n" + b"x" * 5000).code == "unreadable"
    assert refusal(reader.inspect, tmp_path / "weg.pdf").code == "unreadable"


def test_a_picture_bomb_is_refused_before_it_is_decoded(reader: ReaderProcess) -> None:
    bomb = bytearray(tiff(scan(size=(40, 40))))
    for tag in (256, 257):  # width and height, as written: one SHORT
        at = bomb.index(struct.pack("<HHIH", tag, 3, 1, 40))
        bomb[at : at + 12] = struct.pack("<HHII", tag, 4, 1, 900_000)
    assert refusal(reader.inspect, bytes(bomb)).code == "too-large"
    assert reader.inspect(LETTER).pages == 2


def test_a_memory_bomb_ends_in_a_reason(impatient: ReaderProcess) -> None:
    image = b"<</Type/XObject/Subtype/Image/Width 40000/Height 40000/BitsPerComponent 8/ColorSpace/DeviceRGB/Length 1>>"
    bomb = pdf(b"595 0 0 842 0 0 cm /X Do", extra=(image + b"stream\nx\nendstream",))
    try:
        impatient.render(RenderJob(bomb, 1, 72)).release()
    except DocumentUnreadable as error:
        assert error.code in ("unreadable", "too-large")
    assert impatient.inspect(LETTER).pages == 2


def test_a_page_without_end_is_given_up(impatient: ReaderProcess) -> None:
    refusal(impatient.render, ENDLESS)
    assert impatient.inspect(LETTER).pages == 2


@posix
def test_a_reader_that_hangs_is_replaced(impatient: ReaderProcess, tmp_path: Path) -> None:
    pipe = tmp_path / "haengt.pdf"
    os.mkfifo(pipe)
    impatient.warm()
    before = impatient.process_id
    keep_open: list[int] = []
    opener = threading.Thread(target=lambda: keep_open.append(os.open(pipe, os.O_WRONLY)))
    opener.start()
    assert refusal(impatient.inspect, pipe).code == "unreadable"
    opener.join()
    os.close(keep_open[0])
    assert impatient.inspect(LETTER).pages == 2
    assert impatient.process_id != before


@posix
def test_a_reader_killed_in_the_middle_is_replaced(impatient: ReaderProcess, tmp_path: Path) -> None:
    pipe = tmp_path / "stirbt.pdf"
    os.mkfifo(pipe)
    impatient.warm()
    child = impatient.process_id
    assert child is not None

    def kill_once_it_reads() -> None:
        descriptor = os.open(pipe, os.O_WRONLY)  # opens when the reader has opened its end
        os.kill(child, signal.SIGKILL)
        os.close(descriptor)

    killer = threading.Thread(target=kill_once_it_reads)
    killer.start()
    refusal(impatient.inspect, pipe)
    killer.join()
    assert impatient.inspect(LETTER).pages == 2


@posix
def test_a_reader_that_died_while_idle_costs_no_document(impatient: ReaderProcess) -> None:
    impatient.warm()
    child = impatient.process_id
    assert child is not None
    os.kill(child, signal.SIGKILL)
    impatient._child.process.join()  # type: ignore[union-attr]
    assert impatient.inspect(LETTER).pages == 2


def test_closing_ends_the_process_and_frees_the_memory() -> None:
    process = ReaderProcess()
    pixels = process.render(RenderJob(LETTER, 1, 72))
    child = process._child.process  # type: ignore[union-attr]
    name = process._ring._lent.copy().popitem()[0]
    process.close()
    with pytest.raises(FileNotFoundError):
        SharedMemory(name=name)
    assert bytes(pixels.data[:3]) == b"\xff\xff\xff"  # still readable for whoever was drawing it
    pixels.release()
    with pytest.raises(ValueError):
        child.is_alive()  # closed, so it has ended
    refusal(process.inspect, LETTER)
    process.close()


def test_nothing_is_said_at_exit_and_nothing_stays(tmp_path: Path) -> None:
    program = tmp_path / "program.py"
    program.write_text(
        "from pathlib import Path\n"
        "from app.adapters.pages.process import ReaderProcess\n"
        "from app.domain.pages import RenderJob\n"
        "if __name__ == '__main__':\n"
        "    reader = ReaderProcess()\n"
        "    kept = reader.render(RenderJob(Path('brief.pdf'), 1, 72))\n"
        "    reader.render(RenderJob(Path('brief.pdf'), 2, 300)).release()\n"
        "    print(*reader._ring._lent, *(segment.name for segment in reader._ring._free))\n",
        encoding="utf-8",
    )
    (tmp_path / "brief.pdf").write_bytes(LETTER)
    root = str(Path(__file__).parents[2])
    done = subprocess.run(
        [sys.executable, str(program)],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": root},
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert done.stderr == ""
    assert done.stdout.split()
    for name in done.stdout.split():
        with pytest.raises(FileNotFoundError):
            SharedMemory(name=name)


def test_a_reader_that_is_given_up_tells_so_and_the_next_call_works(impatient: ReaderProcess) -> None:
    """What nobody wants any more must not hold up what is looked at now."""
    refused: list[DocumentUnreadable] = []
    asking = threading.Thread(target=lambda: refused.append(refusal(impatient.render, ENDLESS)))
    impatient.interrupt()  # nothing is read: harmless
    impatient.warm()
    before = impatient.process_id
    asking.start()
    while asking.is_alive():
        impatient.interrupt()
        asking.join(0.2)
    assert len(refused) == 1
    assert impatient.inspect(LETTER).pages == 2
    assert impatient.process_id != before


def test_bytes_are_sent_once(reader: ReaderProcess) -> None:
    other = pdf(text_page("Drei"))
    for source in (LETTER, other, LETTER, other):
        assert reader.inspect(source).pages == (2 if source is LETTER else 1)
    sent = list(reader._child.sent)  # type: ignore[union-attr]
    assert len(sent) == len(set(sent))
    many = [pdf(text_page(f"Brief {number}")) for number in range(8)]
    for source in (*many, *many):  # more than the child keeps: it asks again for what it has let go
        assert reader.inspect(source).pages == 1
