"""The page for programs: the same rules, described by OpenAPI, and no answer that says that we broke."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from review_desk import HERE, Desk, closing, own_desk, run_folder
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from starlette.testclient import TestClient

CHECKS = (not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    store = tmp_path_factory.mktemp("api") / "judgements.db"
    with closing(own_desk(run_folder(tmp_path_factory), store)) as laid_out:
        yield laid_out


@pytest.fixture(scope="module")
def program(desk: Desk) -> TestClient:
    """A program that has entered."""
    client = desk.client()
    assert client.post("/api/enter", json={"name": "programa"}).json() == {"name": "programa", "role": "coordinator"}
    return client


@pytest.fixture(scope="module")
def described(desk: Desk, program: TestClient) -> schemathesis.BaseSchema:
    return schemathesis.openapi.from_asgi("/api/openapi.json", desk.app, headers=dict(cookie(program)))


def cookie(program: TestClient) -> Iterator[tuple[str, str]]:
    yield "host", HERE.removeprefix("http://")
    yield "cookie", "; ".join(f"{name}={value}" for name, value in program.cookies.items())


def test_whatever_is_sent_is_answered_as_described(described: schemathesis.BaseSchema, program: TestClient) -> None:
    tried = 0
    for operation in (found.ok() for found in described.get_all_operations()):

        @given(case=operation.as_strategy())
        @settings(
            max_examples=12, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck)
        )
        def answered(case: schemathesis.Case) -> None:
            case.call_and_validate(headers=dict(cookie(program)), checks=CHECKS)

        answered()
        tried += 1
    assert tried == 9


def test_a_program_is_blind_at_first_as_people_are(desk: Desk, program: TestClient) -> None:
    number = desk.first_pair()
    blind = program.get(f"/api/pairs/{number}").json()
    assert (blind["look"], blind["total"], blind["standing"]) == ("first", None, [])
    assert all(line["bits"] is None for line in (*blind["against"], *blind["agree"], *blind["neutral"]))
    sent = {"once": blind["once"], "answer": "worth"}
    kept = [program.post(f"/api/pairs/{number}/answers", json=sent).json()["entry"] for _ in range(2)]
    seen = program.get(f"/api/pairs/{number}").json()
    assert kept[0] == kept[1] and seen["look"] == "final"
    assert seen["total"] == pytest.approx(
        sum(line["bits"] for name in ("against", "agree", "neutral") for line in seen[name])
        + desk.run.facts["prior_bits"]
    )


def test_the_queue_gives_pairs_to_answer(program: TestClient) -> None:
    queue = program.get("/api/queue/remains?condition=skeletal").json()
    assert queue["all"] >= len(queue["cases"]) > 0
    assert {case["condition"] for case in queue["cases"]} == {"skeletal"}
    assert program.get(f"/api/pairs/{queue['next_pair']}").status_code == 200


@pytest.mark.parametrize("path", ["/api/queue/remains", "/api/pairs/1", "/api/agreement", "/api/reader"])
def test_a_program_that_has_not_entered_is_told_so(desk: Desk, path: str) -> None:
    answer = desk.client().get(path)
    assert (answer.status_code, answer.json()) == (401, {"detail": "Nobody has entered."})


def test_a_form_of_another_site_cannot_pass_for_a_program(desk: Desk, program: TestClient, tmp_path: Path) -> None:
    number = desk.first_pair()
    body = f'{{"once": "{program.get(f"/api/pairs/{number}").json()["once"]}", "answer": "worth"}}'
    before = desk.store.count()
    answer = program.post(f"/api/pairs/{number}/answers", content=body, headers={"content-type": "text/plain"})
    assert answer.status_code == 422 and desk.store.count() == before
