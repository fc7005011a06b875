"""The check digits of identity numbers, country by country. Numbers come without spaces or dashes."""

from __future__ import annotations

from collections.abc import Sequence

_CURP = "0123456789ABCDEFGHIJKLMN?OPQRSTUVWXYZ"
_RFC = "0123456789ABCDEFGHIJKLMN&OPQRSTUVWXYZ ?"
_NICARAGUA = "ABCDEFGHJKLMNPQRSTUVWXY"


def _weighted(digits: str, weights: Sequence[int]) -> int:
    return sum(int(digit) * weight for digit, weight in zip(digits, weights, strict=False))


def curp(text: str) -> bool:
    """Mexico, CURP: the last digit completes the weighted sum of the other 17 to a multiple of ten."""
    total = sum(_CURP.index(letter) * (18 - place) for place, letter in enumerate(text[:17]))
    return int(text[17]) == (10 - total % 10) % 10


def rfc(text: str) -> bool:
    """Mexico, RFC of a person: modulo 11, where 10 is written A."""
    total = sum(_RFC.index(letter) * (13 - place) for place, letter in enumerate(text[:12]))
    return text[12] == "0123456789A0"[11 - total % 11]


def dpi(text: str) -> bool:
    """Guatemala, CUI on the DPI: the ninth digit is a sum modulo 11; then department and municipality."""
    return _weighted(text[:8], range(2, 10)) % 11 == int(text[8]) and 1 <= int(text[9:11]) <= 22 and text[11:] != "00"


def dui(text: str) -> bool:
    """El Salvador, DUI: the ninth digit completes the weighted sum to a multiple of ten."""
    return int(text[8]) == (10 - _weighted(text[:8], range(9, 1, -1)) % 10) % 10


def honduras(text: str) -> bool:
    """Honduras, DNI: department, municipality, year of inscription, then a serial; there is no check digit."""
    return 1 <= int(text[:2]) <= 18 and 1 <= int(text[2:4]) <= 28 and 1890 <= int(text[4:8]) <= 2100


def ecuador(text: str) -> bool:
    """Ecuador, cédula: province, and the tenth digit by Luhn's rule."""
    return (1 <= int(text[:2]) <= 24 or text[:2] == "30") and int(text[2]) < 6 and luhn(text)


def luhn(text: str) -> bool:
    """Dominican cédula, Mexican social security, and others: Luhn's sum is a multiple of ten."""
    doubled = [int(d) * (2 if place % 2 else 1) for place, d in enumerate(reversed(text))]
    return sum(d - 9 if d > 9 else d for d in doubled) % 10 == 0


def cpf(text: str) -> bool:
    """Brazil, CPF: two check digits modulo 11."""
    first = _weighted(text[:9], range(10, 1, -1)) * 10 % 11 % 10
    second = _weighted(text[:10], range(11, 1, -1)) * 10 % 11 % 10
    return text[9:] == f"{first}{second}"


def rut(text: str) -> bool:
    """Chile, RUT: modulo 11, where 10 is written K."""
    total = sum(int(digit) * (2 + place % 6) for place, digit in enumerate(reversed(text[:-1])))
    return text[-1] == "0123456789K0"[11 - total % 11]


def nicaragua(text: str) -> bool:
    """Nicaragua, cédula: the letter is the number modulo 23."""
    return text[13] == _NICARAGUA[int(text[:13]) % 23]


def social_security(text: str) -> bool:
    """United States, social security number: no check digit, but some numbers are never given."""
    return text[:3] not in ("000", "666") and text[0] != "9" and text[3:5] != "00" and text[5:] != "0000"
