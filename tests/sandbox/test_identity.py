import base64

import pytest

from sandbox.identity import digits_of, is_user_id, new_media_id, new_wamid, user_id_of


def test_a_wamid_is_new_every_time_and_hides_the_number_like_a_real_one():
    first, second = new_wamid("34600000001"), new_wamid("34600000001")
    assert first != second
    assert b"34600000001" in base64.b64decode(first.removeprefix("wamid."))


def test_a_media_id_is_digits():
    assert new_media_id().isdigit()
    assert new_media_id() != new_media_id()


@pytest.mark.parametrize(
    ("number", "country"), [("34600000001", "ES"), ("4915112345678", "DE"), ("447700900123", "GB"), ("12025550123", "US")]
)
def test_a_number_has_one_user_id_of_its_country(number, country):
    assert user_id_of(number) == user_id_of(number)
    assert user_id_of(number).startswith(f"{country}.")
    assert is_user_id(user_id_of(number))


@pytest.mark.parametrize("text", ["ES.1", "ES.8f2k9", "ES.ENT.abc", "ES." + "9" * 128])
def test_a_user_id_is_recognised(text):
    assert is_user_id(text)


@pytest.mark.parametrize("text", ["es.1", "ES1", "ESP.1", "ES.", "ES.a-b", "ES." + "9" * 129, "34600000001", ""])
def test_anything_else_is_no_user_id(text):
    assert not is_user_id(text)


def test_a_number_is_kept_as_digits():
    assert digits_of("+34 600-000.001") == digits_of("(34)600000001") == "34600000001"
