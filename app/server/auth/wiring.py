"""Signing in and rights put into the service."""

from fastapi import FastAPI

from app.server.auth import routes, watching
from app.server.auth.service import Auth


def install(app: FastAPI, auth: Auth) -> None:
    """The routes, and what ``current_principal`` and the other routes ask: ``app.state.auth``, ``authenticator``,
    ``readlog``."""
    app.state.auth = auth
    app.state.authenticator = auth.sessions
    app.state.readlog = auth.readlog
    app.include_router(routes.router)
    app.include_router(watching.router)
