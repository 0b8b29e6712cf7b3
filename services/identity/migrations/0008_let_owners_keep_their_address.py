"""Remember what the register said of an address that was changed since."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("account", sa.Column("correo_de_registro", sa.Text(), nullable=True))


def downgrade() -> None:
    op.drop_column("account", "correo_de_registro")
