"""The centre as a service: the port behind ``https://...``."""

from app.adapters.central.rest.credentials import Credentials
from app.adapters.central.rest.line import Line
from app.adapters.central.rest.store import RestCentral

__all__ = ["Credentials", "Line", "RestCentral"]
