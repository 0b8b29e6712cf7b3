"""create boleta."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(sa.schema.CreateSequence(sa.Sequence("boleta_serial")))
    op.create_table(
        "concepto",
        sa.Column("id", sa.SmallInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("tipo", sa.String(length=20), nullable=False),
        sa.Column("codigo", sa.String(), nullable=False),
        sa.Column("nombre", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_concepto"),
        sa.UniqueConstraint("tipo", "codigo", name="uq_concepto_tipo_codigo"),
    )
    op.create_table(
        "dead_letter",
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("envelope", postgresql.JSONB(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column(
            "buried_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False
        ),
        sa.PrimaryKeyConstraint("event_id", name="pk_dead_letter"),
    )
    op.create_table(
        "inbox",
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column(
            "received_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=True,
        ),
        sa.PrimaryKeyConstraint("event_id", name="pk_inbox"),
    )
    op.create_table(
        "outbox",
        sa.Column("seq", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("envelope", postgresql.JSONB(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("seq", name="pk_outbox"),
    )
    op.create_index("ix_outbox_sent_at", "outbox", ["sent_at"], unique=False)
    op.create_index(
        "ix_outbox_unsent", "outbox", ["seq"], unique=False, postgresql_where="sent_at IS NULL"
    )
    op.create_table(
        "planilla",
        sa.Column("id", sa.Integer(), sa.Identity(always=False), nullable=False),
        sa.Column("sede", sa.String(length=6), nullable=False),
        sa.Column("periodo", sa.Integer(), nullable=False),
        sa.Column("archivo", sa.String(), nullable=False),
        sa.Column("sha256", sa.LargeBinary(), nullable=False),
        sa.Column("boletas", sa.Integer(), nullable=False),
        sa.Column("rechazos", sa.Integer(), nullable=False),
        sa.Column("advertencias", sa.Integer(), nullable=False),
        sa.Column("total_liquido", sa.BigInteger(), nullable=False),
        sa.Column(
            "imported_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column("imported_by", sa.String(length=8), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_planilla"),
        sa.UniqueConstraint("sha256", name="uq_planilla_sha256"),
    )
    op.create_index("ix_planilla_sede_periodo", "planilla", ["sede", "periodo"], unique=False)
    op.create_table(
        "servidor",
        sa.Column("dni", sa.String(length=8), nullable=False),
        sa.Column("apellidos", sa.String(), nullable=False),
        sa.Column("nombres", sa.String(), nullable=False),
        sa.Column("sede", sa.String(length=6), nullable=False),
        sa.Column("tipo_servidor", sa.String(), nullable=False),
        sa.Column("regimen", sa.String(), nullable=False),
        sa.Column("cargo", sa.String(), nullable=False),
        sa.Column("fecha_ingreso", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("dni", name="pk_servidor"),
    )
    op.create_table(
        "boleta",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("planilla_id", sa.Integer(), nullable=False),
        sa.Column("periodo", sa.Integer(), nullable=False),
        sa.Column("bruto", sa.Integer(), nullable=False),
        sa.Column("descuentos", sa.Integer(), nullable=False),
        sa.Column("liquido", sa.Integer(), nullable=False),
        sa.Column("fecha_nacimiento", sa.Date(), nullable=True),
        sa.Column("fecha_ingreso", sa.Date(), nullable=True),
        sa.Column("fecha_termino", sa.Date(), nullable=True),
        sa.Column("dni", sa.String(length=8), nullable=False),
        sa.Column("sede", sa.String(length=6), nullable=False),
        sa.Column("estado", sa.String(length=20), nullable=False),
        sa.Column("conceptos", postgresql.ARRAY(sa.SmallInteger()), nullable=False),
        sa.Column("montos", postgresql.ARRAY(sa.Integer()), nullable=False),
        sa.Column("apellidos", sa.String(), nullable=False),
        sa.Column("nombres", sa.String(), nullable=False),
        sa.Column("regimen", sa.String(), nullable=False),
        sa.Column("tipo_servidor", sa.String(), nullable=False),
        sa.Column("cargo", sa.String(), nullable=False),
        sa.Column("establecimiento", sa.String(), nullable=False),
        sa.Column("situacion", sa.String(), nullable=False),
        sa.Column("tiempo_servicio", sa.String(), nullable=False),
        sa.Column("pension", sa.String(), nullable=False),
        sa.Column("cuenta", sa.String(), nullable=False),
        sa.Column("mensajes", sa.String(), nullable=False),
        sa.Column("avisos", postgresql.ARRAY(sa.String()), nullable=True),
        sa.ForeignKeyConstraint(["planilla_id"], ["planilla.id"], name="fk_boleta_planilla_id"),
        sa.PrimaryKeyConstraint("id", name="pk_boleta"),
        sa.UniqueConstraint("dni", "periodo", "sede", name="uq_boleta_dni_periodo_sede"),
    )
    op.create_table(
        "incidencia",
        sa.Column("planilla_id", sa.Integer(), nullable=False),
        sa.Column("orden", sa.Integer(), nullable=False),
        sa.Column("line", sa.Integer(), nullable=False),
        sa.Column("is_rechazo", sa.Boolean(), nullable=False),
        sa.Column("motivo", sa.String(), nullable=False),
        sa.Column("texto", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["planilla_id"], ["planilla.id"], name="fk_incidencia_planilla_id"),
        sa.PrimaryKeyConstraint("planilla_id", "orden", name="pk_incidencia"),
    )


def downgrade() -> None:
    op.drop_table("incidencia")
    op.drop_table("boleta")
    op.drop_table("servidor")
    op.drop_index("ix_planilla_sede_periodo", table_name="planilla")
    op.drop_table("planilla")
    op.drop_index("ix_outbox_unsent", table_name="outbox", postgresql_where="sent_at IS NULL")
    op.drop_index("ix_outbox_sent_at", table_name="outbox")
    op.drop_table("outbox")
    op.drop_table("inbox")
    op.drop_table("dead_letter")
    op.drop_table("concepto")
    op.execute(sa.schema.DropSequence(sa.Sequence("boleta_serial")))
