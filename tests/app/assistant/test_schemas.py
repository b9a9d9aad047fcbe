import pytest

from app.assistant.schemas import TOOLS, file_search

NAMES = [tool["name"] for tool in TOOLS]


def objects(schema):
    """Every object schema inside a schema."""
    if schema.get("type") == "object":
        yield schema
    for part in [*(schema.get("properties") or {}).values(), *([schema["items"]] if "items" in schema else [])]:
        yield from objects(part)


def test_the_tools_are_those_of_the_contract():
    assert NAMES == ["search_properties", "get_property", "show_listings", "send_location", "call_person", "note_demand"]


@pytest.mark.parametrize("tool", TOOLS, ids=NAMES)
def test_every_schema_is_strict(tool):
    assert tool["strict"] is True
    for schema in objects(tool["parameters"]):
        assert schema["additionalProperties"] is False
        assert schema["required"] == list(schema["properties"])


@pytest.mark.parametrize("tool", TOOLS, ids=NAMES)
def test_every_parameter_says_what_it_means(tool):
    assert all(schema.get("description") for schema in tool["parameters"]["properties"].values())
    assert len(tool["description"]) < 1_000


def test_the_search_by_meaning_names_its_store():
    assert file_search("vs_1") == {"type": "file_search", "vector_store_ids": ["vs_1"], "max_num_results": 6}
