from dataclasses import replace
from datetime import UTC, datetime

import pytest
from fixture_homes import BS_1042

from panelin.ids import Reference
from panelin.store.documents import ListingRow
from sync_job.feeds.records import Unreadable
from sync_job.plan import plan, token_of

NOW = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)


def a_row(reference: str, content_hash: str = "old", *, active: bool = True) -> ListingRow:
    return ListingRow(replace(BS_1042, reference=Reference(reference)), content_hash, "feed", "file", active, NOW)


def rows(count: int) -> list[ListingRow]:
    return [a_row(f"A-{number:02d}") for number in range(count)]


def found(numbers: range, content_hash: str = "old") -> dict[Reference, str]:
    return {Reference(f"A-{number:02d}"): content_hash for number in numbers}


def test_homes_are_added_replaced_kept_and_withdrawn():
    planned = plan([a_row("A"), a_row("B"), a_row("C")], {Reference("B"): "new", Reference("C"): "old", Reference("D"): "new"}, ())
    assert (planned.add, planned.replace, planned.keep, planned.withdraw) == (("D",), ("B",), ("C",), ("A",))
    assert planned.refused is None


def test_the_first_run_adds_everything():
    planned = plan((), found(range(3)), ())
    assert len(planned.add) == 3
    assert planned.refused is None


def test_a_home_that_comes_back_is_added_and_one_that_stays_away_is_not_withdrawn_twice():
    planned = plan([a_row("A", active=False), a_row("B", active=False), a_row("C")], {Reference("A"): "old", Reference("C"): "old"}, ())
    assert planned.add == ("A",)
    assert planned.withdraw == ()


@pytest.mark.promise("P8")
@pytest.mark.parametrize("unreadable", [(), (Unreadable(None, "no reference"),), (Unreadable(Reference("A-00"), "no town"),)])
@pytest.mark.parametrize("known", [0, 1, 7])
def test_an_empty_feed_changes_nothing_whatever_is_accepted(unreadable, known):
    planned = plan(rows(known), {}, unreadable, accepted=token_of(row.listing.reference for row in rows(known)))
    assert planned.refused is not None
    assert (planned.add, planned.replace, planned.keep, planned.withdraw) == ((), (), (), ())


@pytest.mark.promise("P8")
@pytest.mark.parametrize(
    ("known", "left", "refused"),
    [
        (7, 1, True),  # six gone
        (7, 2, False),  # five gone: a tiny catalogue may lose that many
        (20, 14, False),  # six gone, exactly 30 %
        (19, 13, True),  # six gone, more than 30 %
        (100, 70, False),
        (100, 69, True),
    ],
)
def test_a_feed_that_lost_more_than_thirty_percent_and_more_than_five_homes_is_refused(known, left, refused):
    planned = plan(rows(known), found(range(left)), ())
    assert (planned.refused is not None) is refused
    assert len(planned.withdraw) == (0 if refused else known - left)


def test_a_refusal_names_the_permission_that_lets_this_withdrawal_through_and_no_other():
    refused = plan(rows(10), found(range(2)), ()).refused
    token = refused.rsplit("=", 1)[1]
    assert refused == f"8 of 10 homes are gone from the feed; if that is right, run once with SYNC_ACCEPT={token}"
    assert len(plan(rows(10), found(range(2)), (), accepted=token).withdraw) == 8
    assert plan(rows(10), found(range(1)), (), accepted=token).refused is not None
    assert plan(rows(10), found(range(2, 4)), (), accepted=token).refused is not None


def test_a_home_that_is_there_but_cannot_be_read_keeps_its_last_good_version():
    planned = plan(
        rows(3), found(range(2)), [Unreadable(Reference("A-02"), "it has no town"), Unreadable(Reference("X"), "it has no town")]
    )
    assert planned.withdraw == ()
    assert planned.broken == ("A-02",)


def test_a_collapse_counts_only_what_is_really_missing():
    unreadable = [Unreadable(Reference(f"A-{number:02d}"), "it has no town") for number in range(5, 10)]
    assert plan(rows(10), found(range(5)), unreadable).refused is None


def test_a_home_that_stands_twice_and_is_read_once_is_not_broken():
    planned = plan(rows(1), found(range(1)), [Unreadable(Reference("A-00"), "its reference stands twice; the first counts")])
    assert planned.keep == ("A-00",)
    assert planned.broken == ()
