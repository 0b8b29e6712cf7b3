"""Keep how a legajo is kept, what happened to it as a whole, and where it was sent."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

TEXTS = ("opened_by", "documento", "numero_documento", "norma", "ambiente", "estante", "caja")
"""The columns of legajo that are empty until somebody says more."""

IN_COURSE = sa.text("estado = 'enviado'")
UNCONFIRMED = sa.text("estado = 'recibido' AND confirmed_at IS NULL")


def upgrade() -> None:
    op.alter_column("historia", "anotacion_id", nullable=True)
    op.add_column("adjunto", sa.Column("historia_id", sa.Integer(), nullable=True))
    op.create_foreign_key("fk_adjunto_historia_id", "adjunto", "historia", ["historia_id"], ["id"])
    op.create_index("ix_adjunto_historia_id", "adjunto", ["historia_id"])
    _describe_legajo()
    _make_traslado()


def _describe_legajo() -> None:
    op.add_column("legajo", sa.Column("motivo", sa.String(length=32), nullable=True))
    op.add_column("legajo", sa.Column("desde", sa.Date(), nullable=True))
    op.add_column("legajo", sa.Column("fecha_documento", sa.Date(), nullable=True))
    for name in TEXTS:
        kind = sa.String(length=8) if name == "opened_by" else sa.String()
        op.add_column("legajo", sa.Column(name, kind, server_default="", nullable=False))
    op.add_column(
        "legajo", sa.Column("folios", postgresql.JSONB(), server_default="{}", nullable=False)
    )
    op.add_column("legajo", sa.Column("version", sa.Integer(), server_default="1", nullable=False))
    op.create_index("ix_legajo_ambiente_estante_caja", "legajo", ["ambiente", "estante", "caja"])


def _make_traslado() -> None:
    op.create_table(
        "traslado",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("dni", sa.String(length=8), nullable=False),
        sa.Column("origen", sa.String(length=6), nullable=False),
        sa.Column("destino", sa.String(length=6), nullable=False),
        sa.Column("estado", sa.String(length=32), nullable=False),
        sa.Column("causa", sa.String(), nullable=False),
        sa.Column("documento", sa.String(), nullable=False),
        sa.Column("numero_documento", sa.String(), nullable=False),
        sa.Column("fecha_documento", sa.Date(), nullable=False),
        sa.Column("detalle", sa.String(), nullable=False),
        sa.Column("folios", sa.Integer(), nullable=False),
        sa.Column("folios_recibidos", sa.Integer(), nullable=True),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_by", sa.String(length=8), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("finished_by", sa.String(length=8), nullable=True),
        sa.Column("comentario", sa.String(), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["dni"], ["legajo.dni"], name="fk_traslado_dni"),
        sa.PrimaryKeyConstraint("id", name="pk_traslado"),
    )
    op.create_index("ix_traslado_dni", "traslado", ["dni"])
    op.create_index(
        "ix_traslado_in_course", "traslado", ["dni"], unique=True, postgresql_where=IN_COURSE
    )
    op.create_index("ix_traslado_unconfirmed", "traslado", ["dni"], postgresql_where=UNCONFIRMED)
    op.create_index("ix_traslado_origen_sent_at", "traslado", ["origen", "sent_at"])
    op.create_index("ix_traslado_destino_sent_at", "traslado", ["destino", "sent_at"])


def downgrade() -> None:
    op.drop_table("traslado")
    op.drop_index("ix_legajo_ambiente_estante_caja", "legajo")
    for name in (*TEXTS, "motivo", "desde", "fecha_documento", "folios", "version"):
        op.drop_column("legajo", name)
    op.drop_column("adjunto", "historia_id")
    # Fails while the history tells of legajos themselves: that would have to be kept elsewhere.
    op.alter_column("historia", "anotacion_id", nullable=False)
