"""Legajos of a whole country, made by PostgreSQL itself: for what is looked up every day.

UGEL CANCHIS is a large one, whose legajos say twenty things each; the others say one. Everybody is
numbered, and what a row says follows from its number: each run makes the same country.
"""

from sqlalchemy import Connection, text

from contracts.sedes import all_sedes
from tests.support.builders.legajo import CANCHIS

ENTRIES = 20
"""How many entries a legajo of CANCHIS has; who has the most has ten times as many."""

ME = "00000007"
"""Whose legajo has the most entries, of CANCHIS."""

SHARES = {"solicitudes": 0.4, "in_course": 0.04, "accesos": 0.6, "traslados": 0.02}
"""How many of each there are for one servidor."""

SERVIDORES = """
INSERT INTO servidor (dni, apellidos, nombres, fecha_nacimiento, sede, tipo_servidor, regimen,
    cargo, establecimiento, codigo_modular, fecha_ingreso)
SELECT to_char(n, 'FM00000000'),
    apellidos[1 + n % 40] || ' ' || apellidos[1 + n / 40 % 40],
    nombres[1 + n % 30] || ' ' || nombres[1 + n / 30 % 30], '1985-02-14',
    CASE WHEN n <= :here THEN :sede ELSE sedes[1 + n % cardinality(sedes)] END,
    'Docente Nombrado', 'Ley Nro 29944', 'PROFESOR', 'I.E. 56001', '1234567', '2010-03-01'
FROM generate_series(1, :people) AS n, (SELECT CAST(:sedes AS text[]) AS sedes,
    string_to_array(:apellidos, ' ') AS apellidos, string_to_array(:nombres, ' ') AS nombres) AS _;
INSERT INTO legajo (dni, estado, ambiente, estante, caja)
SELECT to_char(n, 'FM00000000'), CASE WHEN n % 20 = 0 THEN 'no_vigente' ELSE 'vigente' END,
    'Archivo ' || n % 3, (n % 40)::text, (n % 900)::text
FROM generate_series(1, :people) AS n WHERE n % 50 > 0
"""

ENTRIES_OF_THEM = """
INSERT INTO anotacion (dni, seccion, tipo, valores, desde, estado, origen, created_at, updated_at)
SELECT dni, 'II', 'estudio', jsonb_build_object('nivel', 'Maestría', 'grado', 'Magíster ' || nth,
        'especialidad', 'Gestión', 'institucion', 'UNSAAC', 'fecha_emision', '2019-08-30'),
    '2019-08-30', CASE WHEN nth % 15 = 0 THEN 'anulada' ELSE 'vigente' END, 'importacion',
    now(), now()
FROM legajo, generate_series(1, CASE WHEN dni = :me THEN 10 * :entries
    WHEN dni <= to_char(CAST(:here AS int), 'FM00000000') THEN :entries ELSE 1 END) AS nth;
INSERT INTO documento (sha256, tipo, bytes, paginas)
SELECT encode(sha256(int4send(n)), 'hex'), 'application/pdf', 100000, 2
FROM generate_series(1, 1000) AS n;
INSERT INTO adjunto (documento_id, dni, nombre, anotacion_id)
SELECT 1 + id % 1000, dni, 'titulo.pdf', id FROM anotacion;
INSERT INTO historia (dni, anotacion_id, at, operacion, origen, por, motivo, despues)
SELECT dni, id, now() - nth * interval '1 day',
    CASE WHEN nth = 1 THEN 'agregar' ELSE 'corregir' END, 'importacion', '', '', valores
FROM anotacion, generate_series(1, 2) AS nth
"""

SOLICITUDES = """
INSERT INTO solicitud (expediente, dni, seccion, asunto, detalle, estado, submitted_at, vence_el,
    finished_at, dias_habiles, sending)
SELECT 'EXP-2025-' || to_char(n, 'FM000000000'), to_char(1 + n % people, 'FM00000000'), 'II',
    'Título de segunda especialidad', 'Título N.º 123.',
    CASE WHEN n > :in_course THEN 'atendida' WHEN n % 4 = 0 THEN 'observada'
        WHEN n % 4 = 1 THEN 'en_revision' ELSE 'registrada' END,
    now() - n % 1500 * interval '1 day', CASE WHEN n <= :in_course THEN current_date + n % 30 END,
    CASE WHEN n > :in_course THEN now() - n % 1500 * interval '1 day' + interval '9 days' END,
    CASE WHEN n > :in_course THEN 7 END, gen_random_uuid()
FROM (SELECT n, CASE WHEN n % 20 = 0 THEN :here ELSE :people END AS people
    FROM generate_series(1, :solicitudes) AS n) AS numbered;
INSERT INTO movimiento (solicitud_id, at, accion, estado, role, dni, comentario)
SELECT id, submitted_at + nth * interval '1 hour',
    CASE nth WHEN 0 THEN 'registrar' ELSE 'tomar' END,
    CASE nth WHEN 0 THEN 'registrada' ELSE 'en_revision' END, 'escalafon', '00000900', ''
FROM solicitud, generate_series(0, 1) AS nth;
INSERT INTO cambio (solicitud_id, operacion, tipo, antes, valores, motivo, listo)
SELECT id, 'agregar', 'estudio', '{}', '{"nivel": "Maestría"}', '', true FROM solicitud
"""

REST = """
INSERT INTO acceso (dueno, por, dia, at, rol, sede, nombre, acto, sobre)
SELECT to_char(1 + n % :people, 'FM00000000'), '00000900', current_date - n / :people,
    now() - n / :people * interval '1 day', 'escalafon', :sede, 'ANA ROJAS', 'consulta', ''
FROM generate_series(1, :accesos) AS n;
INSERT INTO acceso (dueno, por, dia, at, rol, sede, nombre, acto, sobre)
SELECT :me, '00000900', current_date - n, now() - n * interval '1 day', 'escalafon', :sede,
    'ANA ROJAS', 'documento', 'título.pdf' FROM generate_series(1, 200) AS n;
INSERT INTO traslado (dni, origen, destino, estado, causa, documento, numero_documento,
    fecha_documento, detalle, folios, sent_at, sent_by, finished_at, comentario, confirmed_at)
SELECT dni, sede, :sede, CASE WHEN n % 10 = 0 THEN 'enviado' ELSE 'recibido' END,
    'reasignacion', 'RD', '1', '2025-01-01', '', 10, now() - n % 1000 * interval '1 day',
    '00000900', CASE WHEN n % 10 > 0 THEN now() - n % 1000 * interval '1 day' END, '',
    CASE WHEN n % 30 > 1 THEN now() END
FROM (SELECT dni, sede, row_number() OVER (ORDER BY dni) AS n FROM servidor JOIN legajo USING (dni)
    LIMIT :traslados) AS sent;
INSERT INTO importacion (id, state, archivo, size, is_rehearsal, tries, bytes_done, read, changed,
    unchanged, refused, que, por, sedes, sha256, uploaded_at)
SELECT gen_random_uuid(), 'done', 'estudios.csv', 1000, false, 1, 1000, 10, 10, 0, 0, 'estudio',
    '00000' || 900 + n % 50, ARRAY[CAST(:sede AS text)], '', now() - n * interval '1 hour'
FROM generate_series(1, 1000) AS n
"""

APELLIDOS = (
    "QUISPE MAMANI HUAMÁN FLORES CONDORI ROJAS CHOQUE SÁNCHEZ GARCÍA RAMOS TORRES DÍAZ VARGAS CRUZ"
    " CASTRO LÓPEZ ESPINOZA CCORI PUMA YUPANQUI SALAZAR REYES GUTIÉRREZ MEDINA CHÁVEZ ROMERO NÚÑEZ"
    " VERA PAREDES SOTO AGUILAR APAZA CÁRDENAS ORTIZ ZEVALLOS LAURA TICONA CALLA MEZA VILCA"
)

NOMBRES = (
    "ROSA ELENA JUAN CARLOS MARÍA LUIS ANA JOSÉ JULIA PEDRO LUZ MIGUEL CARMEN JORGE SONIA RAÚL"
    " NELLY VÍCTOR GLADYS HUGO FLOR ÓSCAR IRMA PERCY DELIA EDWIN NORMA FREDY YENY WILBER"
)
"""Names by which people can be looked for."""


def found(connection: Connection, people: int) -> None:
    """Fill an empty database with so many servidores, and what is known of them."""
    given = {
        "people": people,
        "here": people // 100,
        "sede": CANCHIS,
        "sedes": list(all_sedes()),
        "me": ME,
        "entries": ENTRIES,
        "apellidos": APELLIDOS,
        "nombres": NOMBRES,
        **{name: int(people * share) for name, share in SHARES.items()},
    }
    connection.execute(text("SET LOCAL statement_timeout = 0"))
    for statement in ";\n".join((SERVIDORES, ENTRIES_OF_THEM, SOLICITUDES, REST)).split(";\n"):
        names = text(statement).compile().params
        connection.execute(text(statement), {name: given[name] for name in names})
