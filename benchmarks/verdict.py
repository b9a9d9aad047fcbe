"""A measurement beside its peer, and the table that says whether each bound holds."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median

HEAD = ("measure", "ours", "peer", "ratio", "bound", "ok")


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table: what is bound is the ratio where there is a peer, else our own figure; no bound is a figure to know."""

    measure: str
    unit: str
    ours: float
    peer: float | None = None
    at_most: float | None = None
    at_least: float | None = None

    @property
    def ratio(self) -> float | None:
        """Ours over the peer's."""
        return self.ours / self.peer if self.peer else None

    @property
    def holds(self) -> bool:
        """Whether the bound is kept."""
        judged = self.ours if self.ratio is None else self.ratio
        return (self.at_most is None or judged <= self.at_most) and (self.at_least is None or judged >= self.at_least)

    def cells(self) -> tuple[str, ...]:
        """What stands in the table."""
        unit = "" if self.ratio else f" {self.unit}"
        bound = next((f"{sign} {value:g}{unit}" for sign, value in (("<=", self.at_most), (">=", self.at_least)) if value is not None), "")
        return (
            self.measure,
            f"{_figure(self.ours)} {self.unit}",
            "" if self.peer is None else f"{_figure(self.peer)} {self.unit}",
            "" if self.ratio is None else f"{self.ratio:.2f}",
            bound,
            ("yes" if self.holds else "NO") if bound else "",
        )


def pairs(rounds: Sequence[tuple[float, float]]) -> tuple[float, float]:
    """Sum up alternating rounds of ours and the peer: the round whose ratio is the median stands for all.

    A round of both was measured within seconds, so a machine that was busy for a while does not bend its ratio.
    """
    ordered = sorted(rounds, key=lambda each: each[0] / each[1])
    return ordered[(len(ordered) - 1) // 2]


def middle(figures: Iterable[float]) -> float:
    """The median."""
    return float(median(figures))


def table(rows: Sequence[Row]) -> str:
    """Write the rows under each other."""
    lines = [HEAD, *(row.cells() for row in rows)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(HEAD))]
    rule = tuple("-" * width for width in widths)
    written = (
        "  ".join(_placed(cell, width, column) for column, (cell, width) in enumerate(zip(line, widths, strict=True)))
        for line in (lines[0], rule, *lines[1:])
    )
    return "\n".join(line.rstrip() for line in written)


def _placed(cell: str, width: int, column: int) -> str:
    return cell.ljust(width) if column in (0, len(HEAD) - 1) else cell.rjust(width)


def _figure(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 or value == int(value) else f"{value:.3g}"  # noqa: PLR2004 - three digits say enough
