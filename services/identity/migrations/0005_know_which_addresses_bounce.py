"""Keep the address of an account that took no letters."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("account", sa.Column("correo_rebotado", sa.Text(), nullable=True))


def downgrade() -> None:
    op.drop_column("account", "correo_rebotado")
