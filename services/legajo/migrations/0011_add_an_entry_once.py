"""Add an entry once, however often its form is sent."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("anotacion", sa.Column("sending", sa.Uuid(), nullable=True))
    op.create_unique_constraint("uq_anotacion_dni_sending", "anotacion", ["dni", "sending"])


def downgrade() -> None:
    op.drop_column("anotacion", "sending")
