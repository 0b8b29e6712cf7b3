"""partition boletas by year; planillas go their way from upload to publication.

Boletas move to a new table, which takes as long as they are many: stop the service before. What was
imported until now was published at once.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

OPEN_ANIO = """
    CREATE FUNCTION open_anio(anio int) RETURNS void LANGUAGE plpgsql AS $$
    DECLARE
        parent text;
        part text;
    BEGIN
        IF to_regclass(format('registro_%s', anio)) IS NOT NULL THEN
            RETURN;
        END IF;
        PERFORM pg_advisory_xact_lock(hashtext('open_anio'));
        FOREACH parent IN ARRAY ARRAY['boleta', 'registro'] LOOP
            part := format('%s_%s', parent, anio);
            CONTINUE WHEN to_regclass(part) IS NOT NULL;
            EXECUTE format('CREATE TABLE %I (LIKE %I INCLUDING ALL)', part, parent);
            -- Unlike CREATE TABLE … PARTITION OF, it keeps nobody from reading meanwhile.
            EXECUTE format(
                'ALTER TABLE %I ATTACH PARTITION %I FOR VALUES FROM (%s) TO (%s)',
                parent, part, anio * 100, (anio + 1) * 100
            );
        END LOOP;
    END $$
"""

MOVE = """
    SELECT open_anio(anio) FROM (SELECT DISTINCT periodo / 100 AS anio FROM boleta_before) AS anios;
    INSERT INTO boleta (
        id, planilla_id, periodo, bruto, descuentos, liquido, fecha_nacimiento, fecha_ingreso,
        fecha_termino, dni, sede, tipo, estado, conceptos, montos, apellidos, nombres, regimen,
        tipo_servidor, cargo, establecimiento, situacion, tiempo_servicio, pension, cuenta,
        mensajes, avisos
    )
    SELECT
        id, planilla_id, periodo, bruto, descuentos, liquido, fecha_nacimiento, fecha_ingreso,
        fecha_termino, dni, sede, 'haberes', 'vigente', conceptos, montos, apellidos, nombres,
        regimen, tipo_servidor, cargo, establecimiento, situacion, tiempo_servicio, pension, cuenta,
        mensajes, avisos
    FROM boleta_before ORDER BY periodo, planilla_id, id;
    DROP TABLE boleta_before
"""

MOVE_BACK = """
    INSERT INTO boleta (
        id, planilla_id, periodo, bruto, descuentos, liquido, fecha_nacimiento, fecha_ingreso,
        fecha_termino, dni, sede, estado, conceptos, montos, apellidos, nombres, regimen,
        tipo_servidor, cargo, establecimiento, situacion, tiempo_servicio, pension, cuenta,
        mensajes, avisos
    )
    SELECT
        id, planilla_id, periodo, bruto, descuentos, liquido, fecha_nacimiento, fecha_ingreso,
        fecha_termino, dni, sede, 'Activo', conceptos, montos, apellidos, nombres,
        regimen, tipo_servidor, cargo, establecimiento, situacion, tiempo_servicio, pension, cuenta,
        mensajes, avisos
    FROM boleta_after WHERE estado = 'vigente' AND tipo = 'haberes';
    DROP TABLE boleta_after
"""


def upgrade() -> None:
    op.rename_table("boleta", "boleta_before")
    op.execute("ALTER TABLE boleta_before RENAME CONSTRAINT pk_boleta TO pk_boleta_before")
    op.create_table(
        "boleta",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("reemplaza", sa.BigInteger(), nullable=True),
        sa.Column("planilla_id", sa.Integer(), nullable=False),
        sa.Column("periodo", sa.Integer(), nullable=False),
        sa.Column("bruto", sa.Integer(), nullable=False),
        sa.Column("descuentos", sa.Integer(), nullable=False),
        sa.Column("liquido", sa.Integer(), nullable=False),
        sa.Column("fecha_nacimiento", sa.Date(), nullable=True),
        sa.Column("fecha_ingreso", sa.Date(), nullable=True),
        sa.Column("fecha_termino", sa.Date(), nullable=True),
        sa.Column("version", sa.SmallInteger(), server_default="1", nullable=False),
        sa.Column("dni", sa.String(length=8), nullable=False),
        sa.Column("sede", sa.String(length=6), nullable=False),
        sa.Column("tipo", sa.String(length=20), nullable=False),
        sa.Column("estado", sa.String(length=20), nullable=False),
        sa.Column("conceptos", postgresql.ARRAY(sa.SmallInteger()), nullable=False),
        sa.Column("montos", postgresql.ARRAY(sa.Integer()), nullable=False),
        sa.Column("apellidos", sa.String(), nullable=False),
        sa.Column("nombres", sa.String(), nullable=False),
        sa.Column("regimen", sa.String(), nullable=False),
        sa.Column("tipo_servidor", sa.String(), nullable=False),
        sa.Column("cargo", sa.String(), nullable=False),
        sa.Column("establecimiento", sa.String(), nullable=False),
        sa.Column("situacion", sa.String(), nullable=False),
        sa.Column("tiempo_servicio", sa.String(), nullable=False),
        sa.Column("pension", sa.String(), nullable=False),
        sa.Column("cuenta", sa.String(), nullable=False),
        sa.Column("mensajes", sa.String(), nullable=False),
        sa.Column("avisos", postgresql.ARRAY(sa.String()), nullable=True),
        sa.PrimaryKeyConstraint("periodo", "id", name="pk_boleta"),
        postgresql_partition_by="RANGE (periodo)",
    )
    op.create_index(
        "uq_boleta_dni_periodo_sede_tipo",
        "boleta",
        [
            *("dni", "periodo", "sede", "tipo"),
            sa.text("(version * (estado <> 'vigente')::integer)"),
        ],
        unique=True,
    )
    op.create_index(
        "ix_boleta_planilla_id_sede",
        "boleta",
        ["planilla_id", "sede"],
        postgresql_using="brin",
        postgresql_with={"pages_per_range": 16, "autosummarize": True},
    )
    op.create_table(
        "registro",
        sa.Column("posicion", sa.BigInteger(), nullable=False),
        sa.Column("periodo", sa.Integer(), nullable=False),
        sa.Column("planilla_id", sa.Integer(), nullable=False),
        sa.Column("longitud", sa.Integer(), nullable=False),
        sa.Column("dni", sa.String(length=8), nullable=False),
        sa.Column("sede", sa.String(length=6), nullable=False),
        sa.Column("regimen", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("dni", "periodo", "planilla_id", "posicion", name="pk_registro"),
        postgresql_partition_by="RANGE (periodo)",
    )
    op.execute(OPEN_ANIO)
    op.execute(MOVE)

    for column in (
        sa.Column("tipo", sa.String(length=20), server_default="haberes", nullable=False),
        sa.Column("estado", sa.String(length=20), server_default="publicada", nullable=False),
        sa.Column("clave", sa.String(), nullable=True),
        sa.Column("bytes", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("avisar", sa.Boolean(), server_default="true", nullable=False),
        sa.Column("es_ensayo", sa.Boolean(), server_default="false", nullable=False),
        sa.Column("registros", sa.Integer(), server_default="0", nullable=False),
        sa.Column("total_bruto", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("validated_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("approved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("approved_by", sa.String(length=8), nullable=True),
        sa.Column("publish_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("discarded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("discarded_by", sa.String(length=8), nullable=True),
        sa.Column("motivo", sa.String(), nullable=True),
    ):
        op.add_column("planilla", column)
    op.alter_column("planilla", "estado", server_default=None)
    op.alter_column("planilla", "imported_at", new_column_name="uploaded_at")
    op.alter_column("planilla", "imported_by", new_column_name="uploaded_by")
    op.execute("UPDATE planilla SET validated_at = uploaded_at, published_at = uploaded_at")
    op.drop_constraint("uq_planilla_sha256", "planilla")
    op.create_index(
        "uq_planilla_sha256",
        "planilla",
        ["sha256"],
        unique=True,
        postgresql_where="estado <> 'descartada'",
    )
    op.create_check_constraint("ck_planilla_four_eyes", "planilla", "approved_by <> uploaded_by")


def downgrade() -> None:
    op.drop_constraint("ck_planilla_four_eyes", "planilla")
    op.drop_index("uq_planilla_sha256", "planilla")
    op.execute(
        "DELETE FROM incidencia USING planilla WHERE planilla_id = id AND published_at IS NULL"
    )
    op.execute(
        "DELETE FROM boleta USING planilla AS p WHERE p.id = planilla_id AND published_at IS NULL"
    )
    op.execute("DELETE FROM planilla WHERE published_at IS NULL")
    op.create_unique_constraint("uq_planilla_sha256", "planilla", ["sha256"])
    op.alter_column("planilla", "uploaded_at", new_column_name="imported_at")
    op.alter_column("planilla", "uploaded_by", new_column_name="imported_by")
    for name in (
        *("tipo", "estado", "clave", "bytes", "avisar", "es_ensayo", "registros", "total_bruto"),
        *("validated_at", "approved_at", "approved_by", "publish_at", "published_at"),
        *("discarded_at", "discarded_by", "motivo"),
    ):
        op.drop_column("planilla", name)
    op.drop_table("registro")
    op.execute("DROP FUNCTION open_anio")
    op.rename_table("boleta", "boleta_after")
    op.execute("ALTER TABLE boleta_after RENAME CONSTRAINT pk_boleta TO pk_boleta_after")
    op.create_table(
        "boleta",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("planilla_id", sa.Integer(), nullable=False),
        sa.Column("periodo", sa.Integer(), nullable=False),
        sa.Column("bruto", sa.Integer(), nullable=False),
        sa.Column("descuentos", sa.Integer(), nullable=False),
        sa.Column("liquido", sa.Integer(), nullable=False),
        sa.Column("fecha_nacimiento", sa.Date(), nullable=True),
        sa.Column("fecha_ingreso", sa.Date(), nullable=True),
        sa.Column("fecha_termino", sa.Date(), nullable=True),
        sa.Column("dni", sa.String(length=8), nullable=False),
        sa.Column("sede", sa.String(length=6), nullable=False),
        sa.Column("estado", sa.String(length=20), nullable=False),
        sa.Column("conceptos", postgresql.ARRAY(sa.SmallInteger()), nullable=False),
        sa.Column("montos", postgresql.ARRAY(sa.Integer()), nullable=False),
        sa.Column("apellidos", sa.String(), nullable=False),
        sa.Column("nombres", sa.String(), nullable=False),
        sa.Column("regimen", sa.String(), nullable=False),
        sa.Column("tipo_servidor", sa.String(), nullable=False),
        sa.Column("cargo", sa.String(), nullable=False),
        sa.Column("establecimiento", sa.String(), nullable=False),
        sa.Column("situacion", sa.String(), nullable=False),
        sa.Column("tiempo_servicio", sa.String(), nullable=False),
        sa.Column("pension", sa.String(), nullable=False),
        sa.Column("cuenta", sa.String(), nullable=False),
        sa.Column("mensajes", sa.String(), nullable=False),
        sa.Column("avisos", postgresql.ARRAY(sa.String()), nullable=True),
        sa.ForeignKeyConstraint(["planilla_id"], ["planilla.id"], name="fk_boleta_planilla_id"),
        sa.PrimaryKeyConstraint("id", name="pk_boleta"),
        sa.UniqueConstraint("dni", "periodo", "sede", name="uq_boleta_dni_periodo_sede"),
    )
    op.execute(MOVE_BACK)
