"""issue informes escalafonarios, numbered by each sede, in rows that nobody changes."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

KEEP_IT = """
CREATE FUNCTION keep_informe() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'What an informe says of itself is never changed: % of informe', TG_OP
        USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER keep_row BEFORE DELETE OR UPDATE OF
    id, dni, nombre, sede, anio, numero, tipo, motivo, is_de_oficio, por, huella, vence_el,
    codigo_hash, codigo_sellado, sha256, issued_at ON informe
    FOR EACH ROW EXECUTE FUNCTION keep_informe();
"""
"""All but its key, which another takes over when the store has lost its bytes."""


def upgrade() -> None:
    op.create_table(
        "informe",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("dni", sa.String(length=8), nullable=False),
        sa.Column("nombre", sa.String(), nullable=False),
        sa.Column("sede", sa.String(length=6), nullable=False),
        sa.Column("anio", sa.Integer(), nullable=False),
        sa.Column("numero", sa.Integer(), nullable=False),
        sa.Column("tipo", sa.String(length=20), nullable=False),
        sa.Column("motivo", sa.String(length=40), nullable=False),
        sa.Column("is_de_oficio", sa.Boolean(), nullable=False),
        sa.Column("por", sa.String(length=8), nullable=False),
        sa.Column("huella", sa.String(length=64), nullable=False),
        sa.Column("vence_el", sa.Date(), nullable=False),
        sa.Column("clave", sa.String(), nullable=False),
        sa.Column("codigo_hash", sa.LargeBinary(), nullable=False),
        sa.Column("codigo_sellado", sa.LargeBinary(), nullable=False),
        sa.Column("sha256", sa.LargeBinary(), nullable=False),
        sa.Column(
            "issued_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False
        ),
        sa.ForeignKeyConstraint(["dni"], ["legajo.dni"], name="fk_informe_dni"),
        sa.PrimaryKeyConstraint("id", name="pk_informe"),
        sa.UniqueConstraint("sede", "anio", "numero", name="uq_informe_sede_anio_numero"),
        sa.UniqueConstraint("clave", name="uq_informe_clave"),
        sa.UniqueConstraint("codigo_hash", name="uq_informe_codigo_hash"),
    )
    op.create_index("ix_informe_dni_id", "informe", ["dni", "id"])
    op.create_index("ix_informe_sha256", "informe", ["sha256"])
    op.create_table(
        "numeracion_informe",
        sa.Column("sede", sa.String(length=6), nullable=False),
        sa.Column("anio", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("ultimo", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("sede", "anio", name="pk_numeracion_informe"),
    )
    op.execute(KEEP_IT)


def downgrade() -> None:
    op.drop_table("numeracion_informe")
    op.drop_table("informe")
    op.execute("DROP FUNCTION keep_informe")
