import json
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.whatsapp.strict_json import NotJson, read, written


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(b"", id="empty"),
        pytest.param(b"hola", id="no JSON"),
        pytest.param(b'{"a":1', id="cut"),
        pytest.param(b'{"a":1}{"a":1}', id="two objects"),
        pytest.param(b"[]", id="a list"),
        pytest.param(b"1", id="a number"),
        pytest.param(b'{"a":1,"a":1}', id="a key twice"),
        pytest.param(b'{"b":[{"a":1,"a":2}]}', id="a key twice inside"),
        pytest.param(b'{"a":NaN}', id="NaN"),
        pytest.param(b'{"a":-Infinity}', id="Infinity"),
        pytest.param(b"[" * 100_000, id="100,000 levels, open"),
        pytest.param(b'{"a":' * 100_000 + b"1" + b"}" * 100_000, id="100,000 levels, closed"),
        pytest.param(b'{"a":"\xff"}', id="invalid UTF-8"),
        pytest.param(b'{"a":"\xed\xa0\x80"}', id="a surrogate in UTF-8"),
        pytest.param('{"a":1}'.encode("utf-16"), id="UTF-16"),
        pytest.param(b'{"a":"\x00"}', id="a bare control character"),
        pytest.param(b'{"a":' + b"9" * 5000 + b"}", id="5,000 digits"),
    ],
)
def test_what_two_readers_would_read_differently_is_not_json(body):
    with pytest.raises(NotJson) as refusal:
        read(body)
    assert refusal.value.__cause__ is None


def test_a_number_beyond_all_bounds_is_unknown():
    assert read(b'{"a":1e999,"b":1.5}') == {"a": None, "b": 1.5}


def test_half_a_surrogate_pair_becomes_a_question_mark():
    assert written(read(b'{"t":"a\\ud83d"}')) == b'{"t":"a?"}'


def test_a_whole_pair_is_one_character_in_either_spelling():
    assert read(b'{"t":"\\ud83d\\ude00"}') == read('{"t":"😀"}'.encode()) == {"t": "😀"}


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(st.characters(codec="utf-8")),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    )
)
def test_what_is_written_is_read_again(value):
    content = {"value": json.loads(json.dumps(value))}
    assert read(written(content)) == content


@given(st.binary(max_size=200))
def test_no_bytes_are_more_than_refused(body):
    with suppress(NotJson):
        assert isinstance(read(body), dict)
