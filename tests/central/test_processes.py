"""Several processes on one folder store: racing for the log, and killed at any instant."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from app.adapters.central.folder import FolderCentral, create_store
from app.domain.actions import FileDocument, ImportCases, SetUpSite, TakeIn
from app.domain.canonical import sha256_hex
from app.domain.central import ORIGINALS
from app.domain.ids import new_id
from app.domain.records import CaseFile, Document, Site, Worker
from app.services.site_records import records_of
from app.services.verify_store import INTACT, verify_site

SITE = "heek"
ROOT = Path(__file__).resolve().parents[2]
PROCESSES, EACH, SHARED_BY_ALL = 8, 50, 20


def store_with(root: Path, documents: int) -> tuple[FolderCentral, CaseFile, list[Document]]:
    create_store(root, "test")
    central = FolderCentral(root, program="test")
    central.add_site(SITE)
    workers = tuple(Worker(id=f"w{n}", name=f"Person {n}", roles=("caseworker",)) for n in range(PROCESSES))
    central.submit(SetUpSite(site=SITE, by="system", record=Site(id=SITE, name="Heek"), workers=workers))
    case = CaseFile(id=new_id(), case_number="35502BG0001234")
    central.submit(ImportCases(site=SITE, by="system", cases=(case,)))
    made = []
    for number in range(documents):
        data = f"%PDF {number}".encode()
        central.put(SITE, ORIGINALS, sha256_hex(data), data)
        made.append(Document(id=new_id(), sha256=sha256_hex(data), size=len(data)))
    central.submit(TakeIn(site=SITE, by="system", documents=tuple(made)))
    return central, case, made


def client(root: Path, worker: str, case: CaseFile) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "tests.central.race_client", str(root), SITE, worker, case.id]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT)
    assert process.stdout is not None and process.stdout.readline() == "ready\n"
    return process


def test_eight_processes_file_fifty_documents_each(tmp_path: Path) -> None:
    central, case, made = store_with(tmp_path / "store", SHARED_BY_ALL + PROCESSES * (EACH - SHARED_BY_ALL))
    common, own = made[:SHARED_BY_ALL], made[SHARED_BY_ALL:]
    processes = [client(tmp_path / "store", f"w{n}", case) for n in range(PROCESSES)]
    for number, process in enumerate(processes):
        share = own[number :: PROCESSES]
        mixed = [document.id for pair in zip(common, share, strict=False) for document in pair]
        mixed += [document.id for document in share[SHARED_BY_ALL:]]
        assert process.stdin is not None and len(mixed) == EACH
        process.stdin.write(json.dumps(mixed) + "\n")
        process.stdin.flush()
    answers = [[json.loads(line) for line in process.communicate()[0].splitlines()] for process in processes]
    assert all(process.returncode == 0 for process in processes)

    all_answers = [(f"w{number}", answer) for number, of in enumerate(answers) for answer in of]
    won = {answer["commit"]: (worker, answer["document"]) for worker, answer in all_answers if "commit" in answer}
    lost = [answer for _, answer in all_answers if "refused" in answer]
    assert len(won) == len(made) and len(won) + len(lost) == PROCESSES * EACH
    assert {document for _, document in won.values()} == {document.id for document in made}
    heads = {commit.head.number: commit.head for commit in central.commits(SITE, 0)}
    assert sorted(heads) == list(range(1, 3 + len(made) + 1))
    for number, (worker, document) in won.items():
        assert heads[number].by == worker and [ref.id for ref in heads[number].records] == [document]
    by_document = {document: (worker, heads[number].at) for number, (worker, document) in won.items()}
    for answer in lost:
        refused = answer["refused"]
        assert refused["code"] == "already-filed"
        assert (refused["by"], refused["at"]) == by_document[answer["document"]]
        assert f"Person {refused['by'][1:]}" in refused["title"]
    report = verify_site(central, SITE)
    assert (report.chain, report.commits, report.orphans) == (INTACT, len(heads), 0) and report.sound


@pytest.mark.parametrize("after", [0, 1, 2, 5, 9, 14])
def test_a_killed_writer_loses_nothing_acknowledged(tmp_path: Path, after: int) -> None:
    central, case, made = store_with(tmp_path / "store", 40)
    process = client(tmp_path / "store", "w0", case)
    assert process.stdin is not None and process.stdout is not None
    process.stdin.write(json.dumps([document.id for document in made]) + "\n")
    process.stdin.flush()
    acknowledged = [json.loads(process.stdout.readline()) for _ in range(after)]
    process.kill()
    process.communicate()
    office = records_of(central, SITE)
    filed = {record.id for record in office.all("document") if isinstance(record, Document) and record.case}
    assert {answer["document"] for answer in acknowledged} <= filed
    assert verify_site(central, SITE).sound
    for document in made:
        central.submit(FileDocument(site=SITE, by="w1", document=document.id, case=case.id))
    assert central.position(SITE) == 3 + len(made)
    assert verify_site(central, SITE).sound
