"""What was refused comes back as it was, with its reason, to be corrected and uploaded again."""

import io

from services.boleta.formats import BadRecord
from services.boleta.formats.planilla_csv import OPTIONAL, REQUIRED
from services.boleta.formats.rechazados import write_rechazados
from tests.support.planillas import PAGE, kept, read, refused, someone
from tests.unit.boleta.test_formats_xlsx import a_workbook

HEADER = "mes pagado;periodo;dni;apellidos;nombres;regimen;tipo;concepto;monto"
ROSA = "x;2025-12;00000001;QUISPE;ROSA;CAS"
JUAN = "x;2025-12;00000002;ÑAHUI;JUAN;CAS"
INES = "x;2025-12;00000003;NÚÑEZ;INÉS;CAS"


def rechazados(file: bytes) -> bytes:
    reasons = {bad.line: bad.reason for bad in read(file) if isinstance(bad, BadRecord)}
    return b"".join(write_rechazados(io.BytesIO(file), reasons))


def a_csv(*rows: str) -> bytes:
    return "\n".join((HEADER, *rows)).encode("utf-8-sig")


def test_all_rows_of_a_refused_person_come_back_under_the_same_headings():
    file = a_csv(
        f"{ROSA};+;a;1.00",
        f'{JUAN};+;"a',
        'b";1.00',
        f"{JUAN};-;c;0,50",
        "",
        f"{INES};+;a;1.00",
    )

    written = rechazados(file).decode("utf-8-sig").splitlines()

    reason = "Línea 5: «0,50» no es un monto: escríbalo como 2,760.12."
    assert written == [
        f"error;{HEADER}",
        f'{reason};{JUAN};+;"a',
        'b";1.00',
        f"{reason};{JUAN};-;c;0,50",
        "",
    ]


def test_once_it_is_corrected_it_is_a_planilla_like_any_other():
    file = a_csv(f"{ROSA};+;a;1.00", f"{JUAN};+;a;1,50", f"{INES};+;a;zz")

    corrected = rechazados(file).replace(b";1,50", b";1.50").replace(b";zz", b";2.00")

    assert kept(read(corrected)) == ["00000002", "00000003"]


def test_a_row_with_too_few_cells_comes_back_as_it_was():
    file = a_csv(f"{ROSA};+;a;1.00", f"{JUAN};+;a", f"{INES};+;a;1.00")

    (bad,) = refused(read(rechazados(file)))

    assert "Tiene 9 celdas y el encabezado tiene 10" in bad.reason


def test_a_workbook_comes_back_as_csv():
    header = (*REQUIRED, OPTIONAL[0])
    rosa = ("2025-12", 1, "QUISPE", "ROSA", "CAS", "+", "a", 1, "")
    juan = ("2025-12", 2, "ÑAHUI", "JUAN", "CAS", "?", "a", 1, "")

    written = rechazados(a_workbook(header, rosa, juan)).decode("utf-8-sig")

    assert "00000002,ÑAHUI" in written
    assert "00000001" not in written


def test_the_records_of_a_print_file_come_back_as_they_are():
    broken = someone(2).replace("T-LIQUI 3,172.67", "T-LIQUI 9,172.67")
    file = (PAGE + broken + someone(3)).encode("latin-1")

    assert rechazados(file) == broken.encode("latin-1")
