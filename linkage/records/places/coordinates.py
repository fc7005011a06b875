"""Coordinates as people write them: decimals, degrees and minutes, UTM; swapped, unsigned or out of range."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

_NUMBER = re.compile(r"[-+−]?\d{1,3}(?:[.,]\d+)?")
_DMS = re.compile(
    r"([-+−]?\d{1,3}(?:[.,]\d+)?)\s*(?:[°º˚*d]|deg|grados)\s*(?:(\d{1,2}(?:[.,]\d+)?)\s*(?:['’′´`m]|min)?\s*)?"
    r"(?:(\d{1,2}(?:[.,]\d+)?)\s*(?:\"|”|″|''|’’|´´|s(?:eg)?\b)?\s*)?"
)
_HALF = re.compile(
    r"(?<![A-Za-z])(N(?:orte|orth)?|S(?:ur|outh|ul|ud)?|E(?:ste|ast)?|W(?:est)?|O(?:este|uest)?)(?![A-Za-z])", re.I
)
_LETTER = re.compile("[NSEWO]", re.I)
_DEGREE = re.compile("[°º˚]")
_LONGER = re.compile(r"(?<![.,\d])\d{4,}")
_UTM = re.compile(r"(?<!\d)(\d{1,2})\s*([C-HJ-NP-X])\W*(?:E|X)?\W*(\d{6}(?:\.\d+)?)\D+(\d{6,7}(?:\.\d+)?)", re.I)
_LOOKS = re.compile(r"[-+−]?\d{1,3}[.,]\d+|\d\s*[°º˚]")
_WORDS = re.compile(r"[^\W\d_]{2,}")
_LABELS = re.compile(
    r"\b(?:lat(?:itud(?:e)?)?|lon(?:g(?:itud(?:e)?)?)?|lng|coordenadas?|coordinates?|gps|point|utm|wgs\s?84)\b\.?:?=?",
    re.I,
)


@dataclass(frozen=True)
class Point:
    """Degrees north and east, and how far off the figures written may be (their last digit)."""

    lat: float
    lon: float
    error_km: float
    signed: bool = True
    swapped: bool = False


def looks_like_coordinates(text: str) -> bool:
    """Whether a text is coordinates and not a name: two numbers with decimals or degrees, and no words."""
    bare = _LABELS.sub(" ", _HALF.sub(" ", text))
    return bool(_UTM.search(text)) or (len(_LOOKS.findall(bare)) >= 2 and not _WORDS.search(bare))


def read_point(text: str) -> Point | None:
    """The point that one text gives; None when it gives none. Never out of range."""
    if utm := _UTM.search(text):
        return _from_utm(int(utm[1]), utm[2].upper(), float(utm[3]), float(utm[4]))
    text = _LABELS.sub(" ", text)
    return _from_degrees(text) if _DEGREE.search(text) else _from_numbers(text)


def read_pair(lat: str, lon: str) -> Point | None:
    """The point of a latitude and a longitude given apart."""
    if not (_one(lat) and _one(lon)):
        return None
    if _DEGREE.search(lat + lon):
        return _from_degrees(f"{lat} ; {lon}")
    return _from_numbers(f"{lat} ; {lon}")


def _one(text: str) -> bool:
    return bool(_NUMBER.search(text))


def _from_numbers(text: str) -> Point | None:
    halves = _halves(text)
    found = _NUMBER.findall(_HALF.sub(" ", text) if halves else text)
    if len(found) != 2 or _longer(text):
        return None
    first, second = (number.replace(",", ".").replace("−", "-") for number in found)
    digits = min(_decimals(first), _decimals(second))
    return _ordered(_sign(float(first), halves[:1]), _sign(float(second), halves[1:2]), halves, 111.0 / 10**digits / 2)


def _halves(text: str) -> list[str]:
    """The letters of the half of the globe, in order; most texts have no letter at all, which is quickly seen."""
    return [half[0].upper() for half in _HALF.findall(text)] if _LETTER.search(text) else []


def _longer(text: str) -> bool:
    """Whether a number is too long for degrees (a UTM easting without its zone, a phone number)."""
    return bool(_LONGER.search(text))


def _decimals(number: str) -> int:
    return len(number.partition(".")[2])


def _from_degrees(text: str) -> Point | None:
    found = list(_DMS.finditer(text))
    halves = _halves(text)
    if len(found) != 2:
        return None
    values, errors = zip(*(_dms(m) for m in found), strict=True)
    return _ordered(_sign(values[0], halves[:1]), _sign(values[1], halves[1:2]), halves, max(errors))


def _dms(match: re.Match[str]) -> tuple[float, float]:
    """Degrees, and the half step in km of the last figure given."""
    degrees, minutes, seconds = (float(g.replace(",", ".").replace("−", "-")) if g else 0.0 for g in match.groups())
    sign = -1.0 if match[1].startswith(("-", "−")) else 1.0
    error = 0.02 if match[3] else 0.93 if match[2] else 111.0 / 10 ** _decimals(match[1].replace(",", ".")) / 2
    return sign * (abs(degrees) + minutes / 60 + seconds / 3600), error


def _sign(value: float, half: list[str]) -> float:
    return -abs(value) if half and half[0] in "SWO" else value


def _ordered(first: float, second: float, halves: list[str], error_km: float) -> Point | None:
    """Latitude first, unless the letters or the ranges say otherwise."""
    swapped = bool(halves) and halves[0] in "EWO"
    lat, lon = (second, first) if swapped else (first, second)
    if abs(lat) > 90 and abs(lon) <= 90 and not halves:
        lat, lon, swapped = lon, lat, True
    if abs(lat) > 90 or abs(lon) > 180 or (lat == 0 and lon == 0):
        return None
    signed = len(halves) == 2 or lon < 0
    return Point(lat, lon, max(error_km, 0.1), signed, swapped and not halves)


def _from_utm(zone: int, band: str, easting: float, northing: float) -> Point | None:
    """WGS 84 degrees of a UTM position (Snyder 1987, USGS Professional Paper 1395, p. 63, to the fifth order)."""
    if not (1 <= zone <= 60 and 100_000 <= easting <= 900_000):
        return None
    a, e2, k0 = 6378137.0, 0.00669437999, 0.9996
    y = northing - (0 if band >= "N" else 10_000_000)
    e1 = (1 - math.sqrt(1 - e2)) / (1 + math.sqrt(1 - e2))
    mu = y / k0 / (a * (1 - e2 / 4 - 3 * e2**2 / 64 - 5 * e2**3 / 256))
    phi = (
        mu
        + (3 * e1 / 2 - 27 * e1**3 / 32) * math.sin(2 * mu)
        + (21 * e1**2 / 16 - 55 * e1**4 / 32) * math.sin(4 * mu)
        + 151 * e1**3 / 96 * math.sin(6 * mu)
    )
    ep2 = e2 / (1 - e2)
    c, t = ep2 * math.cos(phi) ** 2, math.tan(phi) ** 2
    n = a / math.sqrt(1 - e2 * math.sin(phi) ** 2)
    r = a * (1 - e2) / (1 - e2 * math.sin(phi) ** 2) ** 1.5
    d = (easting - 500_000) / (n * k0)
    lat = phi - n * math.tan(phi) / r * (d**2 / 2 - (5 + 3 * t + 10 * c - 4 * c**2 - 9 * ep2) * d**4 / 24)
    lon = (d - (1 + 2 * t + c) * d**3 / 6 + (5 - 2 * c + 28 * t) * d**5 / 120) / math.cos(phi)
    return Point(math.degrees(lat), zone * 6 - 183 + math.degrees(lon), 0.1)
