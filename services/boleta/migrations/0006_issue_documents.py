"""issue documents with a code, and export whole months in the background."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "emision",
        sa.Column("id", sa.BigInteger(), sa.Identity(), nullable=False),
        sa.Column("clave", sa.String(), nullable=False),
        sa.Column("tipo", sa.String(length=20), nullable=False),
        sa.Column("dni", sa.String(length=8), nullable=False),
        sa.Column("nombre", sa.String(), nullable=False),
        sa.Column("entidad", sa.String(), nullable=False),
        sa.Column("desde", sa.Integer(), nullable=False),
        sa.Column("hasta", sa.Integer(), nullable=False),
        sa.Column("boleta_id", sa.BigInteger(), nullable=True),
        sa.Column("version", sa.SmallInteger(), nullable=False),
        sa.Column("liquido", sa.BigInteger(), nullable=False),
        sa.Column("codigo_hash", sa.LargeBinary(), nullable=False),
        sa.Column("codigo_sellado", sa.LargeBinary(), nullable=False),
        sa.Column("sha256", sa.LargeBinary(), nullable=False),
        sa.Column(
            "issued_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False
        ),
        sa.PrimaryKeyConstraint("id", name="pk_emision"),
        sa.UniqueConstraint("clave", name="uq_emision_clave"),
        sa.UniqueConstraint("codigo_hash", name="uq_emision_codigo_hash"),
    )
    op.create_index("ix_emision_dni", "emision", ["dni"])
    op.create_index("ix_emision_sha256", "emision", ["sha256"])
    op.create_table(
        "exportacion",
        sa.Column("id", sa.Integer(), sa.Identity(), nullable=False),
        sa.Column("dni", sa.String(length=8), nullable=False),
        sa.Column("nombre", sa.String(), nullable=False),
        sa.Column("sede", sa.String(length=6), nullable=False),
        sa.Column("periodo", sa.Integer(), nullable=False),
        sa.Column("estado", sa.String(length=20), nullable=False),
        sa.Column("tries", sa.SmallInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("lease", sa.Uuid(), nullable=True),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("done", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("total", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("bytes", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("clave", sa.String(), nullable=True),
        sa.Column(
            "requested_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_exportacion"),
    )
    op.create_index("ix_exportacion_dni_id", "exportacion", ["dni", "id"])
    op.create_index(
        "ix_exportacion_pending",
        "exportacion",
        ["id"],
        postgresql_where=sa.text("estado IN ('pendiente', 'en_curso')"),
    )


def downgrade() -> None:
    op.drop_table("exportacion")
    op.drop_table("emision")
