"""A job as a file: a BagIt bag (RFC 8493) in a zip with the job ticket and the letter (resources/job-format.md)."""

import hashlib
import io
import json
import zipfile

from app.domain.carriers import Job


def packed(job: Job, letter: bytes) -> bytes:
    """The same bytes for the same job."""
    ticket = json.dumps(job.ticket(), ensure_ascii=False, indent=2).encode()
    payload = {"data/job.json": ticket, "data/letter.pdf": letter}
    info = {
        "External-Identifier": job.number,
        "Source-Organization": job.sender,
        "Bagging-Date": job.wanted_at[:10],
        "Delivery-Kind": "letter",
        "Site": job.site,
        "Payload-Oxum": f"{sum(map(len, payload.values()))}.{len(payload)}",
    }
    tags = {
        "bagit.txt": b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n",
        "bag-info.txt": "".join(f"{label}: {value}\n" for label, value in info.items()).encode(),
        "manifest-sha256.txt": _manifest(payload),
    }
    files = {**tags, "tagmanifest-sha256.txt": _manifest(tags), **payload}
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as bag:
        for name, data in files.items():
            entry = zipfile.ZipInfo(f"{job.number}/{name}")
            entry.compress_type = zipfile.ZIP_STORED if name.endswith(".pdf") else zipfile.ZIP_DEFLATED
            bag.writestr(entry, data)
    return buffer.getvalue()


def _manifest(files: dict[str, bytes]) -> bytes:
    lines = (f"{hashlib.sha256(data).hexdigest()}  {name}\n" for name, data in files.items())
    return "".join(lines).encode()
