"""How people write: dates, statures, names with slips, tattoos and clothes in the words of the day."""

from __future__ import annotations

import numpy as np

from linkage.invent.draw import Floats, Generator, Objects, chance, weighted

SHORT = {"maria": "Ma.", "guadalupe": "Gpe.", "francisco": "Fco.", "hernandez": "Hdez.", "gonzalez": "Glez.",
         "rodriguez": "Rdz.", "martinez": "Mtz.", "fernandez": "Fdez.", "antonio": "Ant."}  # fmt: skip
FAMILIAR = {
    "francisco": "Paco", "jose": "Pepe", "jesus": "Chuy", "guadalupe": "Lupe", "ignacio": "Nacho", "antonio": "Toño",
    "manuel": "Meño", "luis": "Lucho", "roberto": "Beto", "eduardo": "Lalo", "rosario": "Chayo", "concepcion": "Concha",
    "dolores": "Lola", "refugio": "Cuca", "alejandro": "Alex", "enrique": "Quique", "carlos": "Charly", "pedro": "Pedrito",
}  # fmt: skip
NICKNAMES = ("El Negro", "El Flaco", "La Güera", "El Gordo", "El Chino", "La Flaca", "El Güero", "El Chaparro", "El Pelón")
"""Nine of ten nicknames have nothing to do with the name."""
SOUNDS = (("z", "s"), ("s", "z"), ("v", "b"), ("b", "v"), ("ll", "y"), ("y", "ll"), ("g", "j"), ("h", ""), ("c", "s"))
HAIR = {"black": "negro", "brown": "castaño", "grey": "canoso", "blond": "rubio", "red": "pelirrojo", "other": "teñido"}
EYES = {"brown": "cafés", "blue": "azules", "green": "verdes", "hazel": "miel", "black": "negros", "grey": "grises"}
CONDITION = {
    "fleshed": "fresco", "decomposed": "descompuesto", "partly_skeletal": "parcialmente esqueletizado",
    "mummified": "momificado", "skeletal_articulated": "esqueleto articulado", "skeletal": "esqueleto",
    "weathered": "esqueleto degradado",
}  # fmt: skip
SYNONYMS = {"playera": ("camiseta", "playera", "remera"), "tenis": ("tenis", "zapatillas deportivas"),
            "pantalón de mezclilla": ("pantalón de mezclilla", "jeans", "mezclilla"), "chamarra": ("chamarra", "chaqueta"),
            "gorra": ("gorra", "cachucha"), "lentes": ("lentes", "anteojos")}  # fmt: skip


def iso(days: Floats) -> Objects:
    """Day numbers since 1970 as YYYY-MM-DD."""
    texts: Objects = np.datetime_as_string(np.datetime64("1970-01-01", "D") + days.astype(int)).astype(object)
    return texts


def spanish_date(days: Floats) -> Objects:
    """Day numbers as dd/mm/yyyy."""
    return np.array([f"{d[8:10]}/{d[5:7]}/{d[:4]}" for d in iso(days)], dtype=object)


def misspelt(rng: Generator, names: Objects, share: float) -> Objects:
    """Some names written by ear (z for s, v for b, a lost h), or with two letters swapped."""
    out = names.copy()
    for i in np.flatnonzero(chance(rng, share, len(out))):
        if out[i] is None:
            continue
        word = str(out[i])
        old, new = SOUNDS[int(rng.integers(0, len(SOUNDS)))]
        if old in word:
            out[i] = word.replace(old, new, 1)
        elif len(word) > 4:
            at = int(rng.integers(1, len(word) - 2))
            out[i] = word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    return out


def titled(name: object, short: bool = False) -> str:
    """A name token with a capital, or its usual abbreviation."""
    if name is None:
        return ""
    word = str(name)
    return SHORT[word] if short and word in SHORT else word.capitalize()


def tattoo(rng: Generator, mark: tuple[str, str, str, str | None], vague: float) -> str:
    """One tattoo in words; with the chance `vague` its side or motif is left out."""
    site, side, motif, text = mark
    side = "" if rng.random() < vague else f" {side if rng.random() < 0.6 else side[:3] + '.'}"
    legend = f" con la leyenda '{text.capitalize()}'" if text and rng.random() > vague / 2 else ""
    if rng.random() < vague / 2 and not legend:
        return f"tatuaje en {site}{side}"
    return f"tatuaje de {motif} en {site}{side}{legend}"


def agreeing(item: str, colour: str) -> str:
    """The colour in the gender and number of its noun: botas negras, gorra roja, tenis blancos."""
    first = item.split()[0]
    if colour.endswith("o"):
        colour = colour[:-1] + ("a" if first.rstrip("s").endswith("a") else "o")
    plural = first.endswith("s")
    return colour + (("s" if colour[-1] in "aeoé" else "es") if plural and colour != "rosa" else "")


def thing(rng: Generator, worn: tuple[str, str, str]) -> str:
    """One garment or thing in words, by any of its regional names."""
    item, colour, brand = worn
    words = SYNONYMS.get(item, (item,))
    text = words[int(rng.integers(0, len(words)))]
    if rng.random() < 0.75:
        text += f" {agreeing(text, colour)}"
    return f"{text} marca {brand}" if brand and rng.random() < 0.6 else text


def decoys(rng: Generator, size: int) -> Objects:
    """Nicknames that say nothing of the name."""
    return weighted(rng, dict.fromkeys(NICKNAMES, 1.0), size)
