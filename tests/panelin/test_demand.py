from datetime import UTC, datetime

import pytest

from panelin.demand import Area, Certainty, Demand, Flexibility, Said, Surface, Zone, newer
from panelin.ids import MessageId
from panelin.listing import Operation

MONDAY = datetime(2026, 11, 23, 21, 41, tzinfo=UTC)


def said(value: int, certainty: Certainty) -> Said[int]:
    return Said(value, f"hasta {value}", MessageId("wamid.1"), certainty, MONDAY)


def test_a_demand_starts_with_nothing_said():
    assert all(getattr(Demand(), name) is None for name in Demand.__slots__)


def test_a_value_keeps_the_words_the_message_and_the_certainty_it_came_from():
    demand = Demand(operation=Said(Operation.VENTA, "busco piso", MessageId("wamid.7"), Certainty.INFERRED, MONDAY))
    assert demand.operation is not None
    assert (demand.operation.value, demand.operation.quote, demand.operation.certainty) == (
        Operation.VENTA,
        "busco piso",
        Certainty.INFERRED,
    )


@pytest.mark.parametrize(
    ("old", "new", "stands"),
    [
        (Certainty.STATED, Certainty.STATED, "new"),
        (Certainty.CONFIRMED, Certainty.STATED, "new"),
        (Certainty.STATED, Certainty.CONFIRMED, "new"),
        (Certainty.INFERRED, Certainty.INFERRED, "new"),
        (Certainty.INFERRED, Certainty.STATED, "new"),
        (Certainty.STATED, Certainty.INFERRED, "old"),
        (Certainty.CONFIRMED, Certainty.INFERRED, "old"),
        (Certainty.BY_AGENT, Certainty.STATED, "old"),
        (Certainty.BY_AGENT, Certainty.CONFIRMED, "old"),
        (Certainty.BY_AGENT, Certainty.BY_AGENT, "new"),
        (Certainty.STATED, Certainty.BY_AGENT, "new"),
    ],
)
def test_newer_words_replace_older_ones_but_a_guess_replaces_no_words_and_nothing_what_a_person_wrote(old, new, stands):
    before, after = said(200_000, old), said(250_000, new)
    assert newer(before, after) is (after if stands == "new" else before)


def test_what_was_never_said_is_taken_from_any_source():
    guess = said(250_000, Certainty.INFERRED)
    assert newer(None, guess) is guess


def test_square_metres_are_built_ones_and_a_zone_is_a_wanted_town_unless_said_otherwise():
    assert Area(90).surface is Surface.BUILT
    assert not Zone("Nerja").excluded
    assert Flexibility() == Flexibility(cents=None, percent=None)
