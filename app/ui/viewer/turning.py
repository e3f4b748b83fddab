"""Turning a document for everyone."""

from datetime import datetime

from app.domain.actions import RotateDocument
from app.domain.texts import _
from app.tasks.desk import Desk, Step
from app.ui.viewer.opening import Opening


def rotation_step(desk: Desk, opening: Opening, turned: int) -> Step | None:
    """Keep for everyone that the view is ``turned`` (degrees clockwise); the original stays as it is."""
    if opening.document is None or opening.document_id is None or not turned:
        return None
    action = RotateDocument(
        site=desk.site,
        by=desk.me.id,
        acted_at=datetime.now().astimezone().isoformat(timespec="seconds"),
        document=opening.document_id,
        base=opening.version,
        rotation=(opening.document.rotation + turned) % 360,
    )
    return Step(_("Dokument für alle gedreht"), (action,))
