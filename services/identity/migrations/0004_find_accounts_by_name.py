"""Find accounts by the words of a name, and by sede."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

NAME_WORDS = (
    "to_tsvector('simple'::regconfig, translate(lower((apellidos || ' '::text) || nombres),"
    " 'áéíóúü'::text, 'aeiouu'::text))"
)


def upgrade() -> None:
    words = [sa.literal_column(NAME_WORDS)]
    op.create_index("ix_account_name_words", "account", words, postgresql_using="gin")
    op.create_index("ix_account_by_name", "account", ["apellidos", "nombres", "dni"])
    op.create_index("ix_account_sede", "account", ["sede"])


def downgrade() -> None:
    op.drop_index("ix_account_sede", table_name="account")
    op.drop_index("ix_account_by_name", table_name="account")
    op.drop_index("ix_account_name_words", table_name="account", postgresql_using="gin")
