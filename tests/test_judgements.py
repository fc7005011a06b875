"""Judgements are added and never changed; two people decide; a second one does not see the first one's answer."""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import delete, text, update
from stores import ANA, BETO, CARLA, DARIO, judge

from linkage.errors import ChainBroken, Refused, UsageError
from linkage.judgements import Judgement, Person, Store, open_store
from linkage.judgements.chain import START
from linkage.judgements.exclusions import changes, exclusions, touching
from linkage.judgements.standing import (
    answers,
    disagreement,
    moves,
    state,
    verdict,
)
from linkage.judgements.tables import JUDGEMENTS


def given(store: Store, *said: tuple[Person, Judgement]) -> tuple[Judgement, ...]:
    for person, judgement in said:
        store.add(judgement, person)
    return store.since()


def test_what_is_added_is_read_back_as_it_was_said(store: Store) -> None:
    said = judge(
        answer="needs_fact", fact="¿qué tobillo?", source="la familia", note="«así» 漢字 \u200b", total=-0.1 + 0.3
    )
    stored = store.add(said, ANA)
    assert store.since() == (stored,) == store.of_pair("M-1", "R-1")
    assert replace(stored, who="", number=0, when="", previous="", hash="") == said
    assert (stored.who, stored.role, stored.number, stored.previous) == ("ana", "reviewer", 1, START)


def test_a_whole_number_and_minus_zero_are_read_back_and_verified(store: Store) -> None:
    given(store, *((ANA, judge(answer="worth", total=total)) for total in (5, -0.0, None, 1e-300, -17.25)))
    assert store.verify()[0].lines == 5


def test_a_token_decides_once(store: Store) -> None:
    first = store.add(judge(answer="worth", token="rendered-1"), ANA)
    again = store.add(judge(answer="ruled_out", token="rendered-1"), ANA)
    assert again == first
    assert store.count() == 1


def test_the_blind_answer_and_the_one_after_it_are_both_kept(store: Store) -> None:
    judged = given(store, (ANA, judge("first", "cannot_say")), (ANA, judge("final", "worth")))
    assert [(j.act, j.answer) for j in judged] == [("first", "cannot_say"), ("final", "worth")]
    assert answers(judged)["ana"].answer == "worth"
    assert answers(judged, "first")["ana"].answer == "cannot_say"


STATES = (
    ("nothing was said", (), "candidate"),
    ("a blind look alone", ((ANA, judge("first", "worth")),), "under_review"),
    ("an answer", ((ANA, judge("final", "worth")),), "under_review"),
    ("ruled out by a reviewer is no exclusion", ((ANA, judge("final", "ruled_out")),), "under_review"),
    ("a comparison was asked for", ((ANA, judge("final", "worth")), (ANA, judge("request"))), "requested"),
    ("an answer takes nothing back", ((ANA, judge("request")), (BETO, judge("final", "cannot_say"))), "requested"),
    ("taken as a hypothesis", ((CARLA, judge("assume")),), "assumed"),
    ("one signature confirms nothing", ((CARLA, judge("assume")), (CARLA, judge("confirm"))), "assumed"),
    ("two signatures confirm", ((CARLA, judge("confirm")), (DARIO, judge("confirm"))), "confirmed"),
    ("two signatures exclude", ((CARLA, judge("exclude")), (DARIO, judge("exclude"))), "excluded"),
    ("one for, one against", ((CARLA, judge("confirm")), (DARIO, judge("exclude"))), "candidate"),
    (
        "reopened",
        ((CARLA, judge("exclude")), (DARIO, judge("exclude")), (CARLA, judge("reopen"))),
        "under_review",
    ),
    (
        "after reopening, one signature is again not enough",
        ((CARLA, judge("exclude")), (DARIO, judge("exclude")), (CARLA, judge("reopen")), (DARIO, judge("exclude"))),
        "under_review",
    ),
)


@pytest.mark.parametrize(("case", "said", "expected"), STATES, ids=[case for case, _, _ in STATES])
def test_where_a_pair_stands(
    tmp_path: Path, case: str, said: tuple[tuple[Person, Judgement], ...], expected: str
) -> None:
    judged = given(open_store(tmp_path / "s.db"), *said)
    assert state(judged) == expected


REFUSED = (
    ("a reviewer does not sign", (), ANA, judge("confirm")),
    ("a reviewer does not exclude", (), ANA, judge("exclude")),
    ("a reviewer does not settle", (), ANA, judge("settled", "worth")),
    ("a search group asks for no comparison", (), Person("g", "search_group", "g"), judge("request")),
    ("an auditor does not answer", (), Person("x", "auditor"), judge(answer="worth")),
    ("an administrator does not answer", (), Person("x", "administrator"), judge(answer="worth")),
    ("one person signs once", ((CARLA, judge("exclude")),), CARLA, judge("exclude")),
    ("nothing to settle", ((ANA, judge(answer="worth")),), CARLA, judge("settled", "worth")),
    ("nothing to reopen", ((ANA, judge(answer="worth")),), CARLA, judge("reopen")),
    ("an excluded pair is closed", ((CARLA, judge("exclude")), (DARIO, judge("exclude"))), ANA, judge(answer="worth")),
    ("another's judgement stays", ((ANA, judge(answer="worth")),), BETO, judge("undo", withdraws=1)),
    ("nothing to withdraw", (), ANA, judge("undo", withdraws=1)),
    ("no such answer", (), ANA, judge(answer="identified")),
    ("an answer is needed", (), ANA, judge("final")),
    ("ruled out by what?", (), ANA, judge(answer="ruled_out", method="")),
    ("ruled out by something unheard of", (), ANA, judge(answer="ruled_out", method="a dream")),
    ("an exclusion has a reason", (), CARLA, judge("exclude", note="")),
    ("which fact?", (), ANA, judge(answer="needs_fact", fact="")),
    ("no pair", (), ANA, judge(answer="worth", remains_id="")),
    ("no token", (), ANA, judge(answer="worth", token="")),
    ("no such act", (), ANA, judge("delete")),
    ("a book is no note", (), ANA, judge(answer="worth", note="x" * 10_001)),
    ("a text no database keeps", (), ANA, judge(answer="worth", note="\0")),
    ("half a character", (), ANA, judge(answer="worth", note="\ud83d")),
    ("no number", (), ANA, judge(answer="worth", total=float("nan"))),
)


@pytest.mark.parametrize(("case", "before", "person", "said"), REFUSED, ids=[case[0] for case in REFUSED])
def test_what_the_rules_do_not_allow_is_refused_and_leaves_nothing(
    tmp_path: Path, case: str, before: tuple[tuple[Person, Judgement], ...], person: Person, said: Judgement
) -> None:
    store = open_store(tmp_path / "s.db")
    given(store, *before)
    with pytest.raises(Refused):
        store.add(said, person)
    assert store.count() == len(before)


def test_undo_adds_a_line_and_takes_the_judgement_out_of_force(store: Store) -> None:
    worth = store.add(judge(answer="worth"), ANA)
    judged = given(store, (ANA, judge("undo", withdraws=worth.number)))
    assert len(judged) == 2
    assert state(judged) == "candidate"
    assert answers(judged) == {}
    with pytest.raises(Refused):
        store.add(judge("undo", withdraws=worth.number), ANA)


def test_a_withdrawn_signature_no_longer_counts(store: Store) -> None:
    judged = given(store, (CARLA, judge("exclude")), (DARIO, judge("exclude")), (DARIO, judge("undo", withdraws=2)))
    assert state(judged) == "candidate"
    assert "exclude" in moves(judged, DARIO)
    assert "exclude" not in moves(judged, CARLA)


def test_a_disagreement_waits_for_a_coordinator(store: Store) -> None:
    judged = given(store, (ANA, judge(answer="worth")), (BETO, judge(answer="ruled_out")))
    assert disagreement(judged)
    assert verdict(judged) is None
    judged = given(store, (CARLA, judge("settled", "worth", note="the tattoo is the same")))
    settled = verdict(judged)
    assert not disagreement(judged)
    assert settled is not None and (settled.who, settled.answer) == ("carla", "worth")


def test_agreeing_people_need_nobody(store: Store) -> None:
    judged = given(store, (ANA, judge(answer="worth")), (BETO, judge(answer="worth")))
    agreed = verdict(judged)
    assert not disagreement(judged)
    assert agreed is not None and agreed.answer == "worth"


def test_an_exclusion_remembers_what_was_seen_and_tells_what_changed(store: Store) -> None:
    seen = {"sex": "same", "age": "unknown", "gone": "near"}
    judged = given(store, (CARLA, judge("exclude", seen=seen)), (DARIO, judge("exclude", seen=seen)))
    (found,) = exclusions(judged)
    assert [s.who for s in found.signed] == ["carla", "dario"]
    assert changes(found.seen, seen) == ()
    now = {"sex": "same", "age": "far_outside", "gone": "near", "new_kind": "same"}
    assert [(c.evidence, c.before, c.now) for c in changes(found.seen, now)] == [("age", "unknown", "far_outside")]


def test_rulings_that_touch_a_record(store: Store) -> None:
    judged = given(
        store,
        (ANA, judge(answer="ruled_out", method="dates")),
        (ANA, judge(answer="worth", missing_id="M-2")),
        (ANA, judge(answer="ruled_out", remains_id="R-2", missing_id="M-9")),
        (CARLA, judge("exclude", missing_id="M-3")), (DARIO, judge("exclude", missing_id="M-3")),
    )  # fmt: skip
    assert [j.missing_id for j in touching(judged, "remains", "R-1")] == ["M-1", "M-3"]
    assert [j.remains_id for j in touching(judged, "missing", "M-9")] == ["R-2"]


TAMPERING = {
    "a word": update(JUDGEMENTS).where(JUDGEMENTS.c.number == 2).values(note="never said"),
    "the person": update(JUDGEMENTS).where(JUDGEMENTS.c.number == 2).values(who="zoe"),
    "the time": update(JUDGEMENTS).where(JUDGEMENTS.c.number == 3).values(when="2020-01-01T00:00:00.000+00:00"),
    "the total": update(JUDGEMENTS).where(JUDGEMENTS.c.number == 1).values(total=99.0),
    "the first line": delete(JUDGEMENTS).where(JUDGEMENTS.c.number == 1),
    "a line in the middle": delete(JUDGEMENTS).where(JUDGEMENTS.c.number == 2),
}


@pytest.mark.parametrize("what", TAMPERING)
def test_the_chain_tells_when_anything_was_changed(store: Store, what: str) -> None:
    given(store, *((ANA, judge(answer="worth", missing_id=f"M-{n}")) for n in range(4)))
    assert store.verify()[0].lines == 4
    with store.engine.begin() as connection:
        connection.execute(TAMPERING[what])
    with pytest.raises(ChainBroken):
        store.verify()


def test_a_head_kept_elsewhere_tells_when_the_end_was_cut_off(store: Store) -> None:
    given(store, *((ANA, judge(answer="worth", missing_id=f"M-{n}")) for n in range(3)))
    head = store.verify()[0].head
    assert store.verify(head)[0].head == head
    given(store, (ANA, judge(answer="worth", missing_id="M-9")))
    assert store.verify(head)[0].lines == 4
    with store.engine.begin() as connection:
        connection.execute(delete(JUDGEMENTS).where(JUDGEMENTS.c.number >= 3))
    assert store.verify()[0].lines == 2
    with pytest.raises(ChainBroken):
        store.verify(head)


def test_events_have_a_chain_of_their_own(store: Store) -> None:
    store.note("ana", "opened", "M-1 R-1")
    store.note("zoe", "exported", "runs/1")
    assert [(e["who"], e["what"], e["about"]) for e in store.events()] == [
        ("ana", "opened", "M-1 R-1"),
        ("zoe", "exported", "runs/1"),
    ]
    assert [e["number"] for e in store.events(1)] == [2]
    assert store.verify()[1].lines == 2
    with store.engine.begin() as connection:
        connection.execute(text("UPDATE events SET who = 'bob' WHERE number = 1"))
    with pytest.raises(ChainBroken):
        store.verify()


def test_reading_goes_on_from_a_number(store: Store) -> None:
    judged = given(store, *((ANA, judge(answer="worth", missing_id=f"M-{n}")) for n in range(5)))
    assert store.since(3) == judged[3:]
    assert store.since(5) == ()


def test_a_secret_outlives_the_process(where: str) -> None:
    first, second = open_store(where), open_store(where)
    assert first.secret() == second.secret() != second.secret("another")
    first.close()
    second.close()


def test_a_store_is_on_the_disk_in_wal_with_full_synchronisation(tmp_path: Path) -> None:
    store = open_store(tmp_path / "new" / "s.db")
    with store.engine.connect() as connection:
        mode = connection.exec_driver_sql("PRAGMA journal_mode").scalar()
        synchronous = connection.exec_driver_sql("PRAGMA synchronous").scalar()
    assert (mode, synchronous) == ("wal", 2)


@pytest.mark.parametrize(
    "address", ["mysql+nothing://x/y", "postgresql://u:hush@127.0.0.1:1/x", "sqlite:////nowhere/at/all/s.db", "x://"]
)
def test_a_store_that_cannot_be_opened_is_told_without_its_password(address: str) -> None:
    with pytest.raises(UsageError) as told:
        open_store(address)
    assert "hush" not in str(told.value)


def test_a_file_that_is_no_store_is_told(tmp_path: Path) -> None:
    (tmp_path / "s.db").write_bytes(random.Random(1).randbytes(5000))
    with pytest.raises(UsageError):
        open_store(tmp_path / "s.db")


def test_the_rules_are_kept_whatever_order_people_come_in(tmp_path: Path) -> None:
    """Three hundred random acts by four people: nobody confirms or excludes alone, and the chain holds."""
    store, dice = open_store(tmp_path / "s.db"), random.Random(6)
    acts = ("first", "final", "settled", "request", "assume", "confirm", "exclude", "reopen", "undo")
    for _ in range(300):
        act = dice.choice(acts)
        answer = dice.choice(("worth", "ruled_out", "cannot_say")) if act in ("first", "final", "settled") else None
        said = judge(act, answer, missing_id=f"M-{dice.randrange(4)}")
        if act == "undo":
            said = replace(said, withdraws=dice.randrange(1, 200))
        try:
            store.add(said, dice.choice((ANA, BETO, CARLA, DARIO)))
        except Refused:
            continue
        judged = store.of_pair(*said.pair)
        if state(judged) in ("confirmed", "excluded"):
            done = "confirm" if state(judged) == "confirmed" else "exclude"
            signed = {j.who for j in judged if j.act == done and j.role == "coordinator"}
            assert len(signed) == 2
    assert store.verify()[0].lines == store.count() > 50
