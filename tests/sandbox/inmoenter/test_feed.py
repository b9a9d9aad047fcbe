import xml.etree.ElementTree as ET

import pytest
from sandbox_server import sandbox_thread

ADDRESS = "/inmoenter/xcp.xml"


@pytest.fixture(scope="module")
def running(tmp_path_factory):
    with sandbox_thread(tmp_path_factory.mktemp("sandbox") / "sandbox.db") as sandbox:
        yield sandbox


@pytest.fixture
def sandbox(running):
    """A world that has forgotten the test before."""
    running.control("reset")
    return running


def listed(body: bytes) -> dict[str, ET.Element]:
    """The properties of a feed, read by another parser than the product's."""
    root = ET.fromstring(body)
    assert root.tag == "carteraPropiedades"
    return {home.findtext("referencia"): home for home in root.findall("listaPropiedades/propiedad")}


def feed(sandbox) -> dict[str, ET.Element]:
    return listed(sandbox.client.get(ADDRESS).content)


def test_the_feed_carries_the_seven_homes_for_sale_in_the_shape_of_xcp(sandbox):
    answer = sandbox.client.get(ADDRESS)
    assert answer.headers["content-type"] == "text/xml; charset=utf-8"
    homes = listed(answer.content)
    assert list(homes) == ["BS-1042", "BS-1077", "BS-1101", "BS-1120", "BS-1133", "BS-1150", "BS-1066"]
    for home in homes.values():
        wanted = (
            "fecha",
            "url",
            "tipoInmueble",
            "precio",
            "provincia",
            "localidad",
            "direccion",
            "codigoPostal",
            "baños",
            "geoLocalizacion",
        )
        assert all(home.findtext(name) for name in wanted)
        assert home.findtext("tipoOferta") == "1"
        assert home.findtext("descripcionPrincipal/descripcion/idioma") == "es"


def test_titles_stand_by_place_and_say_no_language(sandbox):
    titles = feed(sandbox)["BS-1042"].findall("extensionInmoenter/listaTitulos/titulo")
    assert [title.findtext("texto") for title in titles] == ["Ático en Burriana", "Penthouse in Burriana", "", "", "Penthouse in Burriana"]
    assert not any(title.findall("idioma") for title in titles)


def test_a_feed_says_nothing_of_a_state_a_district_or_what_comes_with_a_home(sandbox):
    told = sandbox.client.get(ADDRESS).text
    assert not any(word in told for word in ("reservad", "disponible", "distrito", "zona>"))


def test_every_photo_of_the_feed_is_a_picture_of_its_own(sandbox):
    addresses = [url.text for home in feed(sandbox).values() for url in home.findall("listaImagenes/imagen/url")]
    assert len(addresses) == 8
    photos = {sandbox.client.get(address).content for address in addresses}
    assert len(photos) == 8
    assert all(photo.startswith(b"\x89PNG") and photo.endswith(b"IEND\xaeB`\x82") for photo in photos)
    assert sandbox.client.get(addresses[0]).headers["content-type"] == "image/png"


@pytest.mark.parametrize("name", ["bs-9999-1.png", "bs-1077-2.png", "..%2f..%2fetc%2fpasswd", "BS-1042-1.PNG"])
def test_a_photo_that_no_home_has_is_not_found(sandbox, name):
    assert sandbox.client.get(f"/inmoenter/photos/{name}").status_code == 404


def test_whoever_has_this_version_is_told_so(sandbox):
    first = sandbox.client.get(ADDRESS)
    tag, date = first.headers["etag"], first.headers["last-modified"]
    for known in ({"If-None-Match": tag}, {"If-None-Match": f'"x", W/{tag}'}, {"If-Modified-Since": date}):
        again = sandbox.client.get(ADDRESS, headers=known)
        assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
    for other in (
        {"If-None-Match": '"x"', "If-Modified-Since": date},
        {"If-Modified-Since": "yesterday"},
        {"If-Modified-Since": "Sat, 01 Jan 2000 00:00:00 GMT"},
    ):
        assert sandbox.client.get(ADDRESS, headers=other).status_code == 200


def test_a_price_that_the_crm_changes_is_in_the_feed_with_a_new_version_until_the_reset(sandbox):
    before = sandbox.client.get(ADDRESS)
    sandbox.control("clock", {"set": "2026-12-24T09:00:00+00:00"})
    sandbox.control("crm", {"reference": "BS-1042", "price": 310_000})
    after = sandbox.client.get(ADDRESS, headers={"If-None-Match": before.headers["etag"]})
    home = listed(after.content)["BS-1042"]
    assert (after.status_code, home.findtext("precio"), home.findtext("fecha")) == (200, "310000", "2026-12-24T09:00:00")
    assert after.headers["last-modified"] == "Thu, 24 Dec 2026 09:00:00 GMT"
    sandbox.control("reset")
    assert sandbox.client.get(ADDRESS).headers["etag"] == before.headers["etag"]


def test_a_home_that_is_sold_leaves_the_feed_and_one_that_is_reserved_stays(sandbox):
    sandbox.control("crm", {"reference": "BS-1077", "state": "vendido"})
    sandbox.control("crm", {"reference": "BS-1101", "state": "reservado"})
    assert "BS-1077" not in feed(sandbox)
    assert "BS-1101" in feed(sandbox)
    told = {home["reference"]: home["state"] for home in sandbox.client.get("/control/crm").json()}
    assert (told["BS-1077"], told["BS-1101"], told["BS-1042"]) == ("vendido", "reservado", None)


@pytest.mark.parametrize(
    ("order", "why"),
    [
        ({"reference": "BS-9999", "price": 1}, "reference"), ({"reference": "BS-1042"}, "price"), ({"reference": "BS-1042", "price": -1}, "price"),
        ({"reference": "BS-1042", "price": True}, "price"), ({"reference": "BS-1042", "price": "1"}, "price"),
        ({"reference": "BS-1042", "state": "libre"}, "state"), ({"reference": "BS-1042", "colour": "red"}, "price"), ([], "object"),
    ],
)  # fmt: skip
def test_an_order_that_makes_no_sense_is_refused(sandbox, order, why):
    answer = sandbox.client.post("/control/crm", json=order)
    assert answer.status_code == 400
    assert why in answer.json()["error"]


def test_feeds_go_wrong_on_order_and_only_as_often_as_ordered(sandbox):
    good = sandbox.client.get(ADDRESS)
    wrong = {}
    for kind in ("empty", "cut", "html", "shrunk", "hostile"):
        sandbox.fault("inmoenter", kind, count=1)
        answer = sandbox.client.get(ADDRESS, headers={"If-None-Match": good.headers["etag"]})
        assert answer.status_code == 200
        wrong[kind] = answer.content
    assert listed(wrong["empty"]) == {}
    assert good.content.startswith(wrong["cut"])
    assert wrong["html"].startswith(b"<!DOCTYPE html>")
    assert list(listed(wrong["shrunk"])) == ["BS-1042"]
    assert b"<!ENTITY" in wrong["hostile"]
    assert sandbox.client.get(ADDRESS).content == good.content


def test_the_share_that_a_shrunk_feed_loses_can_be_ordered(sandbox):
    sandbox.fault("inmoenter", "shrunk", value=0.4, count=1)
    assert len(feed(sandbox)) == 5
    sandbox.fault("inmoenter", "shrunk", value=0, count=1)
    assert len(feed(sandbox)) == 7


def test_a_hostile_feed_may_also_be_well_formed(sandbox):
    sandbox.fault("inmoenter", "hostile", value="instructions", count=1)
    texts = [home.findtext("descripcionPrincipal/descripcion/texto") for home in feed(sandbox).values()]
    assert len(texts) == 7
    assert all("SISTEMA" in text for text in texts)


def test_the_feed_is_read_and_nothing_else(sandbox):
    assert sandbox.client.post(ADDRESS).status_code == 405
    assert sandbox.client.head(ADDRESS).status_code == 200
    assert sandbox.requests("inmoenter")[-1]["path"] == ADDRESS
