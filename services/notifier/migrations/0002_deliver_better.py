"""Know whose each e-mail is, what people want, which addresses are bad, and when to pause."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "bad_address",
        sa.Column("correo", sa.String(), nullable=False),
        sa.Column("reply", sa.String(), nullable=False),
        sa.Column(
            "noted_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False
        ),
        sa.PrimaryKeyConstraint("correo", name=op.f("pk_bad_address")),
    )
    op.create_table(
        "circuit",
        sa.Column("host", sa.String(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("open_until", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("host", name=op.f("pk_circuit")),
    )
    op.create_table(
        "digest_item",
        sa.Column("dni", sa.String(8), nullable=False),
        sa.Column("planilla", sa.Integer(), nullable=False),
        sa.Column("periodo", sa.Integer(), nullable=False),
        sa.Column("entidad", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("dni", "planilla", name=op.f("pk_digest_item")),
    )
    op.create_table(
        "preference",
        sa.Column("dni", sa.String(8), nullable=False),
        sa.Column("boletas", sa.String(20), nullable=False),
        sa.PrimaryKeyConstraint("dni", name=op.f("pk_preference")),
    )
    op.create_table(
        "servidor",
        sa.Column("dni", sa.String(8), nullable=False),
        sa.Column("sede", sa.String(6), nullable=False),
        sa.PrimaryKeyConstraint("dni", name=op.f("pk_servidor")),
    )
    op.add_column("email", sa.Column("dni", sa.String(8), server_default="", nullable=False))
    op.create_index("ix_email_dni_created_at", "email", ["dni", "created_at"])
    op.create_index(
        "ix_email_given_up",
        "email",
        ["created_at"],
        postgresql_where=sa.text(
            "state IN ('FAILED', 'EXPIRED', 'UNCERTAIN', 'BOUNCED', 'SUPPRESSED')"
        ),
    )


def downgrade() -> None:
    op.drop_index("ix_email_given_up", table_name="email")
    op.drop_index("ix_email_dni_created_at", table_name="email")
    op.drop_column("email", "dni")
    for table in ("servidor", "preference", "digest_item", "circuit", "bad_address"):
        op.drop_table(table)
