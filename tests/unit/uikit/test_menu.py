import pytest

from contracts.access_token import Grant, Principal, Role
from contracts.sedes import NATIONAL
from uikit.menu import MENU, current_entry, menu_for


def a_person(*roles: Role) -> Principal:
    grants = tuple(Grant(role, "080006") for role in roles)
    return Principal(sub="1", client_id="gateway", dni="00000001", grants=grants)


def texts(entries):
    return [entry.text for entry in entries]


def test_a_servidor_sees_the_menu_of_the_guide():
    assert texts(menu_for(a_person(Role.SERVIDOR), has_legajo=True)) == [
        "Inicio",
        "Mi legajo",
        "Actualizar mi legajo",
        "Seguimiento de atención de solicitud",
        "Mi boleta",
    ]


def test_who_has_no_legajo_sees_no_page_about_it():
    seen = texts(menu_for(a_person(Role.SERVIDOR), has_legajo=False))

    assert seen == ["Inicio", "Mi boleta"]


def test_not_knowing_whether_there_is_a_legajo_hides_nothing():
    servidor = a_person(Role.SERVIDOR)

    assert menu_for(servidor, has_legajo=None) == menu_for(servidor, has_legajo=True)


def test_each_role_adds_what_it_works_with():
    specialist = a_person(Role.SERVIDOR, Role.ESCALAFON)
    administrator = a_person(Role.SERVIDOR, Role.ADMINISTRADOR_BOLETA)

    assert "Bandeja de escalafón" in texts(menu_for(specialist, has_legajo=False))
    assert {
        "Planillas",
        "Tablero del mes",
        "Boletas de mi sede",
        "Bandeja de reclamos",
        "Catálogo de conceptos",
    } <= set(texts(menu_for(administrator, has_legajo=False)))


def test_who_looks_after_accounts_sees_what_their_role_and_sede_reach():
    mesa = menu_for(a_person(Role.MESA_DE_AYUDA), has_legajo=False)
    auditor = menu_for(a_person(Role.AUDITOR), has_legajo=False)
    of_a_ugel = menu_for(a_person(Role.ADMINISTRADOR), has_legajo=False)
    everywhere = Principal(
        sub="1",
        client_id="gateway",
        dni="00000001",
        grants=(Grant(Role.ADMINISTRADOR, NATIONAL),),
    )

    assert "Mesa de ayuda" in texts(mesa)
    assert {"Roles", "Auditoría"} <= set(texts(auditor))
    assert {"Mesa de ayuda", "Roles", "Auditoría"} <= set(texts(of_a_ugel))
    assert "Registro Evaluación Docente" not in texts(of_a_ugel)
    assert "Registro Evaluación Docente" in texts(menu_for(everywhere, has_legajo=False))


def test_nobody_signed_in_sees_no_menu():
    assert menu_for(None) == []


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("/inicio", "Inicio"),
        ("/legajo/", "Mi legajo"),
        ("/legajo/solicitudes", "Seguimiento de atención de solicitud"),
        ("/legajo/solicitudes/2022-000123", "Seguimiento de atención de solicitud"),
        ("/legajo/solicitudes/nueva", "Actualizar mi legajo"),
        ("/boleta/123", "Mi boleta"),
        ("/boleta/planillas/7", "Planillas"),
        ("/legajo/reportes", "Bandeja de escalafón"),
    ],
)
def test_a_page_is_under_the_entry_with_the_longest_address(path, text):
    assert current_entry(MENU, path).text == text


def test_a_page_outside_the_menu_is_under_no_entry():
    assert current_entry(MENU, "/boletas-de-otros") is None
