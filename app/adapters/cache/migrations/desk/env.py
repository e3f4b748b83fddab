"""alembic runs the steps on the connection that it is handed; there is no other way to reach the encrypted file."""

from alembic import context

context.configure(
    connection=context.config.attributes["connection"],
    render_as_batch=True,
    transactional_ddl=False,
)
context.run_migrations()
