"""What is asked of the service: how long, how many, how fast; every number bounded."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

SPIKE = 10  # times the steady rate


class Misconfigured(Exception):
    """The load test cannot start; the message names each setting at fault."""


@dataclass(frozen=True, slots=True)
class Profile:
    """One kind of evening."""

    name: str
    seconds: float = 60
    rate: float = 2.0
    """Messages a second, outside the spike."""
    customers: int = 120
    spike: tuple[float, float] | None = None
    """The part of the time, from 0 to 1, in which the rate is ten times as high."""
    connections: int = 24
    """Posts under way at once, as Locust's users."""
    scale: float = 1.0
    """The service's TIME_SCALE: 1 for figures that mean something, less for a quick try."""
    again: float = 0.1
    """Share of the posts that are delivered a second time."""
    swapped: float = 0.15
    """Share of the messages that arrive after the one written next."""
    packed: float = 0.15
    """Share of the messages that share a post with the one before."""

    def rate_at(self, share: float) -> float:
        """Messages a second when this share of the time is over."""
        inside = self.spike is not None and self.spike[0] <= share < self.spike[1]
        return self.rate * (SPIKE if inside else 1)


PROFILES = {
    "steady": Profile("steady"),
    "campaign": Profile("campaign", spike=(1 / 3, 2 / 3)),
}
_BOUNDS = {"LOAD_SECONDS": (1, 600), "LOAD_RATE": (0.1, 200), "LOAD_CUSTOMERS": (1, 5_000), "TIME_SCALE": (0.01, 1)}


def read(environment: Mapping[str, str]) -> Profile:
    """Read PROFILE and what may be changed of it; raises Misconfigured."""
    given = {name: value.strip() for name, value in environment.items() if value.strip()}
    name = given.get("PROFILE", "steady")
    faults = [] if name in PROFILES else [f"PROFILE must be one of {', '.join(PROFILES)}"]
    numbers: dict[str, float] = {}
    for setting, (least, most) in _BOUNDS.items():
        if setting in given:
            value = _number(given[setting])
            if value is None or not least <= value <= most:
                faults.append(f"{setting} must be a number from {least:g} to {most:g}")
            else:
                numbers[setting] = value
    if faults:
        raise Misconfigured("The load test cannot start: " + "; ".join(faults) + ".")
    chosen = PROFILES[name]
    return replace(
        chosen,
        seconds=numbers.get("LOAD_SECONDS", chosen.seconds),
        rate=numbers.get("LOAD_RATE", chosen.rate),
        customers=int(numbers.get("LOAD_CUSTOMERS", chosen.customers)),
        scale=numbers.get("TIME_SCALE", chosen.scale),
    )


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None
