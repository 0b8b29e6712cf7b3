"""Find what changed in a legajo in its order, legajos as they stand on shelves, and verdicts."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_historia_dni_id", "historia", ["dni", "id"])
    op.drop_index("ix_historia_dni", table_name="historia")
    room = sa.text("NULLIF(ambiente, '')")
    op.create_index("ix_legajo_shelf", "legajo", [room, "estante", "caja", "dni"])
    op.drop_index("ix_legajo_ambiente_estante_caja", table_name="legajo")
    op.create_index("ix_veredicto_adjunto_id", "veredicto", ["adjunto_id"])


def downgrade() -> None:
    op.drop_index("ix_veredicto_adjunto_id", table_name="veredicto")
    op.create_index("ix_legajo_ambiente_estante_caja", "legajo", ["ambiente", "estante", "caja"])
    op.drop_index("ix_legajo_shelf", table_name="legajo")
    op.create_index("ix_historia_dni", "historia", ["dni"])
    op.drop_index("ix_historia_dni_id", table_name="historia")
