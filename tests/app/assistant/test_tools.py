import json
from dataclasses import replace

import pytest
from assistant_bench import catalogue_of, heard
from brisa_sur import BRISA_SUR
from fixture_homes import HOMES, TODAY

from app.assistant.facts import Reading
from app.assistant.limits import Deadline
from app.assistant.reply import Call
from app.assistant.tools import Asked, Tools
from panelin.actions import CallPerson, Reason, SendCard, SendLocation
from panelin.demand import Certainty
from panelin.listing import Availability, Source, State

SOON = Deadline.after(60)


def workbench(*texts, language="es", homes=HOMES, readable=True):
    asked = Asked(heard(*(texts or ("hola",))), None, language, TODAY)
    return Tools(Reading(catalogue_of(homes, readable=readable)), asked, BRISA_SUR)


async def run(tools, name, /, **arguments):
    return json.loads(await tools.run(Call("call_1", name, json.dumps(arguments)), SOON))


def cards(tools):
    return [proposal.card.reference for proposal in tools.proposals if isinstance(proposal, SendCard)]


@pytest.mark.promise("P6")
async def test_a_search_reads_and_proposes_nothing():
    tools = workbench()
    found = await run(tools, "search_properties", operation="venta", types=["piso"], zones=["Nerja"], price_max=300_000)
    assert found["exact"][0]["reference"] == "BS-1077"
    assert tools.proposals == []
    assert tools.reading.facts("").known == {"BS-1077", "BS-1042", "BS-1120"}


async def test_one_home_is_read_by_any_spelling_of_its_reference():
    tools = workbench()
    assert (await run(tools, "get_property", reference="bs1042"))["price_eur"] == 320_000
    assert tools.reading.facts("").known == {"BS-1042"}


async def test_a_home_that_is_not_there_is_said_to_be_absent():
    assert await run(workbench(), "get_property", reference="BS-9999") == {"error": "the catalogue holds no home BS-9999"}


async def test_cards_are_proposed_in_their_order_and_in_the_customers_language():
    tools = workbench(language="de")
    assert (await run(tools, "show_listings", references=["BS-1120", "BS-1042"], note="passt"))["shown"] == ["BS-1120", "BS-1042"]
    assert cards(tools) == ["BS-1120", "BS-1042"]
    assert tools.proposals[0].card.title == "Reihenhaus in Capistrano, Nerja"
    assert tools.reading.facts("").known == {"BS-1120", "BS-1042"}


async def test_three_cards_a_turn_are_the_most_over_all_calls():
    tools = workbench()
    first = await run(tools, "show_listings", references=["BS-1042", "BS-1077"], note=None)
    second = await run(tools, "show_listings", references=["BS-1077", "BS-1101", "BS-1120", "BS-1133"], note=None)
    assert cards(tools) == ["BS-1042", "BS-1077", "BS-1101"]
    assert first["shown"] == ["BS-1042", "BS-1077"]
    assert second["refused"] == {"BS-1120": "three cards a turn are the most", "BS-1133": "three cards a turn are the most"}


@pytest.mark.promise("P6")
async def test_reserved_and_unknown_homes_get_no_card():
    tools = workbench()
    answer = await run(tools, "show_listings", references=["BS-1066", "BS-9999", "BS-1042"], note=None)
    assert cards(tools) == ["BS-1042"]
    assert answer["refused"]["BS-1066"] == "BS-1066 is reservado and must not be offered"
    assert answer["refused"]["BS-9999"] == "the catalogue holds no home BS-9999"


async def test_no_card_at_all_is_an_error():
    tools = workbench()
    assert (await run(tools, "show_listings", references=["BS-1066"], note=None))["error"] == "no card can be sent"
    assert (await run(tools, "show_listings", references=None, note=None))["error"] == "no card can be sent"


async def test_a_sold_home_gets_no_card():
    sold = replace(HOMES[0], state=State(Availability.VENDIDO, Source.CRM, TODAY))
    answer = await run(workbench(homes=(sold,)), "show_listings", references=["BS-1042"], note=None)
    assert answer["refused"]["BS-1042"] == "BS-1042 is vendido and must not be offered"


async def test_a_pin_is_proposed_once():
    tools = workbench()
    for reference in ("BS-1042", "bs-1042"):
        assert (await run(tools, "send_location", reference=reference))["ok"] is True
    (pin,) = tools.proposals
    assert isinstance(pin, SendLocation)
    assert pin.reference == "BS-1042"


@pytest.mark.promise("P6")
async def test_a_hidden_address_is_refused():
    tools = workbench()
    assert await run(tools, "send_location", reference="BS-1160") == {"error": "this address is not published", "town": "Cómpeta"}
    assert tools.proposals == []


async def test_a_place_that_is_not_on_record_is_said_to_be_so():
    nowhere = replace(HOMES[0], place=replace(HOMES[0].place, point=None))
    assert (await run(workbench(homes=(nowhere,)), "send_location", reference="BS-1042"))["error"] == "the record holds no location"


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        *((reason.value, reason) for reason in Reason),
        ("unknown fact", Reason.UNKNOWN_FACT),
        ("queja", Reason.COMPLAINT),
        ("negociación", Reason.NEGOTIATION),
        ("captación", Reason.OWNER),
        ("impuestos, hipoteca o contrato", Reason.SENSITIVE),
        ("datos personales", Reason.DATA_RIGHTS),
        ("dato que no consta", Reason.UNKNOWN_FACT),
        ("no se le entiende", Reason.NOT_UNDERSTOOD),
        ("pide una persona", Reason.ASKED),
        ("pago", Reason.SENSITIVE),
        ("visita", Reason.OTHER),
        ("", Reason.OTHER),
    ],
)
async def test_the_reason_for_a_person_is_understood(written, reason):
    tools = workbench()
    assert (await run(tools, "call_person", reason=written, question="¿Admite perros?"))["ok"] is True
    assert tools.proposals == [CallPerson(reason, "¿Admite perros?")]


async def test_a_person_is_called_once():
    tools = workbench()
    await run(tools, "call_person", reason="queja", question=None)
    await run(tools, "call_person", reason="pide una persona", question="¿?")
    assert tools.proposals == [CallPerson(Reason.COMPLAINT)]


async def test_a_demand_is_noted_over_several_calls():
    tools = workbench("quiero comprar", "en nerja")
    await run(tools, "note_demand", operation="venta", quotes=[{"field": "operation", "quote": "quiero comprar"}])
    answer = await run(tools, "note_demand", zones=["nerja"], must=["buena vibra"], quotes=[{"field": "zones", "quote": "en nerja"}])
    assert tools.demand.operation.certainty is Certainty.STATED
    assert tools.demand.zones.value[0].name == "Nerja"
    assert answer == {"noted": True, "not_understood": ["buena vibra"]}


async def test_a_card_begins_with_what_was_searched_for():
    tools = workbench()
    await run(tools, "search_properties", operation="venta", must=["trastero"])
    await run(tools, "show_listings", references=["BS-1042"], note=None)
    assert tools.proposals[0].card.extras[0].startswith("Trastero")


async def test_the_same_call_twice_gives_the_same_output_and_does_nothing_twice():
    tools = workbench()
    call = Call("call_1", "show_listings", '{"references": ["BS-1042"], "note": null}')
    first = await tools.run(call, SOON)
    again = await tools.run(replace(call, id="call_2", arguments='{"note": null, "references": ["BS-1042"]}'), SOON)
    assert first == again
    assert cards(tools) == ["BS-1042"]


async def test_the_same_search_twice_is_searched_once():
    class Counted(dict):
        looked = 0

        def values(self):
            self.looked += 1
            return super().values()

    homes = Counted(catalogue_of().homes)
    tools = Tools(Reading(replace(catalogue_of(), homes=homes)), Asked(heard("hola"), None, "es", TODAY), BRISA_SUR)
    first = await run(tools, "search_properties", operation="venta", zones=["Nerja"])
    assert first == await run(tools, "search_properties", zones=["Nerja"], operation="venta")
    assert homes.looked == 1


@pytest.mark.parametrize(
    ("name", "arguments", "error"),
    [
        ("teleport_customer", "{}", "there is no tool teleport_customer"),
        ("get_property", '{"reference": ', "not valid JSON"),
        ("get_property", "", "reference is missing"),
        ("get_property", '{"reference": 1042}', "reference must be a string"),
        ("search_properties", '{"price_max": "mucho"}', "price_max must be a whole number"),
        ("show_listings", '{"references": 3}', "references must be a list"),
    ],
)
async def test_a_call_that_cannot_be_run_is_answered_with_what_is_wrong(name, arguments, error):
    assert error in json.loads(await workbench().run(Call("call_1", name, arguments), SOON))["error"]


@pytest.mark.parametrize("name", ["search_properties", "get_property", "send_location"])
async def test_a_catalogue_that_cannot_be_read_is_not_an_empty_one(name):
    tools = workbench(homes=(), readable=False)
    assert "cannot be read now" in (await run(tools, name, reference="BS-1042"))["error"]


async def test_a_person_can_be_called_while_the_catalogue_is_away():
    tools = workbench(homes=(), readable=False)
    assert (await run(tools, "call_person", reason="asked", question=None))["ok"] is True
