"""The API, asked for everything that its own OpenAPI document allows and much that it does not: it
never fails, and every answer is one that it describes."""

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis.specs.openapi.checks import negative_data_rejection

from tests.servers import served
from validator import Limits, Options
from validator.web.settings import Settings

#: Examples of each route and kind: the whole takes some seconds.
_EXAMPLES = 15
_OFTEN = 1_000_000
_ROUTES = (
    ("/checks", "POST"),
    ("/api/checks/{id}", "GET"),
    ("/api/checks/{id}", "DELETE"),
    ("/checks/{id}/{product}", "GET"),
    ("/archives/{product}", "GET"),
    ("/api/check", "POST"),
    ("/api/editions", "GET"),
    ("/templates/{edition}.xlsx", "GET"),
    ("/templates/{edition}.png", "GET"),
    ("/healthz", "GET"),
)
#: Where something other than what is described can be sent: a language, a form.
_CAN_BE_WRONG = (("/checks", "POST"), ("/checks/{id}/{product}", "GET"), ("/api/check", "POST"))
_RIGHT, _WRONG = schemathesis.GenerationMode.POSITIVE, schemathesis.GenerationMode.NEGATIVE


@pytest.fixture(scope="module")
def schema():
    """The document of a server that nobody can ask too often."""
    limits = Limits(file=1 << 20, seconds=20)
    patient = Settings(options=Options(limits=limits), jobs=1, requests=_OFTEN, work=_OFTEN)
    with served(patient) as running:
        yield schemathesis.openapi.from_url(f"http://127.0.0.1:{running.port}/openapi.json")


def test_every_route_is_asked(schema):
    routes = [(each.ok().path, each.ok().method.upper()) for each in schema.get_all_operations()]
    assert sorted(routes) == sorted(_ROUTES)


@pytest.mark.parametrize(
    ("path", "method", "mode"),
    [*((*route, _RIGHT) for route in _ROUTES), *((*route, _WRONG) for route in _CAN_BE_WRONG)],
)
def test_every_answer_is_one_that_is_described(schema, path, method, mode):
    @given(case=schema[path][method].as_strategy(generation_mode=mode))
    @settings(
        max_examples=_EXAMPLES,
        deadline=None,
        derandomize=True,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    def ask(case):
        # A file may hold anything, and "wrong" content of one is a report that says so.
        case.call_and_validate(excluded_checks=[negative_data_rejection])

    ask()
