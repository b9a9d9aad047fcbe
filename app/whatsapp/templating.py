"""Approved templates with their variables filled (WhatsApp sheet, section 14)."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import cast

from app.ports import Parcel
from app.whatsapp.invisible import one_line
from app.whatsapp.markup import unmarked
from app.whatsapp.strict_json import Json
from panelin.actions import NotifyAgent
from panelin.agency import Agency
from panelin.errors import Rejected
from panelin.languages import LANGUAGES, Language, text
from panelin.runtime.templates_file import Template

VALUE_MOST = 200  # a filled body has 1,024 characters in all (132005)
NOTICE = "aviso_equipo"
NOTHING = "-"  # Meta refuses an empty variable
PAYLOADS = ("take", "later")  # the two buttons of a notice, in the order of the template


def template(
    purpose: str,
    parameters: Sequence[str],
    agency: Agency,
    templates: Mapping[str, Template],
    *,
    language: str,
    spare: bool = False,
    payloads: Sequence[str] = (),
) -> Json:
    """Write the template that serves a purpose; the language must be one in which it was approved, to the letter (132001)."""
    approved = agency.templates.get(purpose)
    name = None if approved is None else approved.spare if spare else approved.name
    found = templates.get(name or "")
    if name is None or found is None:
        raise Rejected(f"no approved template serves {purpose}", code="no_template")
    code = language if language in found.texts else next(each for each in (*agency.languages, *found.texts) if each in found.texts)
    components: list[Json] = []
    if parameters:
        components.append({"type": "body", "parameters": [{"type": "text", "text": _value(each)} for each in parameters]})
    components += [_button(place, payload) for place, payload in enumerate(payloads)]
    return {"type": "template", "template": {"name": name, "language": {"code": code}, "components": components}}


def notice(parcel: Parcel, action: NotifyAgent, agency: Agency, templates: Mapping[str, Template], *, spare: bool = False) -> Json:
    """Write the notice to an agent: who asks, why, for how long; its buttons name conversation and request."""
    language = cast("Language", parcel.language if parcel.language in LANGUAGES else agency.languages[0])
    waited = (parcel.created_at - action.waiting_since) // timedelta(minutes=1)
    parameters = (
        action.customer or text("aviso_un_cliente", language),
        text(f"motivo_{action.reason}", language),
        str(max(waited, 1)),
    )
    payloads = [f"{deed}:{parcel.conversation}:{action.request}" for deed in PAYLOADS]
    return template(NOTICE, parameters, agency, templates, language=language, spare=spare, payloads=payloads)


def has_spare(purpose: str, agency: Agency) -> bool:
    """Tell whether a second template serves the purpose when Meta pauses the first."""
    approved = agency.templates.get(purpose)
    return approved is not None and approved.spare is not None


def _value(parameter: str) -> str:
    """One line without marks: Meta refuses line breaks, tabs, more than four spaces in a row and nothing at all."""
    return one_line(unmarked(parameter), at_most=VALUE_MOST) or NOTHING


def _button(index: int, payload: str) -> Json:
    parameters = [{"type": "payload", "payload": payload}]
    return {"type": "button", "sub_type": "quick_reply", "index": str(index), "parameters": parameters}
