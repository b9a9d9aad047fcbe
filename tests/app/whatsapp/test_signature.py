import meta_posts
import pytest

from app.whatsapp.signature import verified

SECRET = "test_app_secret"
# Recomputed by hand from the sheet: body -> HMAC-SHA256 in hex
VECTORS = {
    b'{"object":"whatsapp_business_account","entry":[]}': "dec6a680679a968e7e0319355b23599cbfc54502c0784668e9618baa0c633756",
    b'{"object": "whatsapp_business_account", "entry": []}': "56cbbaf4961c6cfdae48b7f116c047e5eb513d2c931baae63a2bc1afd26f803a",
    '{"t":"añ"}'.encode(): "424c5572c1424c9d5888f95eb8233458391bd6cc46488ebb7d1914deebc5225e",
    b'{"t":"a\\u00f1"}': "b8e29bbb6435b8fd9aebc49dd0a424d3a463d043bcf9873e636a14a31b4c556d",
}
BODY = b'{"t":1}'
GOOD = meta_posts.signature(BODY, SECRET)


@pytest.mark.promise("P9")
@pytest.mark.parametrize(("body", "digest"), VECTORS.items())
def test_the_signature_is_made_over_the_bytes_as_they_came(body, digest):
    assert verified(body, [f"sha256={digest}"], [SECRET])


@pytest.mark.promise("P9")
@pytest.mark.parametrize(
    "signatures",
    [
        pytest.param([], id="missing"),
        pytest.param([""], id="empty"),
        pytest.param([GOOD, GOOD], id="doubled"),
        pytest.param([GOOD[:-1]], id="short"),
        pytest.param([GOOD + "0"], id="long"),
        pytest.param([GOOD + "\n"], id="with a newline"),
        pytest.param([GOOD.upper()], id="upper case"),
        pytest.param(["sha256=" + GOOD[7:].upper()], id="upper case digits"),
        pytest.param(["sha1=" + GOOD[7:]], id="another algorithm"),
        pytest.param([GOOD[7:]], id="without its algorithm"),
        pytest.param(["sha256=" + "ñ" * 64], id="not ascii"),
        pytest.param([meta_posts.signature(BODY, "other")], id="of a wrong secret"),
    ],
)
def test_anything_but_one_good_signature_is_refused(signatures):
    assert not verified(BODY, signatures, [SECRET])


@pytest.mark.promise("P9")
def test_a_body_altered_by_one_byte_is_refused():
    assert not verified(b'{"t":2}', [GOOD], [SECRET])


def test_during_a_rotation_both_secrets_are_accepted():
    assert verified(BODY, [meta_posts.signature(BODY, "old")], [SECRET, "old"])
    assert verified(BODY, [GOOD], [SECRET, "old"])


@pytest.mark.promise("P9")
def test_an_empty_secret_accepts_nothing():
    assert not verified(BODY, [meta_posts.signature(BODY, "")], [""])
    assert not verified(BODY, [GOOD], [])
