"""Each query has the index that the cloud will want; what is asked for without one is named."""

import pytest
from kept import NOW

from panelin.ids import ConversationId, Lane
from panelin.store import queries
from panelin.store.documents import Due, DueKind
from panelin.store.engine import Query

C = ConversationId("c")


def every_query() -> list[Query]:
    afters = [None, *(Due(kind, "id", NOW) for kind in DueKind)]
    return [
        queries.waiting((Lane("a"),)),
        queries.waiting((Lane("a"), Lane("b"))),
        queries.unsettled(C),
        *(queries.transcript(name, C, after=0, limit=40) for name in (queries.INBOX, queries.OUTBOX)),
        *(queries.due(kind, NOW, 100, after) for kind in DueKind for after in afters),
        queries.dead_letters(10),
        queries.active_rows(),
    ]


def wanted(query: Query) -> tuple[str, tuple[str, ...]]:
    fields = [*([query.among[0]] if query.among else []), *(field for field, _ in query.equal)]
    return query.collection, tuple(fields) + ((("-" if query.descending else "") + query.order,) if query.order else ())


def test_the_list_of_indexes_is_exactly_what_the_queries_want():
    assert {wanted(query) for query in every_query()} == set(queries.INDEXES)


def test_only_the_page_of_one_machine_and_the_small_collections_go_without_an_index():
    assert wanted(queries.recent(5)) == (queries.LOCAL_ONLY[0], (f"-{queries.LOCAL_ONLY[1]}",))
    assert wanted(queries.everything(queries.OVERLAYS)) == (queries.OVERLAYS, ())


@pytest.mark.parametrize("kind", DueKind)
def test_a_page_begins_where_the_last_one_ended(kind):
    after = Due(DueKind.CONVERSATION, "c7", NOW)
    page = queries.due(kind, NOW, 10, after)
    if kind is DueKind.CONVERSATION:
        assert (page.after, page.above, page.at_least) == ((NOW, "c7"), None, None)
    elif kind.value > "conversation":
        assert (page.after, page.above, page.at_least) == (None, None, NOW)
    else:
        assert (page.after, page.above, page.at_least) == (None, NOW, None)


def test_bounded_queries_are_bounded():
    unbounded = {wanted(query)[0] for query in every_query() if query.limit is None}
    assert unbounded == {queries.OUTBOX, queries.LISTINGS}
