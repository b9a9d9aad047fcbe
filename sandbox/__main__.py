"""`python -m sandbox`: the outside world on one port."""

import os
import sys

from sandbox.server import serve
from sandbox.settings import Misconfigured, read_settings


def main() -> int:
    """Read the settings, serve until SIGTERM; the exit code."""
    try:
        return serve(read_settings(os.environ))
    except Misconfigured as refusal:
        sys.stderr.write(f"{refusal}\n")
        return 2


if __name__ == "__main__":
    sys.exit(main())
