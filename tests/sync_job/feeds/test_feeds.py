import pytest

from sync_job.feeds import read_feeds
from sync_job.feeds.xcp import parse


def test_feeds_are_addresses_with_their_format_in_front():
    feeds, problems = read_feeds(" xcp+https://a.inmoenter.com/export/all/xcp.xml , xcp+http://127.0.0.1:8090/inmoenter/xcp.xml,")
    assert problems == []
    assert [(feed.format, feed.url) for feed in feeds] == [
        ("xcp", "https://a.inmoenter.com/export/all/xcp.xml"),
        ("xcp", "http://127.0.0.1:8090/inmoenter/xcp.xml"),
    ]
    assert all(feed.parser is parse for feed in feeds)


def test_the_same_feed_twice_is_one():
    feeds, _ = read_feeds("xcp+https://a.example/x.xml,xcp+https://a.example/x.xml")
    assert len(feeds) == 1


def test_the_name_of_a_feed_holds_no_key_and_no_password_and_still_tells_two_apart():
    feeds, _ = read_feeds("xcp+https://user:hush@a.example/x.xml?api_key=hush1,xcp+https://a.example/x.xml?api_key=hush2")
    assert not any("hush" in feed.name or "user" in feed.name for feed in feeds)
    assert len({feed.name for feed in feeds}) == 2


@pytest.mark.parametrize("text", ["", "  ", ",,"])
def test_no_feed_is_a_problem_that_says_what_is_wanted(text):
    feeds, problems = read_feeds(text)
    assert feeds == ()
    assert problems == ["FEEDS is missing: the addresses of the agency's feeds, comma-separated, as in xcp+https://HOST/export/all/xcp.xml"]


@pytest.mark.parametrize(
    ("entry", "why"),
    [
        ("https://a.example/x.xml", "must begin with one of xcp+https://"),
        ("csv+https://a.example/x.xml?api_key=hush", "must begin with one of xcp+https://"),
        ("xcp+http://a.example/x.xml?api_key=hush", "must be https"),
        ("xcp+http://169.254.169.254/latest?hush", "must be https"),
        ("xcp+file:///etc/hush", "is not an address"),
        ("xcp+ftp://a.example/hush", "is not an address"),
        ("xcp+https://", "is not an address"),
        ("xcp+https://a.example:port/hush", "is not an address"),
        ("xcp+https://[::1/hush", "is not an address"),
    ],
)
def test_a_bad_entry_is_named_by_its_place_and_never_quoted(entry, why):
    feeds, problems = read_feeds(f"xcp+https://good.example/x.xml,{entry}")
    assert feeds == ()
    assert len(problems) == 1
    assert problems[0].startswith("FEEDS: entry 2 ")
    assert why in problems[0]
    assert "hush" not in problems[0]
