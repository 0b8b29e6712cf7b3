"""Keep the verdict on each entry and document, and in how many working days an answer came."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("solicitud", sa.Column("dias_habiles", sa.Integer(), nullable=True))
    op.create_table(
        "veredicto",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("movimiento_id", sa.Integer(), nullable=False),
        sa.Column("cambio_id", sa.Integer(), nullable=False),
        sa.Column("adjunto_id", sa.Integer(), nullable=True),
        sa.Column("resultado", sa.String(length=32), nullable=False),
        sa.Column("motivo", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["movimiento_id"], ["movimiento.id"], name="fk_veredicto_movimiento_id"
        ),
        sa.ForeignKeyConstraint(["cambio_id"], ["cambio.id"], name="fk_veredicto_cambio_id"),
        sa.ForeignKeyConstraint(["adjunto_id"], ["adjunto.id"], name="fk_veredicto_adjunto_id"),
        sa.PrimaryKeyConstraint("id", name="pk_veredicto"),
    )
    op.create_index("ix_veredicto_movimiento_id", "veredicto", ["movimiento_id"])
    op.create_index("ix_veredicto_cambio_id", "veredicto", ["cambio_id"])


def downgrade() -> None:
    op.drop_table("veredicto")
    op.drop_column("solicitud", "dias_habiles")
