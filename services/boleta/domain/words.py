"""Amounts in words, as cheques and boletas have them."""

_BELOW_THIRTY = (
    "cero", "uno", "dos", "tres", "cuatro", "cinco", "seis", "siete", "ocho", "nueve", "diez",
    "once", "doce", "trece", "catorce", "quince", "dieciséis", "diecisiete", "dieciocho",
    "diecinueve", "veinte", "veintiuno", "veintidós", "veintitrés", "veinticuatro", "veinticinco",
    "veintiséis", "veintisiete", "veintiocho", "veintinueve",
)  # fmt: skip
_TENS = (
    "-", "-", "-", "treinta", "cuarenta", "cincuenta", "sesenta", "setenta", "ochenta", "noventa",
)  # fmt: skip
_HUNDREDS = (
    "-", "ciento", "doscientos", "trescientos", "cuatrocientos", "quinientos", "seiscientos",
    "setecientos", "ochocientos", "novecientos",
)  # fmt: skip


def in_words(centimos: int) -> str:
    """Write an amount below S/ 1,000,000,000 as cheques do: `Dos mil y 50/100 soles`."""
    soles, rest = divmod(centimos, 100)
    return f"{_in_words(soles).capitalize()} y {rest:02}/100 soles"


def _in_words(number: int) -> str:
    millions, thousands, units = number // 10**6, number // 1000 % 1000, number % 1000
    words = []
    if millions:
        words.append("un millón" if millions == 1 else f"{_before_noun(millions)} millones")
    if thousands:
        words.append("mil" if thousands == 1 else f"{_before_noun(thousands)} mil")
    if units or not words:
        words.append(_below_thousand(units))
    return " ".join(words)


def _before_noun(number: int) -> str:
    """Shorten the last `uno`: veintiún mil, treinta y un millones."""
    words = _below_thousand(number)
    if words.endswith("veintiuno"):
        return words.removesuffix("uno") + "ún"
    return words.removesuffix("o") if words.endswith("uno") else words


def _below_thousand(number: int) -> str:
    hundreds, rest = divmod(number, 100)
    if not hundreds:
        return _below_hundred(rest)
    if not rest:
        return "cien" if hundreds == 1 else _HUNDREDS[hundreds]
    return f"{_HUNDREDS[hundreds]} {_below_hundred(rest)}"


def _below_hundred(number: int) -> str:
    if number < len(_BELOW_THIRTY):
        return _BELOW_THIRTY[number]
    tens, units = divmod(number, 10)
    return f"{_TENS[tens]} y {_BELOW_THIRTY[units]}" if units else _TENS[tens]
