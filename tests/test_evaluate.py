"""Evaluation: small cases a person can check by hand, and one invented run from end to end."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import duckdb
import numpy as np
import pytest
from babel.messages.extract import extract
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from jinja2.ext import babel_extract
from markupsafe import escape

import linkage
import linkage.evaluation
from linkage.cli import cli
from linkage.engine.cartesian import score_all
from linkage.errors import InputRejected, UsageError
from linkage.evaluation import Evaluation
from linkage.evaluation.aggregate import suppressed
from linkage.evaluation.arithmetic import Pairs, at_least, bins, cllr, cllr_min, even, misleading
from linkage.evaluation.evaluating import _lacking
from linkage.evaluation.groups import gaps, groups
from linkage.evaluation.others import draw, read_others
from linkage.evaluation.ranks import rank_truth
from linkage.evaluation.recall import KS, Ranked, places, recall
from linkage.evaluation.scored import score_more
from linkage.evaluation.truth import read_truth
from linkage.evaluation.values import NOTHING, Group, Truth
from linkage.evaluation.workload import workloads
from linkage.evaluation.written import LANGUAGES
from linkage.evidence.fields import SIDES
from linkage.invent import Invented, invent
from linkage.runs.opened import opened
from linkage.words import SOURCE, catalogue, translator

HERE = Path(linkage.evaluation.__file__).parent
NAN = math.nan


def ranked(rank: list[float], ties: list[float] | None = None) -> Ranked:
    """True pairs of as many persons, with the same ranks in the lists of both sides."""
    ranks, tied = np.array(rank), np.array(ties or [1.0] * len(rank))
    listed = np.array([r <= 25 for r in rank], np.bool_)
    by_side = [dict.fromkeys(SIDES, values) for values in (ranks, tied)]
    return Ranked(np.zeros(len(rank)), np.arange(len(rank)), *by_side, dict.fromkeys(SIDES, listed))


def pairs(true: list[float], others: list[float]) -> Pairs:
    return Pairs(np.array(true), np.array(others), np.ones(len(true)), np.ones(len(others)))


# ------------------------------------------------------------------ recall


@pytest.mark.parametrize(
    ("case", "rank", "ties", "shares"),
    [
        ("a perfect ranking", [1, 1, 1, 1], [1, 1, 1, 1], [1, 1, 1, 1, 1, 1]),
        ("a reversed one", [200, 200], [1, 1], [0, 0, 0, 0, 0, 0]),
        ("one at every place that is told", [1, 5, 10, 25, 50, 100], [1] * 6, [1 / 6, 2 / 6, 3 / 6, 4 / 6, 5 / 6, 1]),
        ("two alike on the first place", [1], [2], [0.5, 1, 1, 1, 1, 1]),
        ("eight alike from the third place", [3], [8], [0, 3 / 8, 1, 1, 1, 1]),
        ("one of two at an unknown place", [1, NAN], [1, NAN], [0.5] * 6),
    ],
)
def test_recall_counts_a_tie_as_its_share(case: str, rank: list[float], ties: list[float], shares: list[float]) -> None:
    found = recall(ranked(rank, ties), top=25, seed=1)
    for side in SIDES:
        assert [r.share.value for r in found if r.side == side] == pytest.approx(shares), case
    assert [r.k for r in found] == [*KS, *KS]


@given(st.lists(st.tuples(st.integers(1, 300), st.integers(1, 300)), min_size=1, max_size=8))
def test_a_longer_list_never_finds_less(places: list[tuple[int, int]]) -> None:
    found = ranked([float(r) for r, _ in places], [float(t) for _, t in places])
    hits = [found.hits("remains", k) for k in (*range(1, 30), *range(30, 700, 11))]
    assert all((a <= b).all() for a, b in pairwise(hits))
    assert hits[-1].tolist() == [1.0] * len(places)


def test_recall_beyond_the_list_is_a_lower_bound_where_a_place_is_unknown() -> None:
    told = {r.k: r.at_least for r in recall(ranked([1, NAN], [1, NAN]), top=25, seed=1)}
    assert told == {1: False, 5: False, 10: False, 25: False, 50: True, 100: True}


def test_no_true_pair_gives_no_figure_and_says_so() -> None:
    none = ranked([])
    assert {r.share for r in recall(none, top=25, seed=1)} == {NOTHING}
    assert [(p.in_list, p.beyond_list, p.median_rank) for p in places(none)] == [(0, 0, None)] * 2
    assert groups(none, {"sex": np.array([], np.object_)}, seed=1) == ()


@pytest.mark.parametrize(
    ("rank", "ties", "told"),
    [([1, 2, 9], [1, 1, 1], (3, 0, 0, 2.0)), ([1], [4], (1, 0, 0, 2.5)), ([3, 40, NAN], [1, 1, NAN], (1, 1, 1, 40.0)),
     ([1, NAN, NAN], [1, NAN, NAN], (1, 0, 2, None))],
)  # fmt: skip
def test_the_rank_is_the_middle_of_its_tie(rank: list[float], ties: list[float], told: tuple[float, ...]) -> None:
    [place, _] = places(ranked(rank, ties))
    assert (place.in_list, place.beyond_list, place.rank_unknown, place.median_rank) == told


def test_the_interval_of_many_persons_is_narrower_and_holds_the_figure() -> None:
    few, many = (recall(ranked([1.0, 200.0] * n), top=25, seed=1)[0].share for n in (10, 400))
    for found in (few, many):
        assert found.low is not None and found.high is not None and found.low < 0.5 < found.high
    assert many.high - many.low < few.high - few.low  # type: ignore[operator]  # held above
    assert many.high - many.low == pytest.approx(2 * 1.96 * 0.5 / 800**0.5, rel=0.25)  # type: ignore[operator]


# ------------------------------------------------------------------ groups


@pytest.mark.parametrize(
    ("found_women", "number", "flagged"),
    [(1.0, 40, True), (1.0, 10, None), (0.55, 40, False), (0.5, 40, False)],
)
def test_a_gap_is_flagged_when_it_is_large_and_not_chance(
    found_women: float, number: int, flagged: bool | None
) -> None:
    """Half of the men are among the first ten, and this share of as many women."""
    women = [1.0 if n < found_women * number else 99.0 for n in range(number)]
    everyone = ranked([1.0, 99.0] * (number // 2) + women)
    names = {"sex": np.array(["male"] * number + ["female"] * number, np.object_)}
    told = gaps(everyone, names, groups(everyone, names, seed=1), seed=1)
    if flagged is None:
        assert told == ()
        return
    assert [gap.flagged for gap in told] == [flagged] * 2
    assert told[0].share.value == pytest.approx(found_women - 0.5)


# ------------------------------------------------------------------ weights


@pytest.mark.parametrize(
    ("case", "true", "others", "cost", "least"),
    [
        ("weights that say nothing", [0, 0], [0, 0, 0], 1.0, 1.0),
        ("right by 1 bit: log2(1 + 1/2)", [1], [-1], math.log2(1.5), 0.0),
        ("right and far", [60], [-60], 0.0, 0.0),
        ("wrong by 1 bit: log2(3)", [-1], [1], math.log2(3), 1.0),
        # of the true ones 3/4 weigh +1, of the others 1/4: the honest weights would be +-log2(3)
        ("three of four right", [1, 1, 1, -1], [-1, -1, -1, 1], 0.75 * math.log2(1.5) + 0.25 * math.log2(3),
         -(0.75 * math.log2(0.75) + 0.25 * math.log2(0.25))),
    ],
)  # fmt: skip
def test_cllr_of_toys(case: str, true: list[float], others: list[float], cost: float, least: float) -> None:
    assert cllr(pairs(true, others)) == pytest.approx(cost), case
    assert cllr_min(pairs(true, others)) == pytest.approx(least, abs=1e-12), case


def test_a_pair_that_stands_for_three_counts_as_three() -> None:
    once = Pairs(np.array([2.0, -1.0]), np.array([1.0, -3.0]), np.array([1.0, 3.0]), np.array([3.0, 1.0]))
    spelled = pairs([2, -1, -1, -1], [1, 1, 1, -3])
    for figure in (cllr, cllr_min, misleading, lambda p: bins(even(p)).error()):
        assert figure(once) == pytest.approx(figure(spelled))


weights = st.lists(st.integers(-20, 20).map(float), min_size=1, max_size=12)


@given(weights, weights)
def test_no_order_costs_more_than_its_weights_and_stretching_them_changes_no_order(
    true: list[float], others: list[float]
) -> None:
    found = pairs(true, others)
    assert -1e-12 <= cllr_min(found) <= min(cllr(found), 1) + 1e-12
    stretched = pairs([3 * w - 7 for w in true], [3 * w - 7 for w in others])
    assert cllr_min(stretched) == pytest.approx(cllr_min(found), abs=1e-12)


def test_misleading_are_true_pairs_that_weigh_against_and_others_that_weigh_for() -> None:
    assert misleading(pairs([5, 1, 0, -2], [-1, -1, 0, 0.5, 3])) == pytest.approx((0.25, 0.4))


def test_weights_that_keep_their_word_have_no_calibration_error() -> None:
    """Weights of +-log2(3) state 3 of 4; of the true pairs 3 of 4 weigh for, of the others 1 of 4."""
    w = math.log2(3)
    honest, bold = pairs([w, w, w, -w], [-w, -w, -w, w]), pairs([60, 60, 60, -60], [-60, -60, -60, 60])
    assert bins(honest).error() == pytest.approx(0, abs=1e-12)
    assert bins(bold).error() == pytest.approx(0.25)


def test_the_prior_moves_what_is_stated_and_low_chances_may_be_let_be() -> None:
    """At -log2(9) bits a weight of nought states 1 of 10; one of ten is true."""
    ten = pairs([0], [0] * 9)
    assert bins(ten).error() == pytest.approx(0.4)
    assert bins(ten, -math.log2(9)).error() == pytest.approx(0, abs=1e-9)
    assert bins(ten, -math.log2(9), least=0.2).counts.sum() == 0


def test_tippett_counts_what_weighs_at_least_as_much() -> None:
    counts = np.array([1.0, 1.0, 2.0])
    found = at_least(np.array([3.0, -1.0, 0.0]), counts, np.array([-5.0, -1.0, 0.0, 0.5, 4.0]))
    assert found.tolist() == [1.0, 1.0, 0.75, 0.25, 0.0]


# ------------------------------------------------------------------ workload


@pytest.fixture
def con() -> duckdb.DuckDBPyConnection:
    """Six candidates; 1 and 4 are true; 3, 4 and 5 tie."""
    made = duckdb.connect()
    made.execute(
        """CREATE TABLE candidates AS SELECT * FROM (VALUES
        ('M1', 'R1', 9.0), ('M2', 'R1', 8.0), ('M3', 'R1', 5.0), ('M4', 'R4', 5.0), ('M5', 'R1', 5.0), ('M6', 'R1', 1.0)
        ) t(missing_id, remains_id, total)"""
    )
    made.execute("CREATE TABLE missing_person AS SELECT 'M' || n AS id, n AS person FROM range(1, 7) t(n)")
    made.execute("CREATE TABLE remains_person AS SELECT 'R' || n AS id, n AS person FROM range(1, 7) t(n)")
    return made


@pytest.mark.parametrize(("asked", "true"), [(1, 1), (2, 1), (3, 4 / 3), (4, 5 / 3), (5, 2), (6, 2)])
def test_false_ones_for_each_true_one(con: duckdb.DuckDBPyConnection, asked: int, true: float) -> None:
    [found] = workloads(con, asked)
    assert (found.pairs, found.true_pairs) == (asked, pytest.approx(true))
    assert found.false_per_true == pytest.approx((asked - true) / true)


def test_a_workload_beyond_the_candidates_is_not_told(con: duckdb.DuckDBPyConnection) -> None:
    assert workloads(con, 7) == ()
    con.execute("DELETE FROM candidates WHERE missing_id IN ('M1', 'M4')")
    assert workloads(con, 2)[0].false_per_true is None


# ------------------------------------------------------------------ the file of true pairs


@pytest.fixture
def registers() -> duckdb.DuckDBPyConnection:
    made = duckdb.connect()
    made.execute("CREATE TABLE missing AS SELECT 'M' || n AS unique_id FROM range(1, 5) t(n)")
    made.execute("CREATE TABLE remains AS SELECT 'R' || n AS unique_id FROM range(1, 5) t(n)")
    return made


def test_every_row_of_truth_is_used_or_told(registers: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    file = tmp_path / "truth.csv"
    file.write_text("Remains_ID, missing_id,note\nR1,M1,a\nR1,M1,again\nR2,M9,\nR7,M8,\n,M2,\nR3,M3,\n", "utf-8")
    truth = read_truth(registers, file)
    assert (truth.rows, truth.pairs, truth.repeated, truth.unusable, truth.persons) == (6, 2, 1, 3, 2)
    assert [(u.row, u.side, u.id) for u in truth.unknown] == [
        (4, "missing", "M9"), (5, "missing", "M8"), (5, "remains", "R7"), (6, "remains", None),
    ]  # fmt: skip


def test_records_joined_by_true_pairs_are_one_person(registers: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    file = tmp_path / "truth.tsv"
    file.write_text("missing_id\tremains_id\nM1\tR1\nM2\tR1\nM2\tR2\nM4\tR4\n", "utf-8")
    assert read_truth(registers, file).persons == 2
    person = dict(registers.execute("FROM missing_person SELECT id, person").fetchall())
    person |= dict(registers.execute("FROM remains_person SELECT id, person").fetchall())
    assert len({person[i] for i in ("M1", "M2", "R1", "R2")}) == 1
    assert len(set(person.values())) == 8 - 3 - 1


def test_a_file_without_the_columns_is_refused(registers: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    file = tmp_path / "truth.csv"
    file.write_text("missing_id,body\nM1,R1\n", "utf-8")
    with pytest.raises(InputRejected, match=r"no column remains_id\. .*one pair a row"):
        read_truth(registers, file)


# ------------------------------------------------------------------ naming nobody


def cell(name: str, persons: int) -> Group:
    return Group("sex", name, "remains", persons, persons, replace(NOTHING, value=0.5))


@pytest.mark.parametrize(
    ("persons", "told"),
    [([9, 8, 7], [9, 8, 7]), ([9, 3, 2], [9, None, None]), ([9, 4, 7], [9, None, None]), ([4, 9], [None, None])],
)
def test_small_cells_are_left_out_and_cannot_be_worked_out(persons: list[int], told: list[int | None]) -> None:
    groups = suppressed([cell(str(n), number) for n, number in enumerate(persons)])
    assert [group.pairs for group in groups] == told
    assert all(group.recall == NOTHING for group in groups if group.pairs is None)


# ------------------------------------------------------------------ words


@pytest.mark.parametrize("language", [language for language in LANGUAGES if language != SOURCE])
def test_every_word_of_the_page_is_in_its_languages(language: str) -> None:
    texts: set[str] = set()
    for path in HERE.rglob("*.py"):
        with path.open("rb") as code:
            texts |= {message for _, message, *_ in extract("python", code, {"_": None})}
    with (HERE / "templates" / "index.html.j2").open("rb") as file:
        texts |= {message for _, _, message, *_ in babel_extract(file, ["_"], [], {})}
    texts |= set(_lacking(ranked([NAN], [NAN]), Truth(0, 0, 0, 0, 0, ()), ("m.sex",)))
    assert len(texts) > 60
    assert {text for text in texts if text and text not in catalogue(language)} == set()


# ------------------------------------------------------------------ from end to end


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Invented:
    return invent(tmp_path_factory.mktemp("made"), missing=200, remains=100, overlap=0.6, seed=5)


@pytest.fixture(scope="module")
def run(made: Invented, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("evaluated") / "run"
    linkage.run(made.missing, made.remains, out, top=3)
    return out


@pytest.fixture(scope="module")
def found(run: Path, made: Invented) -> Evaluation:
    return linkage.evaluate(run, made.truth, run.parent / "first", workload=17)


def test_the_invented_are_found(found: Evaluation, made: Invented) -> None:
    assert found.truth.pairs == made.true_pairs
    assert all(p.in_list + p.beyond_list == made.true_pairs and not p.rank_unknown for p in found.places)
    assert found.places[0].beyond_list > 0
    assert found.lacking == ()
    for side in SIDES:
        shares = [r.share.value or 0 for r in found.recall if r.side == side]
        assert shares == sorted(shares) and 0.3 < shares[0] < shares[3] <= 1
    figures = found.weighing.figures
    assert 0 < (figures.cllr_min.value or 0) < (figures.cllr.value or 0) < 0.6
    assert 17 in [w.pairs for w in found.workload]
    for by in ("condition", "comparable", "sex", "age", "origin"):
        assert sum(g.pairs or 0 for g in found.groups if g.by == by and g.side == "remains") == made.true_pairs, by


def test_ranks_and_others_are_those_of_every_pair_scored_by_splink(run: Path, made: Invented) -> None:
    """The lists hold three each, so that many ranks come from whole rows; so few pairs are all drawn."""
    with opened(run) as open_run:
        con = open_run.con
        read_truth(con, made.truth)
        score_more(open_run)
        rank_truth(open_run)
        draw(open_run, seed=1)
        score_all(con, open_run.evidences, open_run.model, "every")
        for side in SIDES:
            wrong = con.execute(
                f"""WITH placed AS (SELECT missing_id, remains_id, rank() OVER w AS rank, count(*) OVER t AS ties
                    FROM every WINDOW w AS (PARTITION BY {side}_id ORDER BY round(total, 9) DESC),
                                      t AS (PARTITION BY {side}_id, round(total, 9)))
                SELECT count(*) FROM ranked JOIN placed USING (missing_id, remains_id)
                WHERE rank_{side} IS DISTINCT FROM rank OR ties_{side} < ties"""
            ).fetchall()[0][0]
            assert wrong == 0, side
        others = read_others(open_run)
        different = con.execute(
            "SELECT total FROM every e JOIN missing_person m ON m.id = e.missing_id "
            "JOIN remains_person r ON r.id = e.remains_id WHERE m.person <> r.person"
        ).fetchnumpy()["total"]
        assert np.sort(others.totals) == pytest.approx(np.sort(different), abs=1e-9)
        assert others.stands_for == pytest.approx(1)
        assert (others.left != others.right).all()


def test_the_same_inputs_give_the_same_bytes(run: Path, made: Invented, found: Evaluation) -> None:
    again = linkage.evaluate(run, made.truth, run.parent / "again", workload=17)
    assert again == found
    first = sorted((run.parent / "first").iterdir())
    assert [p.name for p in first] == sorted(p.name for p in (run.parent / "again").iterdir())
    for path in first:
        assert path.read_bytes() == (run.parent / "again" / path.name).read_bytes(), path.name


def test_the_page_needs_no_net_and_no_script(run: Path, found: Evaluation) -> None:
    page = (run.parent / "first" / "index.html").read_text("utf-8")
    assert "<script" not in page and "style=" not in page
    assert set(re.findall(r'https?://[^"<\s]+', page)) == {"http://www.w3.org/2000/svg"}
    assert page.count("<svg") == 3 * len(LANGUAGES)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_and_its_charts_speak_each_language(run: Path, found: Evaluation, language: str) -> None:
    page = (run.parent / "first" / "index.html").read_text("utf-8")
    edition = page[page.index(f'<section class="edition" id="{language}" lang="{language}">') :].split("</section>")[0]
    title = translator(language)("How well the run found what is known")
    assert f"<h1>{escape(title)}</h1>" in edition
    assert f'<a href="#{language}" lang="{language}"' in page
    assert len(list((run.parent / "first").glob(f"*.{language}.svg"))) == 3


def test_aggregates_name_nobody(run: Path, made: Invented, tmp_path: Path) -> None:
    said = CliRunner().invoke(cli, [
        "evaluate", str(run), "--truth", str(made.truth), "--out", str(tmp_path / "sent"), "--aggregate-only", "--json",
    ])  # fmt: skip
    assert said.exit_code == 0, said.output
    assert sorted(p.suffix for p in (tmp_path / "sent").iterdir()) == [".html", ".json"] + [".svg"] * 3 * len(LANGUAGES)
    assert json.loads(said.stdout)
    written = said.output + "".join(p.read_text("utf-8") for p in (tmp_path / "sent").iterdir())
    assert not re.search(r"[MR]-\d{3}", written)
    told = json.loads((tmp_path / "sent" / "evaluation.json").read_text("utf-8"))
    assert all(group["persons"] is None or group["persons"] >= 5 for group in told["groups"])
    assert any(group["persons"] is None for group in told["groups"])


def test_a_run_without_a_true_pair_is_told_and_not_a_crash(run: Path, tmp_path: Path) -> None:
    truth = tmp_path / "truth.csv"
    truth.write_text("missing_id,remains_id\nM-x,R-y\n", "utf-8")
    told = linkage.evaluate(run, truth, tmp_path / "out")
    assert told.truth.pairs == 0 and told.lacking
    assert told.weighing.figures.cllr == NOTHING
    assert "M-x" in (tmp_path / "out" / "unknown.csv").read_text("utf-8-sig")
    with pytest.raises(UsageError, match="Fewer than 5 persons"):
        linkage.evaluate(run, truth, tmp_path / "sent", aggregate_only=True)
    assert not (tmp_path / "sent").exists()


def test_what_is_not_a_run_and_what_is_there_already_are_refused(run: Path, made: Invented, tmp_path: Path) -> None:
    calls: list[tuple[type[Exception], str, Callable[[], object]]] = [
        (UsageError, "it lacks manifest.json", lambda: linkage.evaluate(tmp_path, made.truth, tmp_path / "x")),
        (InputRejected, "exists already", lambda: linkage.evaluate(run, made.truth, tmp_path)),
    ]
    for error, says, call in calls:
        with pytest.raises(error, match=says):
            call()
