"""Documents that can be checked: links inside the repository, the README's length, no machine's traces."""

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LISTED = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout.split("\n")
FILES = [ROOT / name for name in LISTED if name and (ROOT / name).is_file()]
PAGES = [path for path in FILES if path.suffix in {".md", ".mdc"}]
LINK = re.compile(r"\[[^\]]*\]\(([^)#\s]+)[^)]*\)")
HOSTS = [r"pypi" + r"\.org", r"pythonhosted" + r"\.org", r"registry" + r"\.npmjs", r"deb" + r"\.debian"]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_no_link_inside_the_repository_is_dead(page):
    targets = [target for target in LINK.findall(page.read_text()) if "://" not in target and not target.startswith("mailto:")]
    assert [target for target in targets if not (page.parent / target).exists()] == []


def test_the_readme_is_read_in_ten_minutes():
    assert len((ROOT / "README.md").read_text().splitlines()) < 150


def test_no_file_names_a_package_registry():
    pattern = re.compile("|".join(HOSTS))
    texts = ((path, path.read_bytes()) for path in FILES if path.suffix not in {".png", ".jpg"})
    assert [str(path) for path, raw in texts if pattern.search(raw.decode("utf-8", "replace"))] == []


def test_every_decision_says_what_it_decides():
    decisions = sorted((ROOT / "docs" / "decisions").glob("*.md"))
    assert decisions
    assert [path.name for path in decisions if "**Decision.**" not in path.read_text()] == []
