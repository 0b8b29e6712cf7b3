"""Remember of which entries something was reserved once: their documents stay reserved."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

WERE_RESERVED = """
UPDATE anotacion SET fue_reservada = true
WHERE tipo = 'licencia' AND (
    EXISTS (
        SELECT FROM historia
        WHERE historia.anotacion_id = anotacion.id AND historia.antes ? 'detalle_salud'
    )
    OR EXISTS (
        SELECT FROM cambio LEFT JOIN enmienda ON enmienda.cambio_id = cambio.id
        WHERE cambio.anotacion_id = anotacion.id AND cambio.incorporated_at IS NOT NULL
            AND (cambio.valores ? 'detalle_salud' OR enmienda.antes ? 'detalle_salud')
    )
)
"""
"""Of all fields, the diagnosis of a licence was the reserved one until now."""


def upgrade() -> None:
    op.add_column(
        "anotacion",
        sa.Column("fue_reservada", sa.Boolean(), server_default=sa.false(), nullable=False),
    )
    op.execute(WERE_RESERVED)


def downgrade() -> None:
    op.drop_column("anotacion", "fue_reservada")
