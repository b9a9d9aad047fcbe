from io import BytesIO

import pytest
from xcp_feed import a_feed, a_record

from sandbox.inmoenter.attacks import ATTACKS
from sync_job.feeds.records import FeedRefused
from sync_job.feeds.xcp import SHAPE
from sync_job.feeds.xml import records

FEED = a_feed(a_record("A-1"), a_record("A-2"), a_record("A-3"))


def read(file: bytes) -> list[str]:
    return [record.findtext("referencia") for record in records(BytesIO(file), SHAPE)]


def with_doctype(doctype: str, reference: str = "A-1") -> bytes:
    file = a_feed(a_record(reference))
    return file.replace(b"<carteraPropiedades>", doctype.encode() + b"<carteraPropiedades>", 1)


def test_records_come_one_after_the_other():
    assert read(FEED) == ["A-1", "A-2", "A-3"]


def test_a_record_that_was_read_is_freed():
    for record in records(BytesIO(FEED), SHAPE):
        before = record.getprevious()
        assert before is None or (len(before) == 0 and before.getprevious() is None)


@pytest.mark.parametrize(
    "doctype",
    [
        "<!DOCTYPE carteraPropiedades>",
        '<!DOCTYPE carteraPropiedades SYSTEM "http://127.0.0.1:9/cartera.dtd">',
        '<!DOCTYPE carteraPropiedades [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>',
        '<!DOCTYPE carteraPropiedades [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE carteraPropiedades [<!ENTITY % x SYSTEM "http://127.0.0.1:9/x"> %x;]>',
        '<!DOCTYPE carteraPropiedades [<!ENTITY quadratic "' + "x" * 100_000 + '">]>',
    ],
)
def test_a_doctype_refuses_the_file_whatever_it_says(doctype):
    with pytest.raises(FeedRefused, match=r"DOCTYPE|no whole XML"):
        read(with_doctype(doctype))


@pytest.mark.parametrize("name", sorted(ATTACKS))
def test_every_attack_of_the_sandbox_is_refused(name):
    with pytest.raises(FeedRefused):
        read(ATTACKS[name](FEED))


@pytest.mark.parametrize(
    ("inside", "why"),
    [
        ("<a>" * 40 + "</a>" * 40, "nested"),
        ("<a>" * 200_000, "nested"),
        ("<a/>" * 6_000, "elements"),
        ("<a " + " ".join(f'b{n}=""' for n in range(100)) + "/>", "attributes"),
        (f"<a>{'x' * 1_100_000}</a>", "1 MB"),
        (f"<a>{'x' * 10_100_000}</a>", "no whole XML"),
        (f'<a b="{"x" * 10_100_000}"/>', "no whole XML"),
        (f"<!--{'x' * 10_100_000}-->", "no whole XML"),
        ("<a>&#0;</a>", "no whole XML"),
        ("<a>&nbsp;</a>", "no whole XML"),
        ("<a>uno & dos</a>", "no whole XML"),
        ("<a></b>", "no whole XML"),
    ],
)
def test_what_no_writer_in_good_faith_would_send_is_refused(inside, why):
    with pytest.raises(FeedRefused, match=why):
        read(a_feed(a_record("A-1", inside=inside)))


def test_elements_outside_of_any_record_are_limited_too():
    with pytest.raises(FeedRefused, match="elements"):
        read(FEED.replace(b"<listaPropiedades>", b"<x/>" * 6_000 + b"<listaPropiedades>"))


def test_an_attack_of_two_hundred_thousand_attributes_is_refused_in_no_time():
    attributes = " ".join(f'a{n}="x"' for n in range(200_000))
    with pytest.raises(FeedRefused):
        read(FEED.replace(b"<listaPropiedades>", f"<listaPropiedades {attributes}>".encode()))


@pytest.mark.parametrize("share", [0.01, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.999])
@pytest.mark.promise("P8")
def test_a_file_cut_anywhere_is_refused_at_its_end(share):
    with pytest.raises(FeedRefused):
        read(FEED[: int(len(FEED) * share)])


def test_a_cut_file_hands_out_what_came_before_and_only_then_fails():
    handed_out = []
    with pytest.raises(FeedRefused):
        handed_out.extend(record.findtext("referencia") for record in records(BytesIO(FEED[:-40]), SHAPE))
    walk = records(BytesIO(FEED[:-40]), SHAPE)
    assert [next(walk).findtext("referencia") for _ in range(3)] == ["A-1", "A-2", "A-3"]


@pytest.mark.parametrize(
    ("file", "why"),
    [
        (b"", "no whole XML"),
        (b"   \n ", "no whole XML"),
        (b"\x00\x01\x02", "no whole XML"),
        (b"Error: no se pudo conectar a la base de datos", "no whole XML"),
        (b"<html><body><p>Mantenimiento</p></body></html>", "root element is 'html'"),
        (b"<root><kyero/><property/></root>", "root element is 'root'"),
        (b'<kml xmlns="http://www.opengis.net/kml/2.2"><Document/></kml>', "root element is 'kml'"),
        (b"<a><b><listaPropiedades><propiedad/></listaPropiedades></b></a>", "root element is 'a'"),
        (FEED + FEED, "no whole XML"),
        (FEED + b"Warning: mysqli_close()", "no whole XML"),
    ],
)
def test_what_is_no_xcp_is_refused(file, why):
    with pytest.raises(FeedRefused, match=why):
        read(file)


def test_a_list_without_homes_is_read_to_its_end():
    assert read(a_feed()) == []
