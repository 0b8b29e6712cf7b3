"""Keep what is being asked for in words: about what, and of which section."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("borrador", sa.Column("asunto", sa.String(), nullable=False, server_default=""))
    op.add_column("borrador", sa.Column("destino", sa.String(4), nullable=False, server_default=""))


def downgrade() -> None:
    op.drop_column("borrador", "destino")
    op.drop_column("borrador", "asunto")
