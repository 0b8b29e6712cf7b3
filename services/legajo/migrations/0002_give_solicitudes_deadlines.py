"""give solicitudes a deadline, somebody who looks at them, and an end."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

LONGER = (
    ("legajo", "estado"),
    ("solicitud", "estado"),
    *(("movimiento", name) for name in ("accion", "estado", "role")),
)
"""The columns of words that grew: `atendida_parcialmente` has 21 letters."""

FILL = """
UPDATE solicitud SET vence_el = (last.at AT TIME ZONE 'America/Lima')::date
        + CASE solicitud.estado WHEN 'registrada' THEN 14 ELSE 7 END
    FROM (SELECT solicitud_id, max(at) AS at FROM movimiento GROUP BY 1) AS last
    WHERE last.solicitud_id = solicitud.id AND solicitud.estado IN ('registrada', 'observada');
UPDATE solicitud SET finished_at = last.at
    FROM (SELECT solicitud_id, max(at) AS at FROM movimiento GROUP BY 1) AS last
    WHERE last.solicitud_id = solicitud.id AND solicitud.estado NOT IN ('registrada', 'observada');
"""
"""What was there already: weeks of seven days, which are never fewer than five working days."""


def upgrade() -> None:
    for table, column in LONGER:
        op.alter_column(table, column, type_=sa.String(32), existing_type=sa.String(20))
    op.alter_column("movimiento", "role", nullable=True, existing_type=sa.String(32))
    op.add_column("solicitud", sa.Column("vence_el", sa.Date(), nullable=True))
    op.add_column("solicitud", sa.Column("warned_of", sa.Date(), nullable=True))
    op.add_column("solicitud", sa.Column("taken_by", sa.String(length=8), nullable=True))
    op.add_column("solicitud", sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True))
    op.drop_index("ix_solicitud_estado", "solicitud")
    op.create_index("ix_solicitud_estado_vence_el", "solicitud", ["estado", "vence_el"])
    op.execute(FILL)


def downgrade() -> None:
    op.drop_index("ix_solicitud_estado_vence_el", "solicitud")
    op.create_index("ix_solicitud_estado", "solicitud", ["estado"])
    for column in ("finished_at", "taken_by", "warned_of", "vence_el"):
        op.drop_column("solicitud", column)
    op.execute("DELETE FROM movimiento WHERE role IS NULL")
    op.alter_column("movimiento", "role", nullable=False, existing_type=sa.String(32))
    for table, column in LONGER:
        op.alter_column(table, column, type_=sa.String(20), existing_type=sa.String(32))
