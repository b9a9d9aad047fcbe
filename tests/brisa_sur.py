"""The agency of the dialogues, as the sample file says it."""

from pathlib import Path

from panelin.runtime.agency_file import read_agency

AGENCY_FILE = Path(__file__).parents[1] / "agency.toml"
BRISA_SUR = read_agency(AGENCY_FILE)
