"""find a month of a sede, in the order of its file."""

from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_boleta_sede_periodo_id", "boleta", ["sede", "periodo", "id"])


def downgrade() -> None:
    op.drop_index("ix_boleta_sede_periodo_id", "boleta")
