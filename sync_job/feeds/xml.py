"""Records of an XML file, one after the other, from a writer that may be broken or hostile (attack set: reliability.md section 12).

lxml refuses by itself texts and attributes over 10 MB; the limits below are ours. No entity is resolved and any DOCTYPE refuses the file.
"""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from lxml import etree

from sync_job.feeds.encoding import Utf8
from sync_job.feeds.records import FeedRefused

DEEPEST = 32  # XCP and Kyero need 7
MOST_ATTRIBUTES = 64
LONGEST_TEXT = 1 << 20
MOST_ELEMENTS = 5_000  # of one record; the longest seen in public has 130 photos
MOST_RECORDS = 100_000

Element = etree._Element  # noqa: SLF001 - the type has no public name


@dataclass(frozen=True, slots=True)
class Shape:
    """How a format is recognised: its root (or the list, whatever the root is called), the list of records, a record."""

    root: str
    listed: str
    record: str


def records(stream: BinaryIO, shape: Shape) -> Iterator[Element]:
    """Yield each record as it ends and free it afterwards; raises `FeedRefused` where the file breaks, so stage them until the end."""
    walk = _Walk(shape)
    try:
        for event, element in etree.iterparse(
            Utf8(stream),
            events=("start", "end"),
            encoding="utf-8",
            resolve_entities=False,
            load_dtd=False,
            no_network=True,
            huge_tree=False,
        ):
            if event == "start":
                walk.enter(element)
            elif walk.leave(element):
                yield element
                _free(element)
    except etree.XMLSyntaxError as error:
        raise FeedRefused(f"the file is no whole XML ({error.msg})") from error
    walk.end()


def name_of(element: Element) -> str:
    """The local name of an element, composed, so that `baños` is one name however it is written; empty for what is no element."""
    tag = element.tag
    return unicodedata.normalize("NFC", etree.QName(tag).localname) if isinstance(tag, str) else ""


class _Walk:
    """Where the parser stands, and whether it may go on."""

    def __init__(self, shape: Shape) -> None:
        self._shape = shape
        self._path: list[str] = []
        self._elements = 0
        self._records = 0
        self._known = False
        self._root = ""

    def enter(self, element: Element) -> None:
        name = name_of(element)
        if not self._path:
            self._begin(element, name)
        self._path.append(name)
        self._known = self._known or self._path[1:] == [self._shape.listed]
        self._elements += 1
        if len(self._path) > DEEPEST:
            raise FeedRefused(f"elements are nested more than {DEEPEST} deep")
        if self._elements > MOST_ELEMENTS:
            raise FeedRefused(f"a record holds more than {MOST_ELEMENTS} elements")
        if len(element.attrib) > MOST_ATTRIBUTES:
            raise FeedRefused(f"an element has more than {MOST_ATTRIBUTES} attributes")

    def leave(self, element: Element) -> bool:
        """Whether the element that ends here is a record."""
        if len(element.text or "") > LONGEST_TEXT:
            raise FeedRefused("a text is longer than 1 MB")
        ends_record = self._path[1:] == [self._shape.listed, self._shape.record]
        self._path.pop()
        if ends_record:
            self._elements = 0
            self._records += 1
        if self._records > MOST_RECORDS:
            raise FeedRefused(f"the file holds more than {MOST_RECORDS} records")
        return ends_record

    def end(self) -> None:
        if not self._known:
            raise FeedRefused(f"this is no {self._shape.root}: the root element is {self._root[:40]!r}")

    def _begin(self, element: Element, name: str) -> None:
        self._root = name
        self._known = name == self._shape.root
        document = element.getroottree().docinfo
        if document.doctype or document.internalDTD is not None:
            raise FeedRefused("the file has a DOCTYPE, which no feed needs")


def _free(element: Element) -> None:
    element.clear()
    parent = element.getparent()
    while parent is not None and element.getprevious() is not None:
        del parent[0]
