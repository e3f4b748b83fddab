"""A store with cases, letters that are ready, and carriers for tests."""

import hashlib
from collections.abc import Callable
from pathlib import Path

from app.adapters.carriers.folder import LocalShelf
from app.adapters.carriers.shelf import ShelfCarrier
from app.adapters.central.folder import FolderCentral, create_store
from app.domain.actions import Action, ImportCases, SetUpSite
from app.domain.actions.letters import CheckLetter, PutLetter, SendLetter, SetUpLetters
from app.domain.carriers import CarrierLink
from app.domain.central import ORIGINALS, Accepted
from app.domain.records import CaseFile, Person, Site, Worker
from app.domain.records.letters import CarrierPlace, Letter, LetterCheck, LetterOffice, LetterOptions
from app.services.letters.posting import Posted, Posting, post_round
from tests.receive.bags import pdf

SITE = "heek"


class Place:
    """One site with two cases, and the folder of its carrier."""

    def __init__(self, folder: Path, *, carrier: str = "folder") -> None:
        self.store, self.folder, self.carrier = folder / "store", folder / "carrier", carrier
        if not self.store.exists():
            self.folder.mkdir(parents=True)
            create_store(self.store, "test")
            self.central = FolderCentral(self.store)
            self.central.add_site(SITE)
            self._fill()
        self.central = FolderCentral(self.store)
        self.link: Callable[[str, CarrierPlace], CarrierLink] = lambda _site, _place: self.folder_link()

    def folder_link(self) -> CarrierLink:
        return ShelfCarrier(LocalShelf(self.folder))

    def _fill(self) -> None:
        workers = (
            Worker(id="anna", name="Anna", roles=("caseworker",)),
            Worker(id="lena", name="Lena", roles=("team-lead",)),
        )
        cases = tuple(
            CaseFile(id=f"c{n}", case_number=f"35502BG000000{n}", persons=(Person(last_name="Muster"),)) for n in (1, 2)
        )
        self.do(SetUpSite(site=SITE, by="system", record=Site(id=SITE, name="Heek"), workers=workers))
        self.do(ImportCases(site=SITE, by="system", cases=cases))
        self.do(SetUpLetters(site=SITE, by="system", office=LetterOffice(id="letters")))

    def do(self, action: Action) -> Accepted:
        outcome = self.central.submit(action)
        assert isinstance(outcome, Accepted), outcome
        return outcome

    def write(self, id_: str = "l1", case: str = "c1", options: LetterOptions | None = None) -> None:
        """A letter that passed the check; not sent."""
        data = pdf(f"Brief {id_}")
        sha256 = hashlib.sha256(data).hexdigest()
        self.central.put(SITE, ORIGINALS, sha256, data)
        letter = Letter(
            id=id_, case=case, sha256=sha256, size=len(data), carrier=self.carrier, options=options or LetterOptions()
        )
        self.do(PutLetter(site=SITE, by="anna", letter=letter))
        check = LetterCheck(ok=True, carrier=self.carrier, form="B", sheets=1)
        options = letter.options
        self.do(CheckLetter(site=SITE, by="anna", letter=id_, sha256=sha256, options=options, check=check, cents=101))

    def send(self, id_: str = "l1") -> Letter:
        self.do(SendLetter(site=SITE, by="anna", letter=id_))
        return self.letter(id_)

    def round(self) -> Posted:
        return post_round(SITE, Posting(self.central, self.central, self.link))

    def letter(self, id_: str = "l1") -> Letter:
        found = self.central.office(SITE)[1].get(Letter.kind, id_)
        assert found is not None and isinstance(found.record, Letter)
        return found.record
