"""Whether the service lives, and whether it can work."""

from fastapi import APIRouter
from sqlalchemy import text

from app.server.api.models import Health
from app.server.api.problems import responses
from app.server.api.service import Serving

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
