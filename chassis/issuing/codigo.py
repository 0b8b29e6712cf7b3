"""The code by which anybody can ask whether a document is ours: printed, typed, and read aloud.

Twenty signs of Crockford's alphabet, which has no I, L, O or U: nineteen at random (95 bits) and
one that tells a slip of the hand from a code that is not there.
"""

from chassis.errors import Invalid

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""https://www.crockford.com/base32.html"""

LOOKS_LIKE = str.maketrans("ILO", "110", " -‐‑–—\u00a0.")
"""What a person types for another sign, and what they type between signs."""

RANDOM_SIGNS = 19
LENGTH = RANDOM_SIGNS + 1
RANDOM_BYTES = 12
"""How many bytes a new code is made of: 96 bits, of which 95 are used."""

GROUP = 4
"""How many signs stand together."""

BITS = 5
"""How many bits a sign has."""

POLYNOMIAL = 0b100101
"""x⁵ + x² + 1, which cannot be divided: it makes a field of the 32 signs."""


def codigo_of(random: bytes) -> str:
    """Return the code that those random bytes make, in groups."""
    number = int.from_bytes(random[:RANDOM_BYTES], "big")
    signs = "".join(ALPHABET[number >> BITS * place & 31] for place in range(RANDOM_SIGNS))
    return grouped(signs + _check(signs))


def read_codigo(text: str) -> str:
    """Return a typed code as it was printed; raise Invalid when it cannot be one of ours."""
    signs = text.upper().translate(LOOKS_LIKE)
    if len(signs) != LENGTH:
        raise Invalid(
            errors={"codigo": f"El código tiene {LENGTH} letras y números, en grupos de {GROUP}."}
        )
    if not set(signs) <= set(ALPHABET) or _check(signs[:RANDOM_SIGNS]) != signs[-1]:
        raise Invalid(
            errors={"codigo": "Hay un error al copiar el código. Revíselo, letra por letra."}
        )
    return grouped(signs)


def grouped(signs: str) -> str:
    """Put a hyphen between groups."""
    return "-".join(signs[start : start + GROUP] for start in range(0, LENGTH, GROUP))


def _check(signs: str) -> str:
    """Return the last sign: no single slip, and no two signs swapped, leave it the same.

    It is the value of a polynomial at the generator of a field of 32 elements, whose powers are all
    different for fewer than 31 places.
    """
    value = 0
    for sign in signs:
        value = value << 1 ^ ALPHABET.index(sign)
        if value & 32:
            value ^= POLYNOMIAL
    value <<= 1
    return ALPHABET[value ^ POLYNOMIAL if value & 32 else value]


def masked_dni(dni: str) -> str:
    """Show half of a DNI."""
    return f"{dni[:4]}****"


def initials(nombre: str) -> str:
    """Show the first letter of each name."""
    return " ".join(f"{word[0]}." for word in nombre.split() if word[0].isalpha())
