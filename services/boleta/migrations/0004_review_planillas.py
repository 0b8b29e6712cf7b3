"""review planillas in the background: what a warning is about, the month before, who tries when."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for column in (
        sa.Column("comparacion", JSONB(), nullable=True),
        sa.Column("intentos", sa.SmallInteger(), server_default="0", nullable=False),
        sa.Column("wake_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("falla", sa.String(), nullable=True),
    ):
        op.add_column("planilla", column)
    op.add_column("incidencia", sa.Column("clase", sa.String(length=20), nullable=True))
    op.create_index(
        "ix_planilla_waiting",
        "planilla",
        ["estado"],
        postgresql_where="estado IN ('cargada', 'programada')",
    )


def downgrade() -> None:
    op.drop_index("ix_planilla_waiting", "planilla")
    op.drop_column("incidencia", "clase")
    for name in ("comparacion", "intentos", "wake_at", "falla"):
        op.drop_column("planilla", name)
