"""How values are shown to a person of Peru: money, periods, dates.

Each filter gives an empty text for None, so that a template decides what stands in its place.
"""

from datetime import date, datetime, timedelta, timezone

LIMA = timezone(timedelta(hours=-5), "America/Lima")
"""The time of Peru, which has no daylight saving: it needs no time zone database."""

MESES = (
    "ENERO",
    "FEBRERO",
    "MARZO",
    "ABRIL",
    "MAYO",
    "JUNIO",
    "JULIO",
    "AGOSTO",
    "SETIEMBRE",
    "OCTUBRE",
    "NOVIEMBRE",
    "DICIEMBRE",
)
"""The months as the ministry writes them: the ninth is SETIEMBRE."""

NBSP = "\N{NO-BREAK SPACE}"
"""Stands between `S/` and its amount, which no line may part."""


def soles(centimos: int | None) -> str:
    """Show céntimos as `S/ 2,760.12`."""
    if centimos is None:
        return ""
    units, cents = divmod(abs(centimos), 100)
    sign = "-" if centimos < 0 else ""
    return f"{sign}S/{NBSP}{units:,}.{cents:02}"


def monto(centimos: int | None) -> str:
    """Show céntimos as `2,760.12`, where a heading has said that they are soles."""
    return soles(centimos).replace(f"S/{NBSP}", "")


def periodo(value: int | str | None) -> str:
    """Show 202212 or "2022-12" as `DICIEMBRE 2022`."""
    if not value:
        return ""
    digits = str(value).replace("-", "")
    return f"{MESES[int(digits[4:6]) - 1]} {digits[:4]}"


def fecha(day: date | None) -> str:
    """Show a day as `dd/mm/aaaa`; a moment is first brought to the time of Peru."""
    if isinstance(day, datetime):
        day = day.astimezone(LIMA)
    return f"{day:%d/%m/%Y}" if day else ""


def fecha_hora(moment: datetime | None) -> str:
    """Show an aware moment in the time of Peru, as `01/04/2022 10:28:28 a.m.`."""
    if moment is None:
        return ""
    local = moment.astimezone(LIMA)
    half = "a.m." if local.hour < 12 else "p.m."  # noqa: PLR2004  (noon)
    return f"{local:%d/%m/%Y %I:%M:%S}{NBSP}{half}"
