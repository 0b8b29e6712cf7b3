"""remember whose mail comes back, for the dashboard of a month."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "rebote",
        sa.Column("dni", sa.String(length=8), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("dni", name="pk_rebote"),
    )


def downgrade() -> None:
    op.drop_table("rebote")
