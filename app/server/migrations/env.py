"""alembic's entry point; the connection is handed over by ``Database.migrate``."""

from alembic import context

context.configure(connection=context.config.attributes["connection"], render_as_batch=False)
with context.begin_transaction():
    context.run_migrations()
