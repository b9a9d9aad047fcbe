import pytest

from app.assistant.arguments import Arguments, Unreadable


@pytest.mark.parametrize("written", ['{"reference": ', "not json", "[" * 200_000, '{"a": 1}}'])
def test_what_is_no_json_is_said_to_be_none(written):
    with pytest.raises(Unreadable, match="not valid JSON"):
        Arguments.of(written)


@pytest.mark.parametrize("written", ["[1]", "null", '"BS-1042"', "3"])
def test_json_that_is_no_object_is_refused(written):
    with pytest.raises(Unreadable, match="must be a JSON object"):
        Arguments.of(written)


def test_no_text_at_all_is_no_arguments():
    assert Arguments.of("").given == {}


def test_texts_are_trimmed_and_blank_ones_not_given():
    arguments = Arguments({"a": " Nerja ", "b": "  ", "c": None})
    assert [arguments.text(name) for name in "abcd"] == ["Nerja", None, None, None]
    assert len(Arguments({"a": "x" * 9_000}).text("a")) == 500


@pytest.mark.parametrize("value", [3, ["Nerja"], True, {"a": 1}])
def test_what_is_no_text_is_refused_by_name(value):
    with pytest.raises(Unreadable, match="zone must be a string"):
        Arguments({"zone": value}).text("zone")


def test_a_text_that_is_needed_and_absent_is_named():
    with pytest.raises(Unreadable, match="reference is missing"):
        Arguments({}).wanted("reference")


@pytest.mark.parametrize(("value", "count"), [(0, 0), (2, 2), (300000.0, 300000), (2.9, 2), (None, None)])
def test_counts_are_whole_numbers(value, count):
    assert Arguments({"n": value}).count("n") == count


@pytest.mark.parametrize("value", [-1, "2", True, float("nan"), float("inf"), 1e12, [2]])
def test_what_is_no_count_is_refused_by_name(value):
    with pytest.raises(Unreadable, match="n must be a whole number"):
        Arguments({"n": value}).count("n")


@pytest.mark.parametrize(
    ("value", "words"),
    [(["piso", " ático ", "piso", ""], ("piso", "ático")), ("piso", ("piso",)), (None, ()), ([], ()), ("", ())],
)
def test_lists_are_read_without_blanks_and_repetitions(value, words):
    assert Arguments({"types": value}).words("types") == words


@pytest.mark.parametrize("value", [3, [3], {"a": "b"}, [["piso"]]])
def test_what_is_no_list_of_texts_is_refused(value):
    with pytest.raises(Unreadable, match="types must be a list"):
        Arguments({"types": value}).words("types")


def test_a_flag_is_yes_no_or_not_said():
    assert [Arguments({"f": value}).flag("f") for value in (True, False, None)] == [True, False, None]
    with pytest.raises(Unreadable):
        Arguments({"f": "yes"}).flag("f")


@pytest.mark.parametrize(
    "given",
    [[{"field": "zones", "quote": "en Nerja"}], {"zones": "en Nerja"}, [{"field": "zones", "quote": "en Nerja"}, {"field": "types"}, 3]],
)
def test_quotes_come_as_pairs_or_as_an_object(given):
    assert Arguments({"quotes": given}).quotes() == {"zones": "en Nerja"}


@pytest.mark.parametrize("given", [None, 3, "x", [{"quote": 3}]])
def test_odd_quotes_are_no_quotes(given):
    assert Arguments({"quotes": given}).quotes() == {}


def test_equal_arguments_have_one_spelling():
    assert Arguments({"b": 1, "a": "ñ"}).canonical() == Arguments({"a": "ñ", "b": 1}).canonical()
