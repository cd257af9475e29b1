"""What the tests of records share."""

import pytest
from tests.office import Office


@pytest.fixture
def office(db: None) -> Office:
    return Office()
