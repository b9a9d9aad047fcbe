"""Template messages against the approved list: count, format and characters of the parameters (whatsapp.md section 14)."""

import re

from sandbox.database import Document
from sandbox.graph.attachments import source
from sandbox.graph.errors import GraphError
from sandbox.graph.param import Param
from sandbox.graph.templates import Template, Templates
from sandbox.media import Media

_BODY_MOST = 1024
_FORBIDDEN = re.compile(r"[\n\t\r]| {5}")
_COUNT, _UNKNOWN, _TOO_LONG, _FORMAT, _CHARACTERS, _NO_BSUID = 132000, 132001, 132005, 132012, 132018, 131062


def template(message: Param, templates: Templates, media: Media, *, to_user_id: bool) -> Document:
    """A template message; its filled text, its buttons and its category."""
    body = message.child("template").only("name", "language", "components")
    name = body.text("name", at_most=512)
    language = body.child("language").only("code", "policy").text("code", at_most=15)
    approved = templates.find(name, language)
    if approved is None:
        raise GraphError(_UNKNOWN, f"template name ({name}) does not exist in {language}")
    if to_user_id and approved.category == "authentication":
        raise GraphError(_NO_BSUID, "This template cannot be sent to a business-scoped user id")
    components = body.children("components", at_least=0, at_most=15) if "components" in body else []
    text = _filled(approved, _parameters(components, "body"))
    _check_header(approved, components, media)
    choices = _buttons(approved, components)
    return {"text": text, "choices": choices, "category": approved.category, "template": name}


def _parameters(components: list[Param], kind: str) -> list[Param]:
    return [
        parameter
        for component in components
        if component.one_of("type", "header", "body", "button") == kind and "parameters" in component
        for parameter in component.children("parameters", at_least=0, at_most=50)
    ]


def _filled(approved: Template, parameters: list[Param]) -> str:
    wanted = approved.variables
    if len(parameters) != len(wanted):
        details = f"body: number of localizable_params ({len(parameters)}) does not match the expected number of params ({len(wanted)})"
        raise GraphError(_COUNT, details)
    values = {}
    for place, parameter in enumerate(parameters):
        parameter.only("type", "text", "parameter_name").one_of("type", "text")
        named = "parameter_name" in parameter
        if named == approved.positional:
            raise GraphError(_FORMAT, f"body: parameter format does not match; the template is {_format(approved)}")
        values[str(parameter.value["parameter_name"]) if named else wanted[place]] = _value(parameter)
    if set(values) != set(wanted):
        raise GraphError(_COUNT, f"body: parameters {sorted(set(wanted) - set(values))} are missing")
    text = approved.filled(values)
    if len(text) > _BODY_MOST:
        raise GraphError(_TOO_LONG, f"body: the filled text has {len(text)} characters, at most {_BODY_MOST} are allowed")
    return text


def _value(parameter: Param) -> str:
    text = parameter.value.get("text")
    if not isinstance(text, str) or not text.strip():
        raise GraphError(131008, "Parameter of type text is missing text value")
    if _FORBIDDEN.search(text):
        raise GraphError(_CHARACTERS, "Param text cannot have new-line/tab characters or more than 4 consecutive spaces")
    return text


def _format(approved: Template) -> str:
    return "POSITIONAL" if approved.positional else "NAMED"


def _check_header(approved: Template, components: list[Param], media: Media) -> None:
    given = _parameters(components, "header")
    kind = approved.header
    if kind not in ("image", "video", "document"):
        if given:
            raise GraphError(_FORMAT, "header: the template has no header with parameters")
        return
    if len(given) != 1 or given[0].value.get("type") != kind:
        raise GraphError(_FORMAT, f"header: Format mismatch, expected {kind.upper()}")
    source(given[0].only("type", kind).child(kind).only("id", "link", "filename"), kind, media)


def _buttons(approved: Template, components: list[Param]) -> list[Document]:
    payloads = dict(enumerate(approved.buttons))
    for component in components:
        if component.value["type"] != "button":
            continue
        component.only("type", "sub_type", "index", "parameters").one_of("sub_type", "quick_reply")
        index = str(component.value.get("index", ""))
        if not index.isdigit() or int(index) >= len(approved.buttons):
            raise GraphError(_CHARACTERS, f"buttons: the template has no button at index {index or '(missing)'}")
        (parameter,) = component.children("parameters", at_least=1, at_most=1)
        parameter.only("type", "payload").one_of("type", "payload")
        payloads[int(index)] = parameter.text("payload", at_most=256)
    return [{"kind": "template", "title": title, "payload": payloads[place]} for place, title in enumerate(approved.buttons)]
