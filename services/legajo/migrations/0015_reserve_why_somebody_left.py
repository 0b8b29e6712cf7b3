"""Reserve the documents of a cese that told, once, of a sanction or of health."""

from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

WERE_RESERVED = """
UPDATE anotacion SET fue_reservada = true
WHERE tipo = 'cese' AND (
    EXISTS (
        SELECT FROM historia
        WHERE historia.anotacion_id = anotacion.id AND historia.antes ->> 'motivo_cese' IN {which}
    )
    OR EXISTS (
        SELECT FROM cambio LEFT JOIN enmienda ON enmienda.cambio_id = cambio.id
        WHERE cambio.anotacion_id = anotacion.id AND cambio.incorporated_at IS NOT NULL
            AND (
                cambio.valores ->> 'motivo_cese' IN {which}
                OR enmienda.antes ->> 'motivo_cese' IN {which}
            )
    )
)
"""


def upgrade() -> None:
    op.execute(WERE_RESERVED.format(which="('Destitución', 'Incapacidad permanente')"))


def downgrade() -> None:
    """Leave what is remembered: nobody loses by it."""
