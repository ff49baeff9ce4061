"""What Alembic runs: the steps, on the connection that it is given."""

from alembic import context

from orq_ui.history.schema import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata)
with context.begin_transaction():
    context.run_migrations()
