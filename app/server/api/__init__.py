"""The service's HTTP interface, ``/v1``."""
