"""Random requests made from our own description: no answer is a server error, none is undocumented."""

import datetime as dt
from typing import Any

import pytest
import schemathesis
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from tests.office import Office, person, user

from vinhdanh.api.tokens import make
from vinhdanh.config.wsgi import application
from vinhdanh.people.powers import POWERS

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture
def described() -> Any:
    return schemathesis.openapi.from_wsgi("/api/v1/openapi.json", application)


@pytest.fixture
def headers() -> dict[str, str]:
    office = Office()
    person(office.p1, key="CB1", identity_number="001200000001")
    secret = make(user("bo-phan-tdkt", office.top), "thử", POWERS, timezone.now() + dt.timedelta(days=1))[1]
    return {"Authorization": f"Bearer {secret}"}


def test_every_operation_answers_as_described(described: Any, headers: dict[str, str]) -> None:
    operations = [found.ok() for found in described.get_all_operations()]
    assert len(operations) >= 10
    for operation in operations:
        _try(operation, headers)


def _try(operation: Any, headers: dict[str, str]) -> None:
    @settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True, database=None)
    @given(case=operation.as_strategy())
    def run(case: Any) -> None:
        case.call_and_validate(headers=headers)

    run()
