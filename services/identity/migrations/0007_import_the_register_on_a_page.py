"""Import the register on a page, and remember which sedes are legajo's word."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.add_column(
        "account",
        sa.Column("sede_de_legajo", sa.Boolean(), server_default=sa.false(), nullable=False),
    )
    op.create_table(
        "register_import",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("archivo", sa.Text(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("is_rehearsal", sa.Boolean(), nullable=False),
        sa.Column("uploaded_by", sa.Uuid(), nullable=False),
        sa.Column("uploaded_at", MOMENT, server_default=sa.text("now()"), nullable=False),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("wake_at", MOMENT, nullable=True),
        sa.Column("lease", sa.Uuid(), nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("bytes_done", sa.BigInteger(), nullable=False),
        *(
            sa.Column(name, sa.Integer(), nullable=False)
            for name in ("read", "created", "corrected", "unchanged", "refused")
        ),
        sa.Column("failure", sa.Text(), nullable=True),
        sa.Column("finished_at", MOMENT, nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_register_import"),
    )
    op.create_index(
        "ix_register_import_waiting",
        "register_import",
        ["wake_at"],
        postgresql_where="state = 'waiting'",
    )
    op.create_index("ix_register_import_uploaded_at", "register_import", ["uploaded_at"])
    for table, columns in {
        "register_piece": (
            sa.Column("number", sa.Integer(), nullable=False),
            sa.Column("content", sa.LargeBinary(), nullable=False),
        ),
        "register_refusal": (
            sa.Column("line", sa.Integer(), nullable=False),
            sa.Column("reason", sa.Text(), nullable=False),
            sa.Column("cells", postgresql.ARRAY(sa.Text()), nullable=False),
        ),
    }.items():
        op.create_table(
            table,
            sa.Column("import_id", sa.Uuid(), nullable=False),
            *columns,
            sa.ForeignKeyConstraint(
                ["import_id"],
                ["register_import.id"],
                name=f"fk_{table}_import_id",
                ondelete="CASCADE",
            ),
            sa.PrimaryKeyConstraint("import_id", columns[0].name, name=f"pk_{table}"),
        )


def downgrade() -> None:
    op.drop_table("register_refusal")
    op.drop_table("register_piece")
    op.drop_index("ix_register_import_uploaded_at", table_name="register_import")
    op.drop_index(
        "ix_register_import_waiting",
        table_name="register_import",
        postgresql_where="state = 'waiting'",
    )
    op.drop_table("register_import")
    op.drop_column("account", "sede_de_legajo")
