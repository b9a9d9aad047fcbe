import pytest
from graph_reading import code_of, media_with, message, understood

from sandbox.graph.templates import Templates


def body(*values):
    return {"type": "body", "parameters": [{"type": "text", "text": value} for value in values]}


def named(**values):
    return {"type": "body", "parameters": [{"type": "text", "parameter_name": name, "text": value} for name, value in values.items()]}


def button(index, payload="v1:si", **more):
    return {"type": "button", "sub_type": "quick_reply", "index": index, "parameters": [{"type": "payload", "payload": payload}], **more}


def template(*components, name="visita", language="es", **more):
    return message("template", {"name": name, "language": {"code": language}, "components": list(components)}, **more)


def test_a_template_is_understood_as_it_will_be_read():
    content = understood(template(body("Lucía", "martes"), button("0"))).content
    assert content["text"] == "Hola Lucía, te esperamos el martes."
    assert content["choices"][0] == {"kind": "template", "title": "Confirmo", "payload": "v1:si"}
    assert content["choices"][1]["payload"] == "Cancelar"
    assert content["category"] == "utility"


@pytest.mark.parametrize(("name", "language"), [("visita", "es_ES"), ("visita", "en"), ("otra", "es"), ("Visita", "es")])
def test_name_and_language_must_be_exactly_the_approved_ones(name, language):
    assert code_of(template(body("a", "b"), name=name, language=language)) == 132001


@pytest.mark.parametrize("values", [(), ("a",), ("a", "b", "c")])
def test_the_number_of_parameters_must_fit(values):
    assert code_of(template(body(*values))) == 132000


def test_without_components_no_parameter_is_given():
    request = template()
    del request["template"]["components"]
    assert code_of(request) == 132000


@pytest.mark.parametrize("value", ["a\nb", "a\tb", "a     b", "a\rb"])
def test_a_parameter_has_no_line_break_tab_or_five_spaces(value):
    assert code_of(template(body(value, "b"))) == 132018


def test_four_spaces_are_allowed():
    assert code_of(template(body("a    b", "b"))) is None


@pytest.mark.parametrize("value", ["", "  ", None])
def test_a_parameter_is_not_empty(value):
    assert code_of(template(body(value, "b"))) == 131008


def test_named_and_positional_parameters_are_not_mixed():
    assert code_of(template(named(nombre="Ana", motivo="precio"), name="aviso")) is None
    assert code_of(template(named(motivo="precio", nombre="Ana"), name="aviso")) is None
    assert code_of(template(body("Ana", "precio"), name="aviso")) == 132012
    assert code_of(template(named(a="Lucía", b="martes"))) == 132012
    assert code_of(template(named(nombre="Ana", otro="precio"), name="aviso")) == 132000


def test_the_filled_text_has_at_most_1024_characters():
    assert code_of(template(body("a" * 900, "b" * 95))) is None
    assert code_of(template(body("a" * 900, "b" * 200))) == 132005


@pytest.mark.parametrize("index", ["2", "-1", "", None, "x"])
def test_a_button_must_be_one_of_the_template(index):
    assert code_of(template(body("a", "b"), button(index))) == 132018


def test_a_button_parameter_is_a_quick_reply_with_a_payload():
    assert code_of(template(body("a", "b"), button("0", sub_type="url"))) == 100
    assert code_of(template(body("a", "b"), button("0", payload=None))) == 131008
    assert code_of(template(body("a", "b"), button("0", payload="x" * 257))) == 131009
    assert code_of(template(body("a", "b"), button(1))) is None


def test_a_header_document_is_wanted_exactly_where_the_template_has_one():
    media, (pdf, photo) = media_with("application/pdf", "image/png")

    def header(kind, media_id):
        return {"type": "header", "parameters": [{"type": kind, kind: {"id": media_id}}]}

    assert code_of(template(header("document", pdf), name="dossier_listo"), media) is None
    assert code_of(template(name="dossier_listo"), media) == 132012
    assert code_of(template(header("image", photo), name="dossier_listo"), media) == 132012
    assert code_of(template(header("document", pdf), body("a", "b")), media) == 132012


def test_an_authentication_template_needs_a_phone():
    assert code_of(template(body("123"), name="codigo")) is None
    request = template(body("123"), name="codigo", recipient="ES.1")
    del request["to"]
    assert code_of(request) == 131062


def test_the_file_of_templates_is_read_per_name_and_language(tmp_path):
    file = tmp_path / "templates.toml"
    file.write_text(
        'version = 1\n[visita]\ncategory = "utility"\n[visita.es]\nbody = "Hola {{1}}."\nbuttons = ["Sí"]\nsamples = ["Ana"]\n[visita.en]\nbody = "Hi {{1}}."\n'
        '[promo]\ncategory = "marketing"\n[promo.es]\nbody = "Nuevo."\n',
        "utf-8",
    )
    listed = Templates.load(str(file)).listed()
    assert [(one["name"], one["language"], one["category"]) for one in listed] == [
        ("visita", "es", "UTILITY"),
        ("visita", "en", "UTILITY"),
        ("promo", "es", "MARKETING"),
    ]
    assert listed[0]["components"][0]["example"] == {"body_text": [["Ana"]]}
    assert listed[0]["components"][1]["buttons"] == [{"type": "QUICK_REPLY", "text": "Sí"}]
    assert listed[0]["status"] == "APPROVED"


def test_the_names_may_also_stand_under_one_table(tmp_path):
    file = tmp_path / "templates.toml"
    file.write_text('[templates.visita]\ncategory = "utility"\n[templates.visita.es]\nbody = "Hola."\n', "utf-8")
    assert Templates.load(str(file)).find("visita", "es").body == "Hola."
