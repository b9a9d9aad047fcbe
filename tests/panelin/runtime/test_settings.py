"""Reading settings: all faults are collected, none shows a value."""

import pytest

from panelin.errors import Misconfigured
from panelin.runtime.settings import Environment, is_loopback, positive


def problems(read, **values):
    env = Environment(values)
    read(env)
    return env.problems


def test_what_is_set_is_read_without_the_blanks_around_it():
    env = Environment({"HOST": " 127.0.0.1 "})
    assert env.optional("HOST", "0.0.0.0") == "127.0.0.1"
    assert env.required("HOST", "where to listen") == "127.0.0.1"
    env.check()


@pytest.mark.parametrize("values", [{}, {"HOST": ""}, {"HOST": "  "}])
def test_what_is_empty_counts_as_unset(values):
    env = Environment(values)
    assert env.optional("HOST", "0.0.0.0") == "0.0.0.0"
    assert env.optional("HOST") == ""
    assert env.problems == []
    assert env.required("HOST", "where to listen") == ""
    assert env.problems == ["HOST is missing: where to listen"]


@pytest.mark.parametrize(
    ("value", "read_as", "faults"),
    [
        ("1", 1, 0),
        ("9", 9, 0),
        ("0", 0, 1),
        ("10", 10, 1),
        ("", 4, 0),
        ("four", 4, 1),
        ("1.5", 4, 1),
    ],
)
def test_a_whole_number_keeps_within_its_bounds(value, read_as, faults):
    env = Environment({"N": value})
    assert env.integer("N", 4, least=1, most=9) == read_as
    assert env.problems == ["N is malformed: a whole number of at least 1 and at most 9"] * faults


def test_a_number_without_an_upper_bound_may_be_large():
    assert problems(lambda env: env.integer("N", 4), N=str(10**9)) == []
    assert problems(lambda env: env.integer("N", 4), N="-1") == ["N is malformed: a whole number of at least 0"]


def test_the_first_of_a_closed_list_is_the_default():
    env = Environment({"MODE": "c"})
    assert Environment({}).one_of("MODE", ("a", "b")) == "a"
    assert env.one_of("MODE", ("a", "b")) == "c"
    assert env.problems == ["MODE is malformed: one of a, b"]


@pytest.mark.parametrize("value", ["http://127.0.0.1:8090/x", "https://a.example", "http://[::1]:80", ""])
def test_an_address_has_a_scheme_and_a_host(value):
    assert problems(lambda env: env.address("URL"), URL=value) == []


@pytest.mark.parametrize("value", ["a.example", "http:///x", "ftp://a.example", "http://a.example:x", "http://a.example:0", "http://[::1"])
def test_what_is_no_address_is_told_by_name_and_never_shown(value):
    assert problems(lambda env: env.address("URL"), URL=value) == ["URL is malformed: an address that begins with http:// or https://"]


def test_an_address_may_have_a_default_and_other_schemes():
    assert Environment({}).address("URL", "https://a.example") == "https://a.example"
    assert problems(lambda env: env.address("URL", schemes=("smtp",)), URL="smtp://a.example") == []


def test_faults_of_a_file_stand_among_the_others_and_all_end_the_start_together():
    def unreadable():
        raise Misconfigured(("agency.toml: no team", "agency.toml: no hours"))

    env = Environment({})
    assert env.tried(lambda: 7) == 7
    assert env.tried(unreadable) is None
    env.required("TOKEN", "the key")
    with pytest.raises(Misconfigured) as refused:
        env.check()
    assert refused.value.problems == ("agency.toml: no team", "agency.toml: no hours", "TOKEN is missing: the key")


@pytest.mark.parametrize("value", ["0", "-0.1", "nan", "inf", "x", ""])
def test_a_scale_that_is_not_above_zero_is_none(value):
    with pytest.raises(ValueError):
        positive(value)
    assert positive("0.02") == 0.02


@pytest.mark.parametrize(
    "url", ["http://localhost:1", "http://127.0.0.1", "http://127.9.9.9/x", "http://[::1]:8090", "sqlite://localhost/x"]
)
def test_this_machine_is_known_by_its_address(url):
    assert is_loopback(url)


@pytest.mark.parametrize(
    "url",
    [
        "",
        "127.0.0.1",
        "http://localhost.example",
        "http://127.0.0.1.example",
        "http://127.0.0.1@a.example",
        "http://0.0.0.0",
        "http://[::1",
        "http://10.0.0.1",
    ],
)
def test_everything_else_is_another_machine(url):
    assert not is_loopback(url)
