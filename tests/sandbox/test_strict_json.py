import json

import pytest

from sandbox.strict_json import AsciiResponse, read, shown

DEEP = b"[" * 100_000


@pytest.mark.parametrize("body", [b"{", b"", b"\xff", b'{"a":NaN}', b"[Infinity]", b"[-Infinity]", b"[1e999]", DEEP, b"9" * 5000])
def test_what_is_no_json_in_the_strict_sense_is_refused(body):
    with pytest.raises(ValueError, match=r"."):
        read(body)


def test_what_is_json_is_read():
    assert read('{"a": [1, 2.5, "ñ 🏠", null, true]}'.encode()) == {"a": [1, 2.5, "ñ 🏠", None, True]}
    assert read(rb'"\ud83c\udfe0"') == "🏠"


def test_a_lone_surrogate_is_read_only_where_it_is_wanted():
    with pytest.raises(ValueError, match="surrogates"):
        read(rb'{"a":"\uD83c"}')
    assert read(rb'{"a":"\uD83c"}', surrogates=True) == {"a": "\ud83c"}


@pytest.mark.parametrize("body", [DEEP, b"[NaN]", b"not json", b"\xff\xfe"])
def test_what_cannot_be_read_is_shown_as_its_beginning(body):
    text = shown(body)
    assert isinstance(text, str)
    assert len(text) <= 2000


def test_whatever_can_be_shown_can_be_written_too():
    for depth in range(800, 1100, 7):
        json.dumps({"seq": 1, "body": shown(b"[" * depth + b"]" * depth)})
    assert shown(b"") is None


def test_a_lone_surrogate_has_a_form_in_an_answer():
    assert AsciiResponse({"a": "\ud83c", "b": "ñ"}).body == rb'{"a":"\ud83c","b":"\u00f1"}'
