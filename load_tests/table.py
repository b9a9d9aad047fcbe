"""The verdict as lines with limits: what is printed, kept and turned into the exit code."""

from collections.abc import Sequence
from dataclasses import dataclass

from load_tests.verdict import Verdict, percentile

ACKNOWLEDGED_P50, ACKNOWLEDGED_P99 = 0.250, 1.0  # Meta: median 250 ms at most, fewer than 1 % over 1 s
LATE_P99 = 1.0  # a load that was posted later than this was not the load that was planned
HEAD = ("measure", "figure", "limit", "ok")
_WITNESSES = 5


@dataclass(frozen=True, slots=True)
class Line:
    """One measure; without a limit it is a figure to know, without a figure nothing was measured and no limit is kept."""

    measure: str
    figure: float | None
    unit: str = ""
    at_most: float | None = None
    witnesses: str = ""

    @property
    def holds(self) -> bool:
        """Whether the limit is kept."""
        return self.at_most is None or (self.figure is not None and self.figure <= self.at_most)

    def cells(self) -> tuple[str, ...]:
        """What stands in the table."""
        limit = "" if self.at_most is None else f"<= {_written(self.at_most, self.unit)}"
        figure = "none" if self.figure is None else _written(self.figure, self.unit)
        return (self.measure, figure, limit, ("yes" if self.holds else "NO") if limit else "")


def lines(verdict: Verdict, *, undelivered_statuses: int = 0) -> list[Line]:
    """All measures of a verdict, with their limits."""
    strange = ", ".join(f"{count} x {status or 'no answer'}" for status, count in sorted(verdict.strange.items()))
    return [
        Line("messages", verdict.messages),
        Line("posts", len(verdict.lateness)),
        Line("posted late p99", percentile(verdict.lateness, 0.99), "s", LATE_P99),
        Line("acknowledged p50", percentile(verdict.acknowledgements, 0.50), "s", ACKNOWLEDGED_P50),
        Line("acknowledged p99", percentile(verdict.acknowledgements, 0.99), "s", ACKNOWLEDGED_P99),
        Line("refused (503)", verdict.refused),
        Line("neither 200 nor 503", sum(verdict.strange.values()), at_most=0, witnesses=strange),
        Line("never accepted", len(verdict.unaccepted), at_most=0, witnesses=_some(verdict.unaccepted)),
        Line("answers", verdict.answers),
        Line("first answer p50", percentile(verdict.first_answers, 0.50), "s"),
        Line("first answer p95", percentile(verdict.first_answers, 0.95), "s"),
        Line("lost", len(verdict.lost), at_most=0, witnesses=_some(verdict.lost)),
        Line("doubled", len(verdict.doubled), at_most=0, witnesses=_some(verdict.doubled)),
        Line("disordered", len(verdict.disordered), at_most=0, witnesses=_some(verdict.disordered)),
        Line("statuses undelivered", undelivered_statuses, at_most=0),
    ]


def passed(table: Sequence[Line]) -> bool:
    """Whether every limit is kept."""
    return all(line.holds for line in table)


def written(table: Sequence[Line]) -> str:
    """Write the lines under each other, the broken ones with some witnesses, and the verdict in a word."""
    rows = [HEAD, *(line.cells() for line in table)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(HEAD))]
    text = [_row(row, widths) for row in rows]
    text.insert(1, _row(tuple("-" * width for width in widths), widths))
    text += [f"{line.measure}: {line.witnesses}" for line in table if not line.holds and line.witnesses]
    return "\n".join([*text, "Verdict: " + ("passed" if passed(table) else "FAILED")])


def _row(cells: Sequence[str], widths: Sequence[int]) -> str:
    placed = (
        cell.ljust(width) if column in (0, 3) else cell.rjust(width) for column, (cell, width) in enumerate(zip(cells, widths, strict=True))
    )
    return "  ".join(placed).rstrip()


def _written(figure: float, unit: str) -> str:
    return f"{figure * 1000:,.0f} ms" if unit == "s" else f"{figure:,.0f}"


def _some(names: Sequence[object]) -> str:
    shown = ", ".join(map(str, names[:_WITNESSES]))
    return shown + (f" and {len(names) - _WITNESSES} more" if len(names) > _WITNESSES else "")
