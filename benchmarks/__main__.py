"""`python -m benchmarks [webhook|turn|start|cost]`: measure, print one table, end with 1 if a bound is broken."""

import sys
from collections.abc import Sequence
from importlib import import_module

from benchmarks.emulator import Missing
from benchmarks.verdict import Row, table

PARTS = ("webhook", "turn", "start", "cost")


def main(chosen: Sequence[str]) -> int:
    """Run the parts and judge; the exit code."""
    if unknown := sorted(set(chosen) - set(PARTS)):
        sys.stderr.write(f"There is no part {', '.join(unknown)}: choose of {', '.join(PARTS)}.\n")
        return 2
    try:
        rows = [row for part in chosen or PARTS for row in _measured(part)]
    except Missing as missing:
        sys.stderr.write(f"Nothing can be measured: {missing}.\n")
        return 2
    sys.stdout.write(table(rows) + "\n")
    return 0 if all(row.holds for row in rows) else 1


def _measured(part: str) -> Sequence[Row]:
    sys.stderr.write(f"{part} ...\n")
    rows: Sequence[Row] = import_module(f"benchmarks.{part}").rows()
    return rows


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
