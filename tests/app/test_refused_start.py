"""Everything that is wrong at a start at once: one message on standard error names it all, no traceback, no secret, exit 2."""

import os
import subprocess
import sys

from brisa_sur import AGENCY_FILE
from sandbox_server import ROOT

SECRETS = {"APP_SECRET": "hush-app-secret", "VERIFY_TOKEN": "hush-verify-token", "SMTP_URL": "smtp://me:hush-password@mail.example"}
BENT = {"CLOCK_URL": "http://127.0.0.1:1/control/clock", "TIME_SCALE": "0.1", "INSPECT": "on"}
FAULTS = {
    'timezone = "Europe/Madrid"': 'timezone = "Europe/Atlantis"',
    'whatsapp = "+34600000101"': 'whatsapp = "hush-600"',
    'agents = ["': 'agents = ["nadie", "',
}


def test_three_faults_of_the_agency_two_missing_settings_and_a_bent_clock_are_told_together(tmp_path):
    agency = AGENCY_FILE.read_text()
    for right, wrong in FAULTS.items():
        assert right in agency
        agency = agency.replace(right, wrong, 1)
    (tmp_path / "agency.toml").write_text(agency)
    environment = {"PATH": os.environ["PATH"], "AGENCY_FILE": str(tmp_path / "agency.toml"), "PHONE_NUMBER_ID": "1055", **SECRETS, **BENT}
    ended = subprocess.run(
        [sys.executable, "-m", "app"], cwd=ROOT, env=environment, capture_output=True, text=True, check=False, timeout=30
    )
    assert (ended.returncode, ended.stdout) == (2, "")
    first, *problems = ended.stderr.splitlines()
    assert first == "Cannot start:"
    for named in ("Atlantis", "agents.marta.whatsapp", "nadie", "WHATSAPP_TOKEN is missing", "OPENAI_API_KEY is missing", *BENT):
        assert sum(named in problem for problem in problems) == 1, named
    assert "Traceback" not in ended.stderr
    assert "hush" not in ended.stderr
