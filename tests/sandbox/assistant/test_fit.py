import logging

import pytest
from assistant_talk import Talk
from brisa_tools import SEARCH, TEXT, TOOLS, WORDS, tool

from sandbox.assistant.fit import fit

SAID = {"price_max": 300_000, "types": ["piso"], "must": ["ascensor"], "flexible": True}
MAYBE = {"anyOf": [{"type": "integer"}, {"type": "null"}]}


def schema(required=(), **properties):
    return {"type": "object", "properties": properties, "required": list(required), "additionalProperties": False}


@pytest.mark.parametrize(
    ("offered", "fitted"),
    [
        (schema(price_max={"type": "integer"}), {"price_max": 300_000}),
        (schema(price_max={"type": ["number", "null"]}), {"price_max": 300_000}),
        (schema(price_max=MAYBE, bedrooms_min=MAYBE), {"price_max": 300_000, "bedrooms_min": None}),
        (schema(types=WORDS, nice=WORDS), {"types": ["piso"], "nice": []}),
        (schema(types={"type": "array", "items": {"type": "string", "enum": ["casa"]}}), {"types": []}),
        (schema(types={"type": ["array", "null"], "items": {"type": "string"}, "maxItems": 0}), {"types": []}),
        (schema(use={"type": "string"}), {}),
        (schema(use={"type": ["string", "null"]}), {"use": None}),
        (schema(price_max={"type": "string"}), {}),
        (schema(flexible={"type": "boolean"}), {"flexible": True}),
        (schema(), {}),
    ],
)
def test_arguments_are_cut_to_the_offered_schema(offered, fitted):
    assert fit(SAID, offered) == fitted


def test_a_required_property_that_nobody_spoke_of_is_not_invented():
    assert fit(SAID, schema(required=["colour"], colour={"type": "string"})) is None
    assert fit(SAID, schema(required=["price_max"], price_max={"type": "string"})) is None


def test_a_referenced_definition_is_followed():
    offered = schema(required=["price_max"], price_max={"$ref": "#/$defs/Euros"}) | {"$defs": {"Euros": {"type": "integer"}}}
    assert fit(SAID, offered) == {"price_max": 300_000}


def test_a_field_that_wants_its_proof_gets_value_and_quote():
    said = {"type": "object", "properties": {"value": {"type": "integer"}, "quote": TEXT}, "required": ["value", "quote"]}
    offered = schema(price_max={"anyOf": [said, {"type": "null"}]}, bedrooms_min={"anyOf": [said, {"type": "null"}]})
    fitted = fit(SAID, offered, quotes={"price_max": "hasta 300"})
    assert fitted == {"price_max": {"value": 300_000, "quote": "hasta 300"}, "bedrooms_min": None}


def test_quotes_are_given_as_a_list_or_as_an_object():
    entry = {"type": "object", "properties": {"field": TEXT, "quote": TEXT}, "required": ["field", "quote"]}
    quotes = {"price_max": "hasta 300"}
    listed = fit({}, schema(quotes={"type": ["array", "null"], "items": entry}), quotes=quotes)
    assert listed == {"quotes": [{"field": "price_max", "quote": "hasta 300"}]}
    assert fit({}, schema(quotes={"type": "object"}), quotes=quotes) == {"quotes": quotes}
    assert fit({}, schema(quotes={"type": ["array", "null"], "items": entry})) == {"quotes": []}


def test_a_search_that_demands_what_nobody_said_is_left_out_with_a_log_line(caplog):
    strange = tool("search_properties", **SEARCH["parameters"]["properties"], colour=TEXT)
    talk = Talk(tools=[strange, *TOOLS[1:]])
    with caplog.at_level(logging.WARNING, "sandbox.assistant"):
        turn = talk.says("busco piso en nerja hasta 300")
    assert turn.names == ["call_person"]
    assert turn.text == "Ahora mismo no puedo consultarlo. Aviso al equipo."
    assert "search_properties" in caplog.text
