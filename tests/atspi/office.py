"""A small office on a folder: one caseworker, three case files, a morning's post. Made in a blink."""

from pathlib import Path

from app.bootstrap import create_central
from app.domain.actions import FileDocument, ImportCases, SetUpSite, TakeIn
from app.domain.canonical import sha256_hex
from app.domain.central import ORIGINALS, KeptCentral
from app.domain.ids import new_id
from app.domain.records import CaseFile, Document, Person, Site, Worker

SITE, WORKER = "heek", "anna.berger"
HOUSEHOLDS = (("Kowalski", "Piotr"), ("Nowak", "Ewa"), ("Yilmaz", "Deniz"))


def make_office(store: Path) -> None:
    """Three letters wait in the caseworker's inbox, oldest first: Mietvertrag, Kontoauszug, Lohnabrechnung.
    Nowak's file holds one document of three pages, Widerspruch."""
    central = create_central(str(store))
    central.add_site(SITE)
    anna = Worker(id=WORKER, name="Anna Berger", roles=("caseworker",))
    central.submit(SetUpSite(site=SITE, by="system", record=Site(id=SITE, name="Heek"), workers=(anna,)))
    cases = tuple(
        CaseFile(
            id=new_id(),
            case_number=f"35502BG000123{number}",
            persons=(Person(last_name=last, first_name=first, born=f"198{number}-05-0{number}"),),
            street=f"Ringstraße {number}",
            postcode="48619",
            town="Heek",
            worker=WORKER,
        )
        for number, (last, first) in enumerate(HOUSEHOLDS, 1)
    )
    central.submit(ImportCases(site=SITE, by="system", cases=cases))
    post = [
        post_of(central, "Mietvertrag", "2026-11-02", 1),
        post_of(central, "Kontoauszug", "2026-11-03", 2),
        post_of(central, "Lohnabrechnung", "2026-11-04", 1),
        post_of(central, "Widerspruch", "2026-10-05", 3),
    ]
    central.submit(TakeIn(site=SITE, by="system", documents=tuple(post)))
    central.submit(FileDocument(site=SITE, by=WORKER, document=post[3].id, case=cases[1].id))


def post_of(central: KeptCentral, title: str, received_on: str, pages: int) -> Document:
    data = letter(title, pages)
    central.put(SITE, ORIGINALS, sha256_hex(data), data)
    return Document(
        id=new_id(),
        sha256=sha256_hex(data),
        size=len(data),
        pages=pages,
        has_text=True,
        title=title,
        document_type=title,
        received_on=received_on,
        scanned_at=f"{received_on}T06:00:00+01:00",
        worker=WORKER,
    )


def letter(title: str, pages: int) -> bytes:
    """A PDF of A4 pages, each with its title and number."""
    kids = " ".join(f"{4 + 2 * number} 0 R" for number in range(pages))
    parts = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {pages} >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    for number in range(pages):
        said = f"BT /F1 30 Tf 70 700 Td ({title}, Seite {number + 1}) Tj ET 70 600 400 20 re f"
        parts.append(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R >> >>"
            f" /Contents {5 + 2 * number} 0 R >>"
        )
        parts.append(f"<< /Length {len(said)} >>\nstream\n{said}\nendstream")
    document, offsets = "%PDF-1.4\n", []
    for number, part in enumerate(parts, 1):
        offsets.append(len(document))
        document += f"{number} 0 obj\n{part}\nendobj\n"
    table = "".join(f"{offset:010d} 00000 n \n" for offset in offsets)
    end = f"trailer\n<< /Size {len(parts) + 1} /Root 1 0 R >>\nstartxref\n{len(document)}\n%%EOF\n"
    return f"{document}xref\n0 {len(parts) + 1}\n0000000000 65535 f \n{table}{end}".encode("latin-1")
