"""Where load may go: to this machine, and nowhere else."""

from ipaddress import ip_address
from urllib.parse import urlsplit


class NotAllowed(Exception):
    """The address is not of this machine."""


def loopback(url: str) -> str:
    """Give the address back if it leads to this machine only; raises NotAllowed."""
    parts = urlsplit(url)
    try:
        allowed = parts.scheme == "http" and ip_address(parts.hostname or "").is_loopback
    except ValueError:
        allowed = False  # a name may lead anywhere, "localhost" too
    if not allowed:
        raise NotAllowed(f"load goes to http://127.0.0.1 only, not to {parts.scheme}://{parts.hostname}")
    return url
