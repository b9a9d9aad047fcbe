"""`make load`, `python -m load_tests`: one run on this machine and its verdict; exit 1 when a limit is broken."""

import os
import signal
import sys
import tempfile
from pathlib import Path

from load_tests.profiles import Misconfigured, read
from load_tests.run import Undriven, tried
from load_tests.table import passed, written
from load_tests.targets import NotAllowed
from load_tests.town import DidNotStart, town

REPORTS = Path("var/load")


def main() -> int:
    """Read the profile, start everything, drive, judge; the exit code."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        profile = read(os.environ)
        with tempfile.TemporaryDirectory(prefix="panelin-load-") as directory, town(Path(directory), scale=profile.scale) as place:
            sys.stdout.write(f"Profile {profile.name}: {profile.seconds:g} s at {profile.rate:g} messages/s")
            sys.stdout.write(", ten times as many in the middle third.\n" if profile.spike else ".\n")
            sys.stdout.flush()
            table = tried(profile, place, REPORTS)
    except (Misconfigured, NotAllowed) as refusal:
        sys.stderr.write(f"{refusal}\n")
        return 2
    except (DidNotStart, Undriven) as failure:
        sys.stderr.write(f"No verdict: {failure}\n")
        return 3
    except KeyboardInterrupt:
        sys.stderr.write("Stopped; no verdict.\n")
        return 130
    sys.stdout.write(f"{written(table)}\nReport: {REPORTS / profile.name}.html\n")
    return 0 if passed(table) else 1


if __name__ == "__main__":
    sys.exit(main())
