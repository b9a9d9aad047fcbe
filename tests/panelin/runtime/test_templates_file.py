from dataclasses import replace
from pathlib import Path

import pytest
from brisa_sur import AGENCY_FILE, BRISA_SUR

from panelin.agency import PURPOSES, ApprovedTemplate
from panelin.errors import Misconfigured
from panelin.languages import LANGUAGES
from panelin.runtime.templates_file import TemplateText, read_templates

TEMPLATES_FILE = AGENCY_FILE.with_name("templates.toml")
TEMPLATES = read_templates(TEMPLATES_FILE, BRISA_SUR)
ONE = """
version = 1
[aviso_v1]
category = "utility"
[aviso_v1.es]
body = "Hola {{1}}, tenemos la respuesta sobre {{2}} para ti."
buttons = ["Ver respuesta"]
samples = ["Lucía", "BS-1042"]
"""


@pytest.fixture
def faults(tmp_path: Path):
    def of(written: str, agency=None) -> tuple[str, ...]:
        file = tmp_path / "templates.toml"
        file.write_text(written, encoding="utf-8")
        with pytest.raises(Misconfigured) as refused:
            read_templates(file, agency)
        return tuple(problem.removeprefix("templates.toml: ") for problem in refused.value.problems)

    return of


def test_every_purpose_has_its_template_in_every_language():
    assert {template.name for template in BRISA_SUR.templates.values()} == TEMPLATES.keys()
    assert BRISA_SUR.templates.keys() == PURPOSES
    assert all(template.texts.keys() == {"es", "en", "de"} for template in TEMPLATES.values())


def test_the_notice_to_an_agent_is_taken_or_declined_with_a_tap():
    notice = TEMPLATES["aviso_equipo_v1"]
    assert notice.category == "utility"
    assert notice.texts["es"].filled("Lucía", "queja", "15") == "Aviso: Lucía pide una persona: queja. Espera 15 min."
    for language, written in notice.texts.items():
        sentences = LANGUAGES[language].sentences
        assert written.buttons == (sentences["boton_lo_cojo"], sentences["boton_ahora_no"])


def test_a_value_that_looks_like_a_variable_is_left_as_it_is():
    assert TemplateText("Hola {{1}}, es {{2}}.").filled("{{2}}", "x") == "Hola {{2}}, es x."


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("version = 1\n", "", "version: missing; wanted is 1"),
        ("aviso_v1", "Aviso-v1", "Aviso-v1: 'Aviso-v1' is not a template's name"),
        ('category = "utility"', 'category = "news"', "aviso_v1.category: 'news' is not one of utility, marketing"),
        ('category = "utility"', 'categories = "utility"', "aviso_v1.categories: unknown key"),
        ("[aviso_v1.es]", "[aviso_v1.fr]", "aviso_v1.fr: unknown key"),
        ("[aviso_v1.es]", "[aviso_v1.fr]", "aviso_v1.es: missing; at least one language is wanted"),
        ("body =", "bodi =", "aviso_v1.es.body: missing"),
        ("body =", "footer = 'x'\nbody =", "aviso_v1.es.footer: unknown key"),
        ("Hola {{1}},", "{{1}},", "aviso_v1.es.body: must not begin or end with a variable"),
        ("{{2}} para ti.", "{{2}}", "aviso_v1.es.body: must not begin or end with a variable"),
        (
            "Hola {{1}}, tenemos la respuesta sobre {{2}}",
            "Hola {{1}} {{2}}",
            "aviso_v1.es.body: two variables must have a word between them",
        ),
        ("{{2}}", "{{3}}", "aviso_v1.es.body: variables are numbered from 1 without a gap"),
        ("{{2}}", "{{ref}}", "aviso_v1.es.body: braces stand only around a variable's number: {{1}}"),
        ("para ti", "x" * 1024, "aviso_v1.es.body: is 1070 characters; at most 1024 are allowed"),
        ('"Ver respuesta"', '"Ver toda la respuesta"', "aviso_v1.es.buttons: 'Ver toda la respuesta' is not 1 to 20 characters"),
        ('"Ver respuesta"', ", ".join(f'"{n}"' for n in range(11)), "aviso_v1.es.buttons: at most 10 are allowed"),
        ('["Lucía", "BS-1042"]', '["Lucía"]', "aviso_v1.es.samples: one for each of the 2 variables is wanted"),
        ('["Lucía", "BS-1042"]', '["Lucía", "BS\\n1042"]', "aviso_v1.es.samples: 'BS\\n1042' is not a text without a line break"),
        ('["Lucía", "BS-1042"]', '["Lucía", 1042]', "aviso_v1.es.samples: 1042 is not a text"),
        ('"utility"', '"marketing"', "aviso_v1.es.buttons: marketing wants a button that ends it"),
    ],
)
def test_a_template_that_meta_would_refuse_is_refused_here(faults, before, after, said):
    problems = faults(ONE.replace(before, after))
    assert any(problem.startswith(said) for problem in problems), problems


def test_variables_and_buttons_are_as_many_in_each_language(faults):
    english = '[aviso_v1.en]\nbody = "Hi {{1}}, we have your answer."\nbuttons = ["Read"]\nsamples = ["Lucy"]\n'
    assert faults(ONE + english) == ("aviso_v1: variables and buttons must be as many in each language",)


def test_two_samples_may_be_the_same(tmp_path):
    file = tmp_path / "templates.toml"
    file.write_text(ONE.replace('"BS-1042"]', '"Lucía"]'), encoding="utf-8")
    assert read_templates(file)["aviso_v1"].texts["es"].samples == ("Lucía", "Lucía")


def test_what_the_agency_names_must_exist_in_its_category_and_languages(faults):
    named = {"respuesta_pendiente": ApprovedTemplate("aviso_v1", "marketing", spare="aviso_v0")}
    assert faults(ONE, replace(BRISA_SUR, templates=named, languages=("es", "de"))) == (
        "aviso_v1.category: is utility, but the agency says marketing",
        "aviso_v1.de: missing; the agency speaks it",
        "aviso_v0: missing; the agency names it for respuesta_pendiente; did you mean aviso_v1?",
    )


def test_a_file_without_templates_is_a_fault_only_for_an_agency_that_names_some(tmp_path, faults):
    file = tmp_path / "empty.toml"
    file.write_text("version = 1\n", encoding="utf-8")
    assert read_templates(file) == {}
    assert len(faults("version = 1\n", BRISA_SUR)) == len(BRISA_SUR.templates)
