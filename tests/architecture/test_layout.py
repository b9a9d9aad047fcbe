"""What the layout promises: the SDK keeps its name, the core is pure, heavy libraries stay out of the cold start."""

import ast
import subprocess
import sys
from pathlib import Path

import mcp
import pytest

ROOT = Path(__file__).parents[2]
CORE = sorted([*(ROOT / "panelin").glob("*.py"), *(ROOT / "panelin" / "languages").rglob("*.py")])
IMPURE = {
    "os",
    "time",
    "random",
    "secrets",
    "logging",
    "asyncio",
    "socket",
    "subprocess",
    "threading",
    "pathlib",
    "sqlite3",
    "urllib.request",
}


def imports(path):
    """Top-level and full names of what a module imports."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


def test_mcp_is_the_sdks_name():
    assert "site-packages" in mcp.__file__
    assert not (ROOT / "mcp" / "__init__.py").exists()
    assert not (ROOT / "tests" / "mcp").exists()
    assert list(ROOT.glob("**/mcp.py")) == [path for path in ROOT.glob("**/mcp.py") if ".venv" in path.parts]


@pytest.mark.parametrize("path", CORE, ids=lambda path: str(path.relative_to(ROOT)))
def test_the_core_is_the_standard_library_and_itself_without_io(path):
    named = set(imports(path))
    foreign = {name for name in named if name.split(".")[0] not in {*sys.stdlib_module_names, "panelin"}}
    assert foreign == set()
    assert named & IMPURE == set()
    assert not any(name.startswith(("panelin.store", "panelin.runtime")) for name in named)


@pytest.mark.parametrize("path", CORE, ids=lambda path: str(path.relative_to(ROOT)))
def test_the_core_never_asks_what_time_it_is(path):
    calls = [node.func for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Call)]
    asked = [f.attr for f in calls if isinstance(f, ast.Attribute) and f.attr in {"now", "utcnow", "today"}]
    assert asked == []
    assert not any(isinstance(node, ast.AsyncFunctionDef | ast.Await) for node in ast.walk(ast.parse(path.read_text())))


def test_openai_and_fastmcp_are_not_imported_by_the_time_the_webhook_answers():
    program = "import app.__main__, sys; print(sorted({'openai', 'fastmcp', 'mcp', 'locust'} & set(sys.modules)))"
    run = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"


def test_every_setting_is_described_in_the_example():
    described = {line.lstrip("# ").split("=")[0] for line in (ROOT / ".env.example").read_text().splitlines() if "=" in line}
    readers = ("optional", "required", "parsed", "integer", "one_of")
    read = set()
    for path in (*(ROOT / "app").glob("*.py"), *(ROOT / "sync_job").glob("*.py"), *(ROOT / "mcp").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text())):
            is_read = isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in readers
            if is_read and node.args and isinstance(node.args[0], ast.Constant):
                read.add(node.args[0].value)
    assert {name for name in read if isinstance(name, str) and name.isupper()} - described == set()
