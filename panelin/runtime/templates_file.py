"""`templates.toml`: the messages that Meta has approved, by name, category and language, with the rules of their bodies.

Rules: product sheet 11 and https://developers.facebook.com/docs/whatsapp/business-management-api/message-templates (limits at creation).
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, cast, get_args

from panelin.agency import Agency
from panelin.consent import OPT_OUT, consent_word
from panelin.languages import Language
from panelin.runtime.agency_values import LANGUAGE, TEMPLATE_NAME, TEXT, VERSION, one_of
from panelin.runtime.toml_table import Faults, Table, Wanted, nearest, read_table

LONGEST_BODY = 1024
MOST_BUTTONS = 10
LONGEST_BUTTON = 20  # Meta allows 25; phones cut after 20
_VARIABLE = re.compile(r"\{\{([1-9]\d?)\}\}")
_AT_AN_END = re.compile(r"^\{\{\d+\}\}|\{\{\d+\}\}$")
_BRACE = re.compile(r"[{}]")
_ADJACENT = re.compile(r"\{\{\d+\}\}\s*\{\{\d+\}\}")
_BUTTON = Wanted(str, f"1 to {LONGEST_BUTTON} characters", lambda title: 0 < len(title.strip()) <= LONGEST_BUTTON)
_SAMPLE = Wanted(
    str,
    "a text without a line break, a tab or five spaces in a row",
    lambda value: bool(value.strip()) and not re.search(r"[\n\t]| {5}", value),
)


@dataclass(frozen=True, slots=True)
class TemplateText:
    """A template in one language: the body with its numbered variables, the quick replies, and a sample for each variable."""

    body: str
    buttons: tuple[str, ...] = ()
    samples: tuple[str, ...] = ()

    def filled(self, *values: str) -> str:
        """Write the body as the customer reads it."""
        return _VARIABLE.sub(lambda found: values[int(found[1]) - 1], self.body)


@dataclass(frozen=True, slots=True)
class Template:
    """An approved template; its variables and buttons are the same in every language."""

    name: str
    category: Literal["utility", "marketing"]
    texts: Mapping[Language, TemplateText]


def read_templates(path: Path, agency: Agency | None = None) -> Mapping[str, Template]:
    """Read the templates by name; with the agency, also what it owes them: each named, in its category, in all languages."""
    faults = Faults()
    top = read_table(path, faults)
    top.required("version", VERSION, 1)
    templates = {name: _template(name, table) for name, table in top.named(besides="version")}
    for name in templates:
        if why := TEMPLATE_NAME.fault_of(name):
            faults.add(name, why)
    if agency is not None:
        for at, why in _missing(templates, agency):
            faults.add(at, why)
    faults.report(path)
    return templates


def _template(name: str, table: Table) -> Template:
    category = cast("Literal['utility', 'marketing']", table.required("category", one_of("utility", "marketing"), "utility"))
    spoken = [key for key in table.values if key != "category"]
    texts = {cast("Language", language): _text(table.inner(language), category) for language in spoken if language in get_args(Language)}
    for language in spoken:
        if language not in get_args(Language):
            table.fault(language, f"unknown key; allowed are category and {LANGUAGE.allowed}")
    if not texts:
        table.fault("es", "missing; at least one language is wanted")
    if len({(len(text.buttons), variables(text.body)) for text in texts.values()}) > 1:
        table.faults.add(table.path, "variables and buttons must be as many in each language")
    return Template(name, category, texts)


def _text(table: Table, category: str) -> TemplateText:
    text = TemplateText(table.required("body", TEXT, ""), table.many("buttons", _BUTTON), _samples(table))
    table.close()
    if not table.faults.touch(table.at("body")):
        for why in _body_faults(text.body):
            table.fault("body", why)
    if len(text.samples) != len(variables(text.body)):
        table.fault("samples", f"one for each of the {len(variables(text.body))} variables is wanted")
    if len(text.buttons) > MOST_BUTTONS:
        table.fault("buttons", f"at most {MOST_BUTTONS} are allowed")
    if category == "marketing" and not any(consent_word(title) is OPT_OUT for title in text.buttons):
        table.fault("buttons", "marketing wants a button that ends it, such as Baja, Stop or Stopp")
    return text


def _samples(table: Table) -> tuple[str, ...]:
    """Read the samples; unlike buttons, two may be the same."""
    found = table.optional("samples", Wanted(list, "a list, one sample for each variable"), [])
    for value in found:
        if why := _SAMPLE.fault_of(value):
            table.fault("samples", why)
    return tuple(map(str, found))


def variables(body: str) -> frozenset[int]:
    """List the numbers of the variables in a body."""
    return frozenset(map(int, _VARIABLE.findall(body)))


def _body_faults(body: str) -> Iterator[str]:
    if len(body) > LONGEST_BODY:
        yield f"is {len(body)} characters; at most {LONGEST_BODY} are allowed"
    if _AT_AN_END.search(body.strip()):
        yield "must not begin or end with a variable"
    if _ADJACENT.search(body):
        yield "two variables must have a word between them"
    if _BRACE.search(_VARIABLE.sub("", body)):
        yield "braces stand only around a variable's number: {{1}}"
    if variables(body) != frozenset(range(1, len(variables(body)) + 1)):
        yield "variables are numbered from 1 without a gap"


def _missing(templates: Mapping[str, Template], agency: Agency) -> Iterator[tuple[str, str]]:
    for purpose, approved in agency.templates.items():
        for name in filter(None, (approved.name, approved.spare)):
            if name not in templates:
                yield name, f"missing; the agency names it for {purpose}{nearest(name, frozenset(templates))}"
                continue
            if templates[name].category != approved.category:
                yield f"{name}.category", f"is {templates[name].category}, but the agency says {approved.category}"
            for language in agency.languages:
                if language not in templates[name].texts:
                    yield f"{name}.{language}", "missing; the agency speaks it"
