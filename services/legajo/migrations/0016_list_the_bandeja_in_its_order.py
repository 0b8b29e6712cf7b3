"""List the bandeja in its order: what ends first, then what was finished last."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    order = ["vence_el", sa.text("finished_at DESC"), "id"]
    op.create_index("ix_solicitud_bandeja", "solicitud", order)


def downgrade() -> None:
    op.drop_index("ix_solicitud_bandeja", table_name="solicitud")
