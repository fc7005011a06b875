"""The map of a pair: towns under their own names, and a text that could be markup is none."""

from __future__ import annotations

import duckdb
import pytest

from linkage.review.areas import list_towns
from linkage.review.chart import Town, draw
from linkage.review.outlines import Window
from linkage.review.spots import Spot, drawn


@pytest.mark.parametrize(
    ("lat", "lon", "name"),
    [(31.72, -106.46, "Ciudad Juárez"), (14.64, -90.51, "Guatemala City"), (35.17, -2.93, "Nador")],
)
def test_a_town_bears_its_own_name(lat: float, lon: float, name: str) -> None:
    with duckdb.connect() as con:
        list_towns(con)
        near = "SELECT name FROM towns WHERE abs(lat - ?) < 0.1 AND abs(lon - ?) < 0.1 ORDER BY population DESC LIMIT 1"
        assert con.execute(near, [lat, lon]).fetchall() == [(name,)]


def upper_left(window: Window) -> list[Town]:
    lat, lon = 0.8 * window.north + 0.2 * window.south, 0.8 * window.west + 0.2 * window.east
    return [Town("<script>", lat, lon)]


def test_a_name_that_could_be_markup_is_shown_as_written() -> None:
    drawn = draw([Spot("remains", "recovery_place", "A", 31.5, -106.2, 1.0, (0.0, 0.0, 1.0))], upper_left, "Mapa")
    assert "&lt;script&gt;" in drawn and "<script" not in drawn


def test_nothing_is_drawn_where_no_place_is_known() -> None:
    assert draw([], lambda window: [], "Mapa") == ""


def test_a_home_far_away_is_in_the_table_and_not_on_the_map() -> None:
    far, lost = (
        Spot("missing", name, "A", 31.5, -106.2, 1.0, (0.0, 0.0, 1.0))
        for name in ("origin_place", "last_contact_place")
    )
    assert drawn([far, lost]) == [lost]
    assert drawn([far]) == [far]
