"""Remember who looked at legajos, in rows that the database lets nobody change."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

KEEP_IT = """
CREATE FUNCTION keep_acceso() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'The evidence of who looked is never changed: % of acceso', TG_OP
        USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER keep_row BEFORE UPDATE OR DELETE ON acceso
    FOR EACH ROW EXECUTE FUNCTION keep_acceso();
"""


def upgrade() -> None:
    op.create_table(
        "acceso",
        sa.Column("dueno", sa.String(length=8), nullable=False),
        sa.Column("por", sa.String(length=8), nullable=False),
        sa.Column("acto", sa.String(length=32), nullable=False),
        sa.Column("sobre", sa.String(), nullable=False),
        sa.Column(
            "dia",
            sa.Date(),
            server_default=sa.text("(now() AT TIME ZONE 'America/Lima')::date"),
            nullable=False,
        ),
        sa.Column(
            "at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False
        ),
        sa.Column("rol", sa.String(length=32), nullable=True),
        sa.Column("sede", sa.String(length=6), nullable=True),
        sa.Column("nombre", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("dueno", "por", "acto", "sobre", "dia", name="pk_acceso"),
    )
    op.create_index("ix_acceso_dueno_at", "acceso", ["dueno", "at"])
    op.execute(KEEP_IT)


def downgrade() -> None:
    op.drop_table("acceso")
    op.execute("DROP FUNCTION keep_acceso")
