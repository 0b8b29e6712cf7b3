"""Keep entries with their documents and drafts, and a history that stays."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

KEEP_IT = """
CREATE FUNCTION keep_historia() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'The history of a legajo is never changed: % of historia', TG_OP
        USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER keep_row BEFORE UPDATE OR DELETE ON historia
    FOR EACH ROW EXECUTE FUNCTION keep_historia();
"""

TABLES = ("adjunto", "historia", "cambio", "anotacion", "borrador", "documento")
"""What was made here, so that none is dropped before those that point to it."""


def upgrade() -> None:
    op.create_table(
        "documento",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("tipo", sa.String(), nullable=False),
        sa.Column("bytes", sa.Integer(), nullable=False),
        sa.Column("paginas", sa.Integer(), nullable=False),
        sa.Column(
            "created_at", sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=False
        ),
        sa.PrimaryKeyConstraint("id", name="pk_documento"),
        sa.UniqueConstraint("sha256", name="uq_documento_sha256"),
    )
    op.create_table(
        "borrador",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("dni", sa.String(length=8), nullable=False),
        sa.Column("seccion", sa.String(length=4), nullable=False),
        sa.Column("detalle", sa.String(), nullable=False),
        sa.Column(
            "created_at", sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=False
        ),
        sa.Column(
            "updated_at", sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=False
        ),
        sa.ForeignKeyConstraint(["dni"], ["servidor.dni"], name="fk_borrador_dni"),
        sa.PrimaryKeyConstraint("id", name="pk_borrador"),
    )
    op.create_index("ix_borrador_dni_seccion", "borrador", ["dni", "seccion"], unique=True)
    op.create_table(
        "anotacion",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("dni", sa.String(length=8), nullable=False),
        sa.Column("seccion", sa.String(length=4), nullable=False),
        sa.Column("tipo", sa.String(length=30), nullable=False),
        sa.Column("valores", postgresql.JSONB(), nullable=False),
        sa.Column("desde", sa.Date(), nullable=True),
        sa.Column("hasta", sa.Date(), nullable=True),
        sa.Column("estado", sa.String(32), nullable=False),
        sa.Column("origen", sa.String(32), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["dni"], ["legajo.dni"], name="fk_anotacion_dni"),
        sa.PrimaryKeyConstraint("id", name="pk_anotacion"),
    )
    op.create_index("ix_anotacion_dni_seccion", "anotacion", ["dni", "seccion"], unique=False)
    op.create_table(
        "cambio",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("borrador_id", sa.Uuid(), nullable=True),
        sa.Column("solicitud_id", sa.Integer(), nullable=True),
        sa.Column("operacion", sa.String(32), nullable=False),
        sa.Column("tipo", sa.String(length=30), nullable=False),
        sa.Column("anotacion_id", sa.Integer(), nullable=True),
        sa.Column("antes", postgresql.JSONB(), nullable=False),
        sa.Column("valores", postgresql.JSONB(), nullable=False),
        sa.Column("motivo", sa.String(), nullable=False),
        sa.Column("listo", sa.Boolean(), nullable=False),
        sa.Column("incorporated_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "num_nonnulls(borrador_id, solicitud_id) = 1", name="ck_cambio_belongs_to_one"
        ),
        sa.ForeignKeyConstraint(["anotacion_id"], ["anotacion.id"], name="fk_cambio_anotacion_id"),
        sa.ForeignKeyConstraint(["borrador_id"], ["borrador.id"], name="fk_cambio_borrador_id"),
        sa.ForeignKeyConstraint(["solicitud_id"], ["solicitud.id"], name="fk_cambio_solicitud_id"),
        sa.PrimaryKeyConstraint("id", name="pk_cambio"),
    )
    op.create_index("ix_cambio_anotacion_id", "cambio", ["anotacion_id"], unique=False)
    op.create_index("ix_cambio_borrador_id", "cambio", ["borrador_id"], unique=False)
    op.create_index("ix_cambio_solicitud_id", "cambio", ["solicitud_id"], unique=False)
    op.create_table(
        "historia",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("dni", sa.String(length=8), nullable=False),
        sa.Column("anotacion_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("operacion", sa.String(32), nullable=False),
        sa.Column("origen", sa.String(32), nullable=False),
        sa.Column("por", sa.String(length=8), nullable=False),
        sa.Column("role", sa.String(32), nullable=True),
        sa.Column("solicitud_id", sa.Integer(), nullable=True),
        sa.Column("motivo", sa.String(), nullable=False),
        sa.Column("antes", postgresql.JSONB(), nullable=True),
        sa.Column("despues", postgresql.JSONB(), nullable=True),
        sa.ForeignKeyConstraint(
            ["anotacion_id"], ["anotacion.id"], name="fk_historia_anotacion_id"
        ),
        sa.ForeignKeyConstraint(
            ["solicitud_id"], ["solicitud.id"], name="fk_historia_solicitud_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_historia"),
    )
    op.create_index("ix_historia_anotacion_id", "historia", ["anotacion_id"], unique=False)
    op.create_index("ix_historia_dni", "historia", ["dni"], unique=False)
    op.create_table(
        "adjunto",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("documento_id", sa.Integer(), nullable=False),
        sa.Column("dni", sa.String(length=8), nullable=False),
        sa.Column("nombre", sa.String(), nullable=False),
        sa.Column("cambio_id", sa.Integer(), nullable=True),
        sa.Column("anotacion_id", sa.Integer(), nullable=True),
        sa.Column(
            "created_at", sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=False
        ),
        sa.ForeignKeyConstraint(["anotacion_id"], ["anotacion.id"], name="fk_adjunto_anotacion_id"),
        sa.ForeignKeyConstraint(["cambio_id"], ["cambio.id"], name="fk_adjunto_cambio_id"),
        sa.ForeignKeyConstraint(["dni"], ["servidor.dni"], name="fk_adjunto_dni"),
        sa.ForeignKeyConstraint(["documento_id"], ["documento.id"], name="fk_adjunto_documento_id"),
        sa.PrimaryKeyConstraint("id", name="pk_adjunto"),
    )
    op.create_index("ix_adjunto_anotacion_id", "adjunto", ["anotacion_id"], unique=False)
    op.create_index("ix_adjunto_cambio_id", "adjunto", ["cambio_id"], unique=False)
    op.create_index("ix_adjunto_dni", "adjunto", ["dni"], unique=False)
    op.create_index("ix_adjunto_documento_id", "adjunto", ["documento_id"], unique=False)
    op.execute(KEEP_IT)


def downgrade() -> None:
    for table in TABLES:
        op.drop_table(table)
    op.execute("DROP FUNCTION keep_historia")
