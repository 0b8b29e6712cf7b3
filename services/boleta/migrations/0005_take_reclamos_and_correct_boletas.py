"""take reclamos, correct single boletas, explain concepts and keep the figures of the law."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

NOMBRE = "translate(upper((apellidos || ' ') || nombres), 'ÁÉÍÓÚÜ', 'AEIOUU') text_pattern_ops"


def upgrade() -> None:
    _create_reclamos()
    _create_correcciones()
    _create_catalogue()
    op.create_index("ix_servidor_nombre", "servidor", [sa.text(NOMBRE)])


def _create_reclamos() -> None:
    op.create_table(
        "numeracion_reclamo",
        sa.Column("anio", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("ultimo", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("anio", name="pk_numeracion_reclamo"),
    )
    op.create_table(
        "reclamo",
        sa.Column("id", sa.Integer(), sa.Identity(), nullable=False),
        sa.Column("numero", sa.String(), nullable=False),
        sa.Column("dni", sa.String(length=8), nullable=False),
        sa.Column("nombre", sa.String(), nullable=False),
        sa.Column("sede", sa.String(length=6), nullable=False),
        sa.Column("periodo", sa.Integer(), nullable=False),
        sa.Column("boleta_id", sa.BigInteger(), nullable=True),
        sa.Column("linea", sa.SmallInteger(), nullable=True),
        sa.Column("concepto", sa.String(), nullable=True),
        sa.Column("texto", sa.String(), nullable=False),
        sa.Column("monto_esperado", sa.Integer(), nullable=True),
        sa.Column("estado", sa.String(length=20), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("taken_by", sa.String(length=8), nullable=True),
        sa.Column("boleta_corregida", sa.BigInteger(), nullable=True),
        sa.Column("sending", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_reclamo"),
        sa.UniqueConstraint("dni", "sending", name="uq_reclamo_dni_sending"),
        sa.UniqueConstraint("numero", name="uq_reclamo_numero"),
    )
    op.create_index("ix_reclamo_sede_estado_id", "reclamo", ["sede", "estado", "id"])
    op.create_table(
        "movimiento_reclamo",
        sa.Column("id", sa.Integer(), sa.Identity(), nullable=False),
        sa.Column("reclamo_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("accion", sa.String(length=20), nullable=False),
        sa.Column("estado", sa.String(length=20), nullable=False),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.Column("dni", sa.String(length=8), nullable=False),
        sa.Column("comentario", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["reclamo_id"], ["reclamo.id"], name="fk_movimiento_reclamo_reclamo_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_movimiento_reclamo"),
    )
    op.create_index("ix_movimiento_reclamo_reclamo_id", "movimiento_reclamo", ["reclamo_id"])


def _create_correcciones() -> None:
    op.create_table(
        "correccion",
        sa.Column("boleta_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("reemplazo", sa.BigInteger(), nullable=True),
        sa.Column("motivo", sa.String(), nullable=False),
        sa.Column("corrected_by", sa.String(length=8), nullable=False),
        sa.Column("corrected_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reclamo_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["reclamo_id"], ["reclamo.id"], name="fk_correccion_reclamo_id"),
        sa.PrimaryKeyConstraint("boleta_id", name="pk_correccion"),
        sa.UniqueConstraint("reemplazo", name="uq_correccion_reemplazo"),
    )


def _create_catalogue() -> None:
    op.create_table(
        "explicacion_concepto",
        sa.Column("id", sa.Integer(), sa.Identity(), nullable=False),
        sa.Column("concepto_id", sa.SmallInteger(), nullable=False),
        sa.Column("desde", sa.Date(), nullable=False),
        sa.Column("nombre", sa.String(), nullable=False),
        sa.Column("que_es", sa.String(), nullable=False),
        sa.Column("calculo", sa.String(), nullable=False),
        sa.Column("base_legal", sa.String(), nullable=False),
        sa.Column("a_quien", sa.String(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("written_by", sa.String(length=8), nullable=False),
        sa.ForeignKeyConstraint(
            ["concepto_id"], ["concepto.id"], name="fk_explicacion_concepto_concepto_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_explicacion_concepto"),
    )
    op.create_index(
        "ix_explicacion_concepto_concepto_id_desde",
        "explicacion_concepto",
        ["concepto_id", "desde"],
    )
    op.create_table(
        "valor_parametro",
        sa.Column("id", sa.Integer(), sa.Identity(), nullable=False),
        sa.Column("parametro", sa.String(), nullable=False),
        sa.Column("desde", sa.Date(), nullable=False),
        sa.Column("valor", sa.Numeric(precision=12, scale=4), nullable=False),
        sa.Column("base_legal", sa.String(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("written_by", sa.String(length=8), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_valor_parametro"),
    )
    op.create_index("ix_valor_parametro_parametro_desde", "valor_parametro", ["parametro", "desde"])


def downgrade() -> None:
    op.drop_index("ix_servidor_nombre", "servidor")
    for table in (
        *("valor_parametro", "explicacion_concepto", "correccion", "movimiento_reclamo"),
        *("reclamo", "numeracion_reclamo"),
    ):
        op.drop_table(table)
