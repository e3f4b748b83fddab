"""Which link leads to a carrier's place."""

from pathlib import Path
from typing import Protocol

from app.adapters.carriers.folder import LocalShelf, own_folder
from app.adapters.carriers.shelf import ShelfCarrier
from app.domain.carriers import FOLDER, PINGEN, SFTP, CarrierLink
from app.domain.errors import WrongUse
from app.domain.records.letters import CarrierPlace
from app.domain.texts import _


class Secrets(Protocol):
    def secret(self, name: str) -> str:
        """The password or key that is kept under a name; "" when there is none."""
        ...


def open_link(place: CarrierPlace, folder: Path | None, secrets: Secrets, secret_name: str) -> CarrierLink:
    """``folder``: where jobs go that have no place of their own. Raises ``WrongUse``, ``NotAllowed``,
    ``CarrierUnreachable``."""
    if place.transport == FOLDER:
        if place.place:
            return ShelfCarrier(LocalShelf(Path(place.place)))
        if folder is None:
            raise WrongUse(
                _("Für den Druckdienstleister ist kein Ordner eingerichtet."),
                _("Bitten Sie die Administration, ihn mit „esozialakte letter setup“ einzurichten."),
                code="carrier-not-set-up",
            )
        return ShelfCarrier(LocalShelf(own_folder(folder)))
    if place.transport == SFTP:
        from app.adapters.carriers.sftp import SftpShelf

        return ShelfCarrier(SftpShelf(place, secrets.secret(secret_name)))
    if place.transport == PINGEN:
        from app.adapters.carriers.pingen import PingenCarrier

        return PingenCarrier(place, secrets.secret(secret_name))
    raise WrongUse(
        _("Diesen Weg zum Druckdienstleister kennt das Programm nicht."),
        _("Richten Sie ihn mit „esozialakte letter setup“ neu ein."),
        code="carrier-not-set-up",
    )
