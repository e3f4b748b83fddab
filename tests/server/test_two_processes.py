"""Two processes of the service on one PostgreSQL, one of them killed again and again while sixteen clients file."""

import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor, as_completed
from contextlib import contextmanager
from pathlib import Path

from app.domain.actions import FileDocument, ImportCases, SetUpSite, TakeIn
from app.domain.canonical import sha256_hex
from app.domain.central import ORIGINALS, Accepted, Outcome
from app.domain.decide import Refused
from app.domain.ids import new_id
from app.domain.records import CaseFile, Document, Site, Worker
from app.services.verify_store import INTACT, verify_site
from tests.server.running import ActingCentral, insist

SITE = "heek"
ROOT = Path(__file__).resolve().parents[2]
CLIENTS, SHARED_BY_ALL, OWN = 16, 15, 12
KILLS = 4


class Process:
    """A service on a port that stays its own."""

    def __init__(self, database_url: str, files: Path) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        self._command = [sys.executable, "-m", "tests.server.process", database_url, str(files), str(self.port)]
        self.start()

    def start(self) -> None:
        pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL, "text": True, "cwd": ROOT}
        self._process = subprocess.Popen(self._command, **pipes)  # type: ignore[call-overload]
        assert self._process.stdout.readline() == "ready\n"

    def kill(self) -> None:
        self._process.kill()
        self._process.communicate()


@contextmanager
def two_processes(database_url: str, files: Path) -> Iterator[tuple[Process, Process]]:
    processes = Process(database_url, files), Process(database_url, files)
    try:
        yield processes
    finally:
        for process in processes:
            process.kill()


def set_up(central: ActingCentral) -> tuple[CaseFile, list[Document]]:
    central.add_site(SITE)
    workers = tuple(Worker(id=f"w{n}", name=f"Person {n}", roles=("caseworker",)) for n in range(CLIENTS))
    central.submit(SetUpSite(site=SITE, by="system", record=Site(id=SITE, name="Heek"), workers=workers))
    case = CaseFile(id=new_id(), case_number="35502BG0001234")
    central.submit(ImportCases(site=SITE, by="system", cases=(case,)))
    made = []
    for number in range(SHARED_BY_ALL + CLIENTS * OWN):
        data = f"%PDF {number}".encode()
        made.append(Document(id=new_id(), sha256=sha256_hex(data), size=len(data)))
        if number < 5:
            central.put(SITE, ORIGINALS, made[-1].sha256, data)
    central.submit(TakeIn(site=SITE, by="system", documents=tuple(made)))
    return case, made


def work(number: int, url: str, case: CaseFile, documents: list[Document]) -> list[tuple[str, str, Outcome]]:
    central, worker = ActingCentral(url), f"w{number}"
    actions = [FileDocument(site=SITE, by=worker, document=document.id, case=case.id) for document in documents]
    try:
        return [(worker, action.document, insist(central, action)) for action in actions]
    finally:
        central.close()


def kill_until_done(process: Process, clients: list[Future[list[tuple[str, str, Outcome]]]]) -> int:
    kills, pause = 0, threading.Event()
    while kills < KILLS and not all(client.done() for client in clients):
        pause.wait(0.3)
        process.kill()
        process.start()
        kills += 1
    return kills


def test_sixteen_clients_two_processes_one_of_them_killed(postgres_url: str, tmp_path: Path) -> None:
    with two_processes(postgres_url, tmp_path / "files") as processes:
        case, made = set_up(ActingCentral(processes[1].url))
        common, own = made[:SHARED_BY_ALL], made[SHARED_BY_ALL:]
        with ThreadPoolExecutor(CLIENTS) as pool:
            clients = []
            for number in range(CLIENTS):
                share = own[number::CLIENTS]
                mixed = [document for pair in zip(common, share, strict=False) for document in pair]
                mixed += common[len(share) :]
                clients.append(pool.submit(work, number, processes[number % 2].url, case, mixed))
            assert kill_until_done(processes[0], clients) >= 1
            answers = [answer for client in as_completed(clients) for answer in client.result()]
        check_answers(answers, made)
        check_log(ActingCentral(processes[0].url), answers, made)
        states = []
        for number in range(CLIENTS):
            central = ActingCentral(processes[number % 2].url)
            states.append(sorted(central.office(SITE)[1].lines(), key=lambda line: (line.kind, line.id)))  # type: ignore[attr-defined]
            central.close()
        assert all(state == states[0] for state in states)


def check_answers(answers: list[tuple[str, str, Outcome]], made: list[Document]) -> None:
    won = {outcome.number: document for _, document, outcome in answers if isinstance(outcome, Accepted)}
    lost = [outcome for _, _, outcome in answers if isinstance(outcome, Refused)]
    assert sorted(won.values()) == sorted(document.id for document in made)
    assert len(won) + len(lost) == len(answers) == CLIENTS * (SHARED_BY_ALL + OWN)
    assert all(refused.code == "already-filed" and refused.by and refused.at for refused in lost)


def check_log(central: ActingCentral, answers: list[tuple[str, str, Outcome]], made: list[Document]) -> None:
    heads = {commit.head.number: commit.head for commit in central.commits(SITE, 0)}
    assert sorted(heads) == list(range(1, 3 + len(made) + 1))
    for worker, document, outcome in answers:
        if isinstance(outcome, Accepted):
            head = heads[outcome.number]
            assert head.by == worker and [ref.id for ref in head.records] == [document]
    report = verify_site(central, SITE)
    assert (report.chain, report.commits, report.orphans) == (INTACT, len(heads), 0)
    central.close()
