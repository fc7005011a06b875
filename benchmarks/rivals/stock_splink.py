"""Plain Splink, as its own tutorial would do it: stock comparisons, names and all.

u by random sampling, m from the labelled pairs of the training part (more than an office has); term frequencies on names.
"""

from __future__ import annotations

import logging
from typing import Any

import numpy as np
import numpy.typing as npt

from benchmarks.accuracy.field import Field

COLUMNS = """unique_id, name_given[1] AS given, coalesce(name_paternal, name_surnames[1]) AS surname, sex, hair, eyes,
    age_then_low AS age, stature_low_cm AS stature, weight_low_kg AS weight"""
SIDES = {
    "missing": (COLUMNS, "last_contact_low AS day", "last_contact_place"),
    "remains": (
        COLUMNS.replace("age_then_low", "(age_found_low + age_found_high) / 2"),
        "found_low AS day",
        "recovery_place",
    ),
}


def _register(field: Field, api: Any) -> list[Any]:
    """The two registers with scalar columns, as stock comparisons want them."""
    tables = []
    for side, (columns, day, place) in SIDES.items():
        lat, lon = f"degrees(asin({place}_z)) AS lat", f"degrees(atan2({place}_y, {place}_x)) AS lon"
        field.con.execute(
            f"CREATE OR REPLACE TABLE stock_{side} AS SELECT {columns}, {day}, {lat}, {lon}, list_sort(marks) AS tattoos FROM {side}"
        )
        tables.append(api.register(f"stock_{side}", dataset_display_name=side))
    return tables


def _settings() -> Any:
    import splink.comparison_level_library as cll
    import splink.comparison_library as cl
    from splink import SettingsCreator

    def near(column: str, *gaps: float) -> Any:
        levels = [cll.NullLevel(column), *(cll.AbsoluteDifferenceLevel(column, gap) for gap in gaps), cll.ElseLevel()]
        return cl.CustomComparison(output_column_name=column, comparison_levels=levels)

    return SettingsCreator(
        link_type="link_only",
        blocking_rules_to_generate_predictions=["1=1"],
        comparisons=[
            cl.NameComparison("given").configure(term_frequency_adjustments=True),
            cl.NameComparison("surname").configure(term_frequency_adjustments=True),
            cl.ExactMatch("sex"), cl.ExactMatch("hair"), cl.ExactMatch("eyes"),
            near("age", 2, 5, 10), near("stature", 3, 6, 10), near("weight", 5, 10),
            cl.AbsoluteTimeDifferenceAtThresholds(
                "day", input_is_string=False, metrics=["day", "day", "day", "year"], thresholds=[30, 90, 365, 3]
            ),
            cl.DistanceInKMAtThresholds("lat", "lon", [10, 50, 200, 500]),
            cl.ArrayIntersectAtSizes("tattoos", [2, 1]),
        ],
        retain_intermediate_calculation_columns=False,
    )  # fmt: skip


def train(field: Field) -> dict[str, Any]:
    """The settings with u from random pairs and m from the true pairs, as Splink writes them."""
    from splink import DuckDBAPI, Linker

    api = DuckDBAPI(field.con)
    linker = Linker(_register(field, api), _settings(), log_level=logging.ERROR)
    linker.training.estimate_u_using_random_sampling(max_pairs=1e6, seed=1)
    field.con.execute("CREATE OR REPLACE TABLE _at (pair BIGINT)")
    field.con.executemany("INSERT INTO _at VALUES (?)", [[int(pair)] for pair in field.true])
    field.con.execute(
        f"""CREATE OR REPLACE TABLE stock_labels AS SELECT 'missing' AS source_dataset_l, unique_id_l,
        'remains' AS source_dataset_r, unique_id_r FROM _at
        JOIN _l ON n_l = pair % {field.missing} JOIN _r ON n_r = pair // {field.missing}"""
    )
    linker.training.estimate_m_from_pairwise_labels(api.register("stock_labels"))
    settings: dict[str, Any] = linker.misc.save_model_to_json()
    return _whole(settings)


def _whole(settings: dict[str, Any]) -> dict[str, Any]:
    """Levels never seen in a true pair get half a pair's chance: Splink refuses to weigh them otherwise."""
    for comparison in settings["comparisons"]:
        for level in comparison["comparison_levels"]:
            if not level.get("is_null_level"):
                for which in ("m_probability", "u_probability"):
                    level[which] = max(level.get(which) or 0.0, 5e-4 if which[0] == "m" else 1e-6)
    return settings


def bits(field: Field, settings: dict[str, Any]) -> npt.NDArray[np.float64]:
    """The weight of every pair of the field, prior left out."""
    from splink import DuckDBAPI, Linker

    api = DuckDBAPI(field.con)
    linker = Linker(_register(field, api), settings, log_level=logging.ERROR)
    scored = linker.inference.predict()
    rows = field.con.execute(
        f"SELECT n_r * {field.missing} + n_l AS pair, match_weight AS bits FROM {scored.physical_name} s "
        "JOIN _l ON _l.unique_id_l = s.unique_id_l JOIN _r ON _r.unique_id_r = s.unique_id_r"
    ).fetchnumpy()
    out = np.full(field.missing * field.remains, np.nan)
    out[rows["pair"]] = rows["bits"]
    return out
