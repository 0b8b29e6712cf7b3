"""Prepare the answer to an observation entry by entry, and give a solicitud its own documents."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

OF_ADJUNTO = {
    "solicitud_id": ("solicitud", sa.Integer()),
    "borrador_id": ("borrador", sa.Uuid()),
    "agregado_en": ("enmienda", sa.Integer()),
    "retirado_en": ("enmienda", sa.Integer()),
}
"""What a document may belong to besides: each column with the table it points to."""


def upgrade() -> None:
    op.create_table(
        "subsanacion",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("solicitud_id", sa.Integer(), nullable=False),
        sa.Column("observada_en", sa.Integer(), nullable=False),
        sa.Column("enviada_en", sa.Integer(), nullable=True),
        sa.Column("comentario", sa.String(), nullable=False),
        sa.Column(
            "updated_at", sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=False
        ),
        sa.ForeignKeyConstraint(
            ["solicitud_id"], ["solicitud.id"], name="fk_subsanacion_solicitud_id"
        ),
        sa.ForeignKeyConstraint(
            ["observada_en"], ["movimiento.id"], name="fk_subsanacion_observada_en"
        ),
        sa.ForeignKeyConstraint(
            ["enviada_en"], ["movimiento.id"], name="fk_subsanacion_enviada_en"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_subsanacion"),
        sa.UniqueConstraint("observada_en", name="uq_subsanacion_observada_en"),
    )
    op.create_index("ix_subsanacion_solicitud_id", "subsanacion", ["solicitud_id"])
    op.create_table(
        "enmienda",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("subsanacion_id", sa.Integer(), nullable=False),
        sa.Column("cambio_id", sa.Integer(), nullable=True),
        sa.Column("antes", postgresql.JSONB(), nullable=False),
        sa.Column("valores", postgresql.JSONB(), nullable=False),
        sa.Column("motivo_antes", sa.String(), nullable=False),
        sa.Column("motivo", sa.String(), nullable=False),
        sa.Column("listo", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["subsanacion_id"], ["subsanacion.id"], name="fk_enmienda_subsanacion_id"
        ),
        sa.ForeignKeyConstraint(["cambio_id"], ["cambio.id"], name="fk_enmienda_cambio_id"),
        sa.PrimaryKeyConstraint("id", name="pk_enmienda"),
    )
    op.create_index("ix_enmienda_cambio_id", "enmienda", ["cambio_id"])
    op.create_index(
        "ix_enmienda_subsanacion_id_cambio_id",
        "enmienda",
        ["subsanacion_id", "cambio_id"],
        unique=True,
    )
    for column, (table, kind) in OF_ADJUNTO.items():
        op.add_column("adjunto", sa.Column(column, kind, nullable=True))
        op.create_foreign_key(f"fk_adjunto_{column}", "adjunto", table, [column], ["id"])
        op.create_index(f"ix_adjunto_{column}", "adjunto", [column])


def downgrade() -> None:
    for column in OF_ADJUNTO:
        op.drop_column("adjunto", column)
    op.drop_table("enmienda")
    op.drop_table("subsanacion")
