"""Functions fit a screen, modules have one subject, public names say what they mean."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGES = ("panelin", "app", "sync_job", "sandbox", "mcp/panelin_mcp", "load_tests", "benchmarks")
SOURCES = sorted(path for package in PACKAGES for path in (ROOT / package).rglob("*.py"))
TESTS = sorted((ROOT / "tests").rglob("*.py"))
LONGEST_FUNCTION, LONGEST_MODULE = 40, 300
VAGUE = {"util", "utils", "helper", "helpers", "manager", "common", "misc", "base", "stuff", "service", "data", "info"}
Function = ast.FunctionDef | ast.AsyncFunctionDef


def code_lines(path):
    """Line numbers that hold code: no docstring, comment or blank line."""
    text = path.read_text()
    tree = ast.parse(text)
    docs = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.ClassDef | Function) and ast.get_docstring(node, clean=False) is not None:
            docs.update(range(node.body[0].lineno, node.body[0].end_lineno + 1))
    code = {n for n, line in enumerate(text.splitlines(), 1) if line.strip() and not line.strip().startswith("#")}
    return tree, code - docs


def public(node):
    """Public classes, functions and methods, depth first."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.ClassDef | Function) and not child.name.startswith("_"):
            yield child
            if isinstance(child, ast.ClassDef):
                yield from public(child)


@pytest.mark.parametrize("path", [*SOURCES, *TESTS], ids=lambda path: str(path.relative_to(ROOT)))
def test_a_module_has_one_subject_and_its_functions_fit_a_screen(path):
    tree, code = code_lines(path)
    assert len(path.read_text().splitlines()) <= LONGEST_MODULE
    functions = [node for node in ast.walk(tree) if isinstance(node, Function)]
    sizes = {node.name: sum(n in code for n in range(node.lineno, node.end_lineno + 1)) for node in functions}
    assert {name: size for name, size in sizes.items() if size > LONGEST_FUNCTION} == {}


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_public_name_says_in_a_sentence_what_it_is(path):
    tree = ast.parse(path.read_text())
    assert ast.get_docstring(tree) is not None
    assert [node.name for node in public(tree) if ast.get_docstring(node) is None] == []


def test_no_module_has_a_vague_name():
    assert [path for path in SOURCES if path.stem in VAGUE] == []
