"""A service in a process of its own, where who asks is who the token names.

Called with the database's URL, the folder for bytes and the port; says "ready" on standard output when it listens.
"""

import sys
from unittest.mock import patch

import uvicorn

from app.server import logs
from app.server.serving import Settings, composed, run
from tests.server.running import EverybodyMay


def main(database: str, files: str, port: str) -> None:
    settings = Settings(database=database, files=files, port=int(port))
    startup = uvicorn.Server.startup

    async def startup_and_tell(server: uvicorn.Server, *args: object, **options: object) -> None:
        await startup(server, *args, **options)  # type: ignore[arg-type]
        sys.stdout.write("ready\n")
        sys.stdout.flush()

    logs.start()
    with composed(settings) as (app, service), patch.object(uvicorn.Server, "startup", startup_and_tell):
        app.state.authenticator = EverybodyMay()
        run(settings, app, service)


if __name__ == "__main__":
    main(*sys.argv[1:])
