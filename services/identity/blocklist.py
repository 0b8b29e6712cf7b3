"""Passwords that anybody would try first, whatever the policy says of their length and letters.

A password is refused, with its reason, when it holds something that others know of the person or
the platform, or when it is nothing but well-known words, keyboard rows and digits. All of it is
decided here, offline.
"""

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from itertools import product
from pathlib import Path
from unicodedata import combining, normalize

from contracts.sedes import all_sedes
from services.identity.domain import Registration

ITS_OWN_DNI = "No use su DNI en la contraseña: es lo primero que alguien probaría."
ITS_OWN_NAME = "No use su nombre ni sus apellidos en la contraseña: cualquiera los conoce."
ITS_OWN_CORREO = "No use su correo en la contraseña: cualquiera puede conocerlo."
OUR_WORDS = (
    "No use «minedu», «ayni», «passport» ni «docente» en la contraseña: es lo primero que alguien"
    " probaría en esta plataforma."
)
TOO_COMMON = (
    "Esa contraseña es de las que más se usan, y se adivina en segundos: son palabras muy conocidas"
    " con números, o teclas seguidas. Elija palabras que nadie relacione con usted."
)

PLATFORM = ("minedu", "ayni", "passport", "docente")
"""Words that no password of this platform may hold."""

ROWS = (
    "abcdefghijklmnopqrstuvwxyz",
    "qwertyuiop",
    "asdfghjkl",
    "zxcvbnm",
    "qazwsxedcrfvtgbyhnujmikolp",
    "qawsedrftgyhujikolp",
    "aeiou",
)
"""What fingers and tongues run along, in either direction."""

SHORTEST_RUN = 3
"""Letters in a row that are taken for a piece of one, or for one letter repeated."""

MOST_WORDS = 2
"""So many well-known words do not make a password; three that are not related may."""

MOST_SIGNS = 3
"""More signs than this beside the words make it hard to guess after all."""

WORTH_LOOKING_FOR = 4
"""The shortest name that is looked for inside a password: ANA is in many a word."""

LONGEST_PIECE = 26
"""Letters; as many as the longest row has."""

MOST_LETTERS_AT_THE_END = 4
"""How many digits at the end of a password are tried as letters: `contrasen4`."""

FILLING = "0123456789!@$|_-. "
"""What is put before and behind a word to keep the rules."""

LOOKS_LIKE = str.maketrans("0134578@$!|", "oieastbasil")
"""Signs that stand for letters: P@ssw0rd is still the same word."""

_DIGITS_AND_SIGNS = re.compile(r"[^a-z]+")


def reason_against(password: str, person: Registration) -> str | None:
    """Return why this person should not have that password; None when nothing speaks against it."""
    folded = _fold(password)
    if person.dni in password:
        return ITS_OWN_DNI
    for words, reason in (
        (_words_of(person.nombres, person.apellidos), ITS_OWN_NAME),
        (_words_of(person.correo.partition("@")[0]), ITS_OWN_CORREO),
        (PLATFORM, OUR_WORDS),
    ):
        if any(word in spelling for word in words for spelling in _spellings(folded)):
            return reason
    return TOO_COMMON if is_common(password) else None


def is_common(password: str) -> bool:
    """Tell whether the password is made of well-known words, rows of keys and digits alone."""
    folded = _fold(password)
    signs = sum(not sign.isalnum() for sign in folded)
    if signs > MOST_SIGNS:
        return False
    if not re.search("[a-z]", folded):
        return True
    return any(_is_made_of_words(spelling) for spelling in _spellings(folded))


def examples() -> Iterator[str]:
    """Give passwords that everybody tries, in the form that the user guide asks for."""
    endings = ("1", "12", "123", "1234", "01", "007", *map(str, range(1980, 2031)))
    for word, ending in product(sorted(_common_words()), endings):
        yield f"{word.capitalize()}{ending}"


def _fold(text: str) -> str:
    """Return the text without case and accents."""
    plain = normalize("NFKD", text.casefold())
    return "".join(sign for sign in plain if not combining(sign))


def _words_of(*texts: str) -> list[str]:
    """Return the words in which others know the person, as far as they tell something."""
    words = _DIGITS_AND_SIGNS.split(" ".join(map(_fold, texts)))
    return [word for word in words if len(word) >= WORTH_LOOKING_FOR]


def _spellings(folded: str) -> set[str]:
    """Return the letters that a text may be read as: digits at its ends are digits, or letters."""
    body = folded.rstrip(FILLING)
    head = body.lstrip(FILLING)
    ends = [folded[len(body) :][:end] for end in range(len(folded) - len(body) + 1)]
    readings = {folded} | {
        (begin + end).translate(LOOKS_LIKE)
        for begin in (body, head)
        for end in ends[: MOST_LETTERS_AT_THE_END + 1]
    }
    return {_DIGITS_AND_SIGNS.sub("", reading) for reading in readings}


def _is_made_of_words(letters: str) -> bool:
    """Tell whether the letters fall wholly into rows of keys and at most two well-known words."""
    fewest = [0] + [MOST_WORDS + 1] * len(letters)
    for end in range(1, len(letters) + 1):
        for start in range(max(end - LONGEST_PIECE, 0), end):
            if fewest[start] <= MOST_WORDS:
                fewest[end] = min(fewest[end], fewest[start] + _cost(letters[start:end]))
    is_repetition = letters in (letters + letters)[1:-1]
    return is_repetition or fewest[-1] <= MOST_WORDS


@lru_cache(maxsize=4096)
def _cost(piece: str) -> int:
    """Return how many well-known words a piece is: none, if fingers find it by themselves."""
    if len(piece) >= SHORTEST_RUN and (len(set(piece)) == 1 or _is_run(piece)):
        return 0
    return 1 if piece in _common_words() else MOST_WORDS + 1


def _is_run(piece: str) -> bool:
    return any(piece in row or piece[::-1] in row for row in ROWS)


@cache
def _common_words() -> frozenset[str]:
    text = Path(__file__).with_name("common_words.txt").read_text(encoding="utf-8")
    ours = (word for line in text.splitlines() if not line.startswith("#") for word in line.split())
    names = (_fold(sede.name) for sede in all_sedes().values())
    places = (word for name in names for word in _DIGITS_AND_SIGNS.split(name))
    return frozenset(word for word in (*ours, *places) if len(word) >= SHORTEST_RUN)
