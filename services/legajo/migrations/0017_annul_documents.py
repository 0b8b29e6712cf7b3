"""Let a document that was attached by mistake support nothing, and keep it so."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

KEEP_IT = """
CREATE FUNCTION keep_annulled() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'A document that was annulled is never changed: % of adjunto', TG_OP
        USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER keep_annulled BEFORE UPDATE OR DELETE ON adjunto
    FOR EACH ROW WHEN (OLD.anulado_en IS NOT NULL) EXECUTE FUNCTION keep_annulled();
"""


def upgrade() -> None:
    op.add_column("adjunto", sa.Column("anulado_en", sa.Integer(), nullable=True))
    op.create_foreign_key("fk_adjunto_anulado_en", "adjunto", "historia", ["anulado_en"], ["id"])
    op.create_index("ix_adjunto_anulado_en", "adjunto", ["anulado_en"])
    op.execute(KEEP_IT)


def downgrade() -> None:
    op.execute("DROP TRIGGER keep_annulled ON adjunto")
    op.execute("DROP FUNCTION keep_annulled()")
    op.drop_column("adjunto", "anulado_en")
