"""The feeds and their formats; another format is a parser and one line here."""

from dataclasses import dataclass
from hashlib import sha256
from urllib.parse import SplitResult, urlsplit

from sync_job.feeds import xcp
from sync_job.feeds.records import Parser

FORMATS: dict[str, Parser] = {"xcp": xcp.parse}


@dataclass(frozen=True, slots=True)
class Feed:
    """One feed of the configuration; `name` is what may be logged and stored, since an address may hold a key."""

    format: str
    url: str
    name: str

    @property
    def parser(self) -> Parser:
        """The parser of its format."""
        return FORMATS[self.format]


def read_feeds(text: str) -> tuple[tuple[Feed, ...], list[str]]:
    """Read `FEEDS`: comma-separated `xcp+https://...`; the feeds, and what is wrong."""
    entries = [entry.strip() for entry in text.split(",") if entry.strip()]
    problems = [f"FEEDS: entry {place} {why}" for place, entry in enumerate(entries, 1) if (why := _fault_of(entry))]
    if not entries:
        problems.append("FEEDS is missing: the addresses of the agency's feeds, comma-separated, as in xcp+https://HOST/export/all/xcp.xml")
    return tuple(_feed(entry) for entry in dict.fromkeys(entries)) if not problems else (), problems


def is_loopback(host: str | None) -> bool:
    """Whether a host is this machine; only there plain http is taken, since the sandbox speaks no TLS."""
    return host in ("127.0.0.1", "::1", "localhost")


def _fault_of(entry: str) -> str | None:
    kind, plus, url = entry.partition("+")
    if not plus or kind not in FORMATS:
        return f"must begin with one of {', '.join(f'{name}+https://' for name in sorted(FORMATS))}"
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError:
        return "is not an address"
    if parts.scheme not in ("http", "https") or not parts.hostname:
        return "is not an address"
    return None if parts.scheme == "https" or is_loopback(parts.hostname) else "must be https (plain http is for loopback only)"


def _feed(entry: str) -> Feed:
    kind, _, url = entry.partition("+")
    return Feed(kind, url, _name(kind, urlsplit(url)))


def _name(kind: str, parts: SplitResult) -> str:
    port = f":{parts.port}" if parts.port else ""
    told_apart = f"#{sha256(parts.query.encode()).hexdigest()[:8]}" if parts.query else ""
    return f"{kind}:{parts.hostname}{port}{parts.path}{told_apart}"
