"""Names for invented people, as they are found in Cusco, Lambayeque and Lima."""

from random import Random

ANDEAN = (
    "QUISPE, MAMANI, HUAMAN, CONDORI, CCAHUANA, HUILLCA, ÑAHUI, YUPANQUI, CUSIHUAMAN, PUMA, TTITO,"
    " SULLCA, HUAYHUA, CCORIMANYA, CHOQUE, APAZA, TICONA, CUTIPA, CALISAYA, CHAMBI, LAURA, LIMACHI"
)
"""Surnames in Quechua and in Aymara."""

NORTHERN = (
    "CHAFLOQUE, EFFIO, LLONTOP, FARROÑAN, CAPUÑAY, PUICON, SANDOVAL, SANTAMARIA, VENTURA, SUCLUPE,"
    " INOÑAN, BANCES, SIESQUEN, CAJUSOL, TULLUME"
)
"""Surnames of Lambayeque, where many are of the Muchik."""

SPANISH = (
    "FLORES, GARCÍA, ROJAS, RAMOS, NÚÑEZ, PEÑA, IBÁÑEZ, TORRES, CASTILLO, ROMERO, DÍAZ, SALAZAR,"
    " DE LA CRUZ, DEL CARPIO, O'HIGGINS, D'ANGELO, GÜERE, NAKAMURA, LEÓN, ZEGARRA"
)
"""Surnames in Spanish and other languages: with Ñ, tilde, diéresis, apostrophe and particle."""

WOMEN = (
    "ROSA, MARÍA, ELENA, JULIA, CARMEN, LUZ, NELLY, BEATRIZ, FLOR, SAYWA, NAYRA, MARLENI, YESENIA,"
    " INÉS, SOFÍA"
)
"""Given names of women."""

MEN = (
    "JUAN, JOSÉ, LUIS, ALBERTO, CÉSAR, WILBER, EDGAR, RAÚL, INTI, AMARU, WALTER, HERNÁN, RUBÉN,"
    " IVÁN, TOMÁS"
)
"""Given names of men."""

ONE_SURNAME_IN = 60
"""Of how many people one has a single surname."""


def surnames(regional: str, chance: Random, *, has_one: bool = False) -> str:
    """Invent apellido paterno and materno, or only the first."""
    paterno, materno = (
        chance.choice(chance.choice([regional, SPANISH]).split(", ")) for _ in range(2)
    )
    return paterno if has_one else f"{paterno} {materno}"


def given_names(chance: Random) -> str:
    """Invent two given names, both of women or both of men."""
    return " ".join(chance.sample(chance.choice([WOMEN, MEN]).split(", "), 2))
