"""Find servidores by the beginnings of their names, and list them in that order."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

PALABRAS = (
    "to_tsvector('simple'::regconfig, translate(lower((apellidos || ' ') || nombres), "
    "'áàäâéèëêíìïîóòöôúùüûñ''-./', 'aaaaeeeeiiiioooouuuun    '))"
)


def upgrade() -> None:
    op.create_index("ix_servidor_palabras", "servidor", [sa.text(PALABRAS)], postgresql_using="gin")
    op.create_index(
        "ix_servidor_apellidos_nombres_dni", "servidor", ["apellidos", "nombres", "dni"]
    )
    # It serves whoever looked for a sede alone as well.
    op.create_index(
        "ix_servidor_sede_apellidos_nombres_dni",
        "servidor",
        ["sede", "apellidos", "nombres", "dni"],
    )
    op.drop_index("ix_servidor_sede", "servidor")


def downgrade() -> None:
    op.create_index("ix_servidor_sede", "servidor", ["sede"])
    op.drop_index("ix_servidor_sede_apellidos_nombres_dni", "servidor")
    op.drop_index("ix_servidor_apellidos_nombres_dni", "servidor")
    op.drop_index("ix_servidor_palabras", "servidor")
