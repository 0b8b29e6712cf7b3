"""Clients that are not ours: how they authenticate, what people allow them, what they must hear."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    _tell_clients_apart()
    _remember_how_a_session_began_and_who_heard_of_its_end()
    _give_each_algorithm_its_key()
    op.create_table(
        "consent",
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("client_id", sa.Text(), nullable=False),
        sa.Column("scopes", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("given_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name="fk_consent_account_id_account", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["client_id"], ["client.id"], name="fk_consent_client_id_client", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("account_id", "client_id", name="pk_consent"),
    )
    op.create_table(
        "logout_notice",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("session_id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("client_id", sa.Text(), nullable=False),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("created_at", MOMENT, server_default=sa.text("now()"), nullable=False),
        sa.Column("next_attempt_at", MOMENT, nullable=False),
        sa.Column("lease", sa.Uuid(), nullable=True),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["client_id"],
            ["client.id"],
            name="fk_logout_notice_client_id_client",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_logout_notice"),
        sa.UniqueConstraint(
            "session_id", "client_id", name="uq_logout_notice_session_id_client_id"
        ),
    )
    op.create_index(
        "ix_logout_notice_due",
        "logout_notice",
        ["next_attempt_at"],
        postgresql_where=sa.text("state IN ('due', 'held')"),
    )


def downgrade() -> None:
    op.drop_table("logout_notice")
    op.drop_table("consent")
    op.execute("DELETE FROM signing_key WHERE alg <> 'RS256'")
    op.drop_index("uq_signing_key_active", "signing_key")
    op.drop_column("signing_key", "alg")
    op.create_index(
        "uq_signing_key_active",
        "signing_key",
        ["state"],
        unique=True,
        postgresql_where=sa.text("state = 'active'"),
    )
    op.drop_index("ix_login_session_untold", "login_session")
    for column in ("told_at", "device", "amr"):
        op.drop_column("login_session", column)
    op.execute("DELETE FROM client WHERE secret_fingerprint IS NULL")
    op.alter_column("client", "secret_fingerprint", nullable=False)
    for column in (
        "disabled_at",
        "created_at",
        "backchannel_logout_uri",
        "id_token_alg",
        "is_first_party",
        "jwks",
        "auth_method",
        "name",
    ):
        op.drop_column("client", column)


def _tell_clients_apart() -> None:
    for column in (
        sa.Column("name", sa.Text(), server_default="", nullable=False),
        sa.Column(
            "auth_method", sa.String(32), server_default="client_secret_basic", nullable=False
        ),
        sa.Column("jwks", postgresql.JSONB(), nullable=True),
        sa.Column("is_first_party", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("id_token_alg", sa.Text(), server_default="RS256", nullable=False),
        sa.Column("backchannel_logout_uri", sa.Text(), nullable=True),
        sa.Column("created_at", MOMENT, server_default=sa.text("now()"), nullable=False),
        sa.Column("disabled_at", MOMENT, nullable=True),
    ):
        op.add_column("client", column)
    op.alter_column("client", "secret_fingerprint", nullable=True)
    op.execute("UPDATE client SET name = id, is_first_party = id IN ('gateway', 'boleta')")


def _remember_how_a_session_began_and_who_heard_of_its_end() -> None:
    for column in (
        sa.Column("amr", postgresql.ARRAY(sa.Text()), server_default="{pwd}", nullable=False),
        sa.Column("device", sa.Text(), server_default="", nullable=False),
        sa.Column("told_at", MOMENT, nullable=True),
    ):
        op.add_column("login_session", column)
    op.execute("UPDATE login_session SET told_at = ended_at")
    op.create_index(
        "ix_login_session_untold",
        "login_session",
        ["ended_at"],
        postgresql_where=sa.text("ended_at IS NOT NULL AND told_at IS NULL"),
    )


def _give_each_algorithm_its_key() -> None:
    op.add_column(
        "signing_key", sa.Column("alg", sa.Text(), server_default="RS256", nullable=False)
    )
    op.drop_index("uq_signing_key_active", "signing_key")
    op.create_index(
        "uq_signing_key_active",
        "signing_key",
        ["alg"],
        unique=True,
        postgresql_where=sa.text("state = 'active'"),
    )
