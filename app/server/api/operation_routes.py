"""Whether the service lives, whether it can work, and what it counts."""

from fastapi import APIRouter, Request, Response
from sqlalchemy import text

from app.domain.errors import NotAllowed
from app.domain.texts import _
from app.server.api.models import Health
from app.server.api.problems import responses
from app.server.api.service import Serving
from app.server.metrics import MEDIA

router = APIRouter(tags=["operation"])


@router.get("/health", operation_id="health")
def health() -> Health:
    """The process lives."""
    return Health(status="ok")


@router.get("/ready", operation_id="ready", responses=responses(503))
def ready(service: Serving) -> Health:
    """Database and object store answer."""
    with service.central.database.read() as connection:
        connection.execute(text("SELECT 1"))
    service.central.objects.has("sites/ready")
    return Health(status="ok")


@router.get(
    "/metrics",
    operation_id="metrics",
    response_class=Response,
    responses={
        200: {
            "description": "A number a line (Prometheus).",
            "content": {"text/plain": {"schema": {"type": "string"}, "example": "esozialakte_waiting_clients 12.0\n"}},
        },
        **responses(403),
    },
)
def metrics(request: Request, service: Serving) -> Response:
    """What this process counts; for this machine, and for who is named in the settings."""
    if request.client is None or not service.watchers.may(request.client.host):
        raise NotAllowed(
            _("Die Messwerte gibt der Dienst nur an diesen Rechner."),
            _("Nennen Sie weitere in der Einstellung „metrics_from“."),
        )
    return Response(service.metrics.text(), media_type=MEDIA)
