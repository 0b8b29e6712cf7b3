"""Import files of servidores and of entries on a page."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "importacion",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("que", sa.String(30), nullable=False),
        sa.Column("por", sa.String(8), nullable=False),
        sa.Column("sedes", postgresql.ARRAY(sa.String(6)), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("archivo", sa.String(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("is_rehearsal", sa.Boolean(), nullable=False),
        sa.Column("uploaded_at", MOMENT, server_default=sa.text("now()"), nullable=False),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("wake_at", MOMENT, nullable=True),
        sa.Column("lease", sa.Uuid(), nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("bytes_done", sa.BigInteger(), nullable=False),
        *(
            sa.Column(name, sa.Integer(), nullable=False)
            for name in ("read", "changed", "unchanged", "refused")
        ),
        sa.Column("failure", sa.String(), nullable=True),
        sa.Column("finished_at", MOMENT, nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_importacion"),
    )
    op.create_index(
        "ix_importacion_waiting",
        "importacion",
        ["wake_at"],
        postgresql_where="state = 'waiting'",
    )
    op.create_index("ix_importacion_por_uploaded_at", "importacion", ["por", "uploaded_at"])
    for table, columns in {
        "importacion_pieza": (
            sa.Column("number", sa.Integer(), nullable=False),
            sa.Column("content", sa.LargeBinary(), nullable=False),
        ),
        "importacion_rechazo": (
            sa.Column("line", sa.Integer(), nullable=False),
            sa.Column("reason", sa.String(), nullable=False),
            sa.Column("cells", postgresql.ARRAY(sa.Text()), nullable=False),
        ),
    }.items():
        op.create_table(
            table,
            sa.Column("import_id", sa.Uuid(), nullable=False),
            *columns,
            sa.ForeignKeyConstraint(
                ["import_id"],
                ["importacion.id"],
                name=f"fk_{table}_import_id",
                ondelete="CASCADE",
            ),
            sa.PrimaryKeyConstraint("import_id", columns[0].name, name=f"pk_{table}"),
        )


def downgrade() -> None:
    op.drop_table("importacion_rechazo")
    op.drop_table("importacion_pieza")
    op.drop_table("importacion")
