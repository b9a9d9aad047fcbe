"""What was said now joins what was said before, field by field."""

from conversations import at

from panelin.demand import Certainty, Demand, Said
from panelin.ids import MessageId
from panelin.listing import Operation
from panelin.noting import merged


def said(value, quote, certainty=Certainty.STATED, hour="10:00"):
    return Said(value, quote, MessageId("wamid.1"), certainty, at(hour))


BUYS = said(Operation.VENTA, "busco piso para comprar")
CEILING, HIGHER = said(200_000_00, "hasta 200k"), said(220_000_00, "bueno, 220", hour="10:05")


def test_the_first_words_are_the_whole_demand():
    assert merged(None, Demand(operation=BUYS)) == Demand(operation=BUYS)


def test_a_turn_that_said_nothing_leaves_the_demand_as_it_was():
    known = Demand(operation=BUYS, budget_max=CEILING)
    assert merged(known, None) == known
    assert merged(known, Demand()) == known
    assert merged(None, None) is None


def test_a_changed_mind_replaces_one_wish_and_keeps_the_others():
    assert merged(Demand(operation=BUYS, budget_max=CEILING), Demand(budget_max=HIGHER)) == Demand(operation=BUYS, budget_max=HIGHER)


def test_a_new_wish_joins_the_known_ones():
    bedrooms = said(2, "dos dormitorios")
    assert merged(Demand(operation=BUYS), Demand(bedrooms_min=bedrooms)) == Demand(operation=BUYS, bedrooms_min=bedrooms)


def test_a_guess_replaces_no_words():
    guess = said(180_000_00, "algo barato", Certainty.INFERRED)
    assert merged(Demand(budget_max=CEILING), Demand(budget_max=guess)) == Demand(budget_max=CEILING)


def test_nothing_that_a_customer_says_replaces_what_a_person_wrote():
    by_agent = said(250_000_00, "me ha dicho 250", Certainty.BY_AGENT)
    assert merged(Demand(budget_max=by_agent), Demand(budget_max=HIGHER, operation=BUYS)) == Demand(operation=BUYS, budget_max=by_agent)


def test_a_no_that_was_said_is_not_nothing():
    no_alerts = said(False, "no me aviséis")
    assert merged(Demand(alerts=said(True, "avisadme")), Demand(alerts=no_alerts)) == Demand(alerts=no_alerts)
