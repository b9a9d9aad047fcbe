from datetime import timedelta

import pytest

from app.whatsapp.graph_errors import Class, class_of, refusal
from panelin.errors import Rejected, Unavailable

SHEET = {  # WhatsApp sheet, section 18
    Class.RETRY: (1, 2, 130429, 131000, 131016, 131053, 133004),
    Class.PAIR: (131056,),
    Class.LATER: (4, 613, 80007, 131057),
    Class.TEMPLATE: (131047,),
    Class.GIVEUP: (130472, 130497, 131026, 131049, 137000),
    Class.SUPPRESS: (131050,),
    Class.BUG: (100, 131008, 131009, 131021, 131051, 131055, 131062, 132000, 132005, 132007, 132012, 135000, 2494191, 138000),
    Class.CONFIG: (0, 3, 10, 33, 190, 200, 299, 131005, 131037, 131042, 131044, 131045, 133010, 134011),
    Class.APPROVAL: (132001, 132015, 132016),
    Class.STOP: (368, 131031, 131048, 131064),
}


def body(code: object, **more: object) -> dict:
    return {"error": {"message": f"(#{code}) Some title", "type": "OAuthException", "code": code, "fbtrace_id": "A1", **more}}


@pytest.mark.parametrize(("kind", "code"), [(kind, code) for kind, codes in SHEET.items() for code in codes])
def test_a_code_has_the_class_of_the_sheet(kind, code):
    found = refusal(body(code), 400)
    assert (found.kind, found.code, found.trace) == (kind, code, "A1")


@pytest.mark.parametrize(
    ("kind", "error"),
    [
        (Class.BUG, Rejected),
        (Class.TEMPLATE, Rejected),
        (Class.GIVEUP, Rejected),
        (Class.STOP, Rejected),
        (Class.SUPPRESS, Rejected),
        (Class.APPROVAL, Rejected),
        (Class.RETRY, Unavailable),
        (Class.PAIR, Unavailable),
        (Class.LATER, Unavailable),
        (Class.CONFIG, Unavailable),
    ],
)
def test_a_class_says_whether_to_repeat(kind, error):
    found = refusal(body(SHEET[kind][0]), 400).error()
    assert type(found) is error
    assert found.code == SHEET[kind][0]


def test_an_unknown_code_is_ours_below_500_and_metas_above():
    assert [class_of(987654, status) for status in (400, 404, 499, 500, 503)] == [Class.BUG] * 3 + [Class.RETRY] * 2
    assert refusal(body(987654, is_transient=True), 400).kind is Class.RETRY


def test_minutes_are_waited_where_minutes_are_needed_and_wishes_are_honoured():
    wait = timedelta(seconds=7)
    assert refusal(body(80007), 400).error().retry_after == timedelta(minutes=1)
    assert refusal(body(131056), 400).error().retry_after is None
    assert refusal(body(131056), 400).error(wait).retry_after == wait


@pytest.mark.parametrize("odd", [None, [], {}, {"error": None}, {"error": "no"}, {"error": {}}, body("131047"), body(True), body(1.5)])
def test_what_is_no_refusal_of_graph_is_none(odd):
    assert refusal(odd, 500) is None


@pytest.mark.promise("P10")
def test_an_error_quotes_nothing_of_what_graph_repeats():
    found = refusal(body(131026, error_data={"details": "to +34600111222"}), 400)
    assert "34600111222" not in repr(found.error()) + str(found.error())
    assert found.details == "to +34600111222"
