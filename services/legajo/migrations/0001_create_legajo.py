"""Create legajo: servidores and their legajos, solicitudes and what happens to them."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "dead_letter",
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("envelope", postgresql.JSONB(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column(
            "buried_at", sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=False
        ),
        sa.PrimaryKeyConstraint("event_id", name="pk_dead_letter"),
    )
    op.create_table(
        "inbox",
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column(
            "received_at", sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=True
        ),
        sa.PrimaryKeyConstraint("event_id", name="pk_inbox"),
    )
    op.create_table(
        "numeracion",
        sa.Column("anio", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("ultimo", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("anio", name="pk_numeracion"),
    )
    op.create_table(
        "outbox",
        sa.Column("seq", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("envelope", postgresql.JSONB(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("seq", name="pk_outbox"),
    )
    op.create_index("ix_outbox_sent_at", "outbox", ["sent_at"])
    op.create_index("ix_outbox_unsent", "outbox", ["seq"], postgresql_where="sent_at IS NULL")
    op.create_table(
        "servidor",
        sa.Column("dni", sa.String(8), nullable=False),
        sa.Column("apellidos", sa.String(), nullable=False),
        sa.Column("nombres", sa.String(), nullable=False),
        sa.Column("fecha_nacimiento", sa.Date(), nullable=False),
        sa.Column("sede", sa.String(6), nullable=False),
        sa.Column("tipo_servidor", sa.String(), nullable=False),
        sa.Column("regimen", sa.String(), nullable=False),
        sa.Column("cargo", sa.String(), nullable=False),
        sa.Column("establecimiento", sa.String(), nullable=False),
        sa.Column("codigo_modular", sa.String(), nullable=False),
        sa.Column("fecha_ingreso", sa.Date(), nullable=False),
        sa.Column(
            "updated_at", sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=False
        ),
        sa.PrimaryKeyConstraint("dni", name="pk_servidor"),
    )
    op.create_index("ix_servidor_sede", "servidor", ["sede"])
    op.create_table(
        "legajo",
        sa.Column("dni", sa.String(8), nullable=False),
        sa.Column("estado", sa.String(20), nullable=False),
        sa.Column(
            "opened_at", sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=False
        ),
        sa.Column(
            "updated_at", sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=False
        ),
        sa.ForeignKeyConstraint(["dni"], ["servidor.dni"], name="fk_legajo_dni"),
        sa.PrimaryKeyConstraint("dni", name="pk_legajo"),
    )
    op.create_table(
        "solicitud",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("expediente", sa.String(), nullable=False),
        sa.Column("dni", sa.String(8), nullable=False),
        sa.Column("seccion", sa.String(), nullable=False),
        sa.Column("asunto", sa.String(), nullable=False),
        sa.Column("detalle", sa.String(), nullable=False),
        sa.Column("estado", sa.String(20), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sending", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["dni"], ["servidor.dni"], name="fk_solicitud_dni"),
        sa.PrimaryKeyConstraint("id", name="pk_solicitud"),
        sa.UniqueConstraint("dni", "sending", name="uq_solicitud_dni_sending"),
        sa.UniqueConstraint("expediente", name="uq_solicitud_expediente"),
    )
    op.create_index("ix_solicitud_estado", "solicitud", ["estado"])
    op.create_table(
        "movimiento",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("solicitud_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("accion", sa.String(20), nullable=False),
        sa.Column("estado", sa.String(20), nullable=False),
        sa.Column("role", sa.String(20), nullable=False),
        sa.Column("dni", sa.String(8), nullable=False),
        sa.Column("comentario", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["solicitud_id"], ["solicitud.id"], name="fk_movimiento_solicitud_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_movimiento"),
    )
    op.create_index("ix_movimiento_solicitud_id", "movimiento", ["solicitud_id"])


def downgrade() -> None:
    op.drop_table("movimiento")
    op.drop_table("solicitud")
    op.drop_table("legajo")
    op.drop_table("servidor")
    op.drop_table("outbox")
    op.drop_table("numeracion")
    op.drop_table("inbox")
    op.drop_table("dead_letter")
