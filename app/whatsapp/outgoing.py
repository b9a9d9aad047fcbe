"""An action as the JSON that Meta wants: pure, within the limits of the WhatsApp sheet, section 13, counted in code points."""

from collections.abc import Mapping
from dataclasses import dataclass

from app.ports import Parcel
from app.whatsapp.choosing import choosing
from app.whatsapp.invisible import one_line, visible
from app.whatsapp.markup import whatsapp
from app.whatsapp.splitting import TEXT_MOST
from app.whatsapp.strict_json import Json
from app.whatsapp.templating import notice, template
from panelin.actions import CallTool, NotifyAgent, SendCard, SendDossier, SendLocation, SendSummary, SendTemplate, SendText, Voice
from panelin.agency import Agency
from panelin.errors import Rejected
from panelin.events import Identity, IdentityKind
from panelin.ids import MediaId
from panelin.runtime.settings import is_loopback
from panelin.runtime.templates_file import Template

CAPTION_MOST, FILENAME_MOST, PLACE_MOST = 1024, 240, 1000


@dataclass(frozen=True, slots=True)
class Wording:
    """What the texts of an agency need beside the action: its settings and its approved templates."""

    agency: Agency
    templates: Mapping[str, Template]


def message(parcel: Parcel, wording: Wording, *, media: MediaId | None = None, spare: bool = False) -> Json:
    """Write the body of one message; `media` is the uploaded file of a document, `spare` takes a template's second name.

    `Rejected` when there is nothing that Meta would take: an empty text, a document without its upload, a template nobody approved.
    """
    return {
        "messaging_product": "whatsapp",
        "recipient_type": "individual",
        **_recipient(parcel.to),
        **_content(parcel, wording, media, spare),
        "biz_opaque_callback_data": parcel.id,
    }


def _recipient(to: Identity) -> Json:
    """Write to whom Meta named, untouched; without the plus Meta might put the agency's own country before a phone."""
    if not to.value:
        raise Rejected("nobody to send to", code="no_recipient")
    if to.kind is IdentityKind.BSUID:
        return {"recipient": to.value}
    return {"to": f"+{to.value.removeprefix('+')}"}


def _content(parcel: Parcel, wording: Wording, media: MediaId | None, spare: bool) -> Json:
    action = parcel.action
    match action:
        case SendText():
            return choosing(_said(action), action.choices, language=parcel.language)
        case SendCard():
            return _card(action, parcel.language)
        case SendLocation():
            return _location(action)
        case SendDossier():
            return _document(action, media)
        case SendTemplate() | NotifyAgent():
            return _template(parcel, action, wording, spare)
        case SendSummary():
            return choosing(_shortened(visible(action.body).strip()), ())
        case CallTool():
            raise Rejected("this is no message", code="not_a_message")


def _template(parcel: Parcel, action: SendTemplate | NotifyAgent, wording: Wording, spare: bool) -> Json:
    agency, templates = wording.agency, wording.templates
    if isinstance(action, NotifyAgent):
        return notice(parcel, action, agency, templates, spare=spare)
    return template(action.purpose, action.parameters, agency, templates, language=parcel.language, spare=spare)


def _said(action: SendText) -> str:
    """The assistant's own words carry its Markdown; locked texts and an agent's words leave as they were written."""
    if action.voice is not Voice.ASSISTANT or action.sentence is not None:
        return visible(action.body).strip()
    written = whatsapp(action.body)
    return written if len(written) <= TEXT_MOST else visible(action.body).strip()


def _card(action: SendCard, language: str) -> Json:
    """A home with its photo above the text; Meta fetches the photo itself, so it must be reachable from outside.

    The words around the card are the assistant's own, the card is drawn from the record.
    """
    card = action.card
    photo = {"link": card.photo} if card.photo and _may_be_fetched(card.photo) else None
    header: Json | None = {"type": "image", "image": photo} if photo else None
    body = "\n\n".join(filter(None, (whatsapp(action.before), visible(card.body).strip(), whatsapp(action.after))))
    written = choosing(body, card.choices, language=language, header=header)
    if photo and written.get("type") == "text" and len(said := str(_text_of(written))) <= CAPTION_MOST:
        return {"type": "image", "image": {**photo, "caption": said}}
    return written


def _text_of(written: Json) -> object:
    text = written.get("text")
    return text.get("body") if isinstance(text, dict) else None


def _may_be_fetched(url: str) -> bool:
    return url.startswith("https://") or (url.startswith("http://") and is_loopback(url))


def _location(action: SendLocation) -> Json:
    pin: Json = {"latitude": action.latitude, "longitude": action.longitude, "name": one_line(action.name, at_most=PLACE_MOST)}
    if action.address:
        pin["address"] = one_line(action.address, at_most=PLACE_MOST)
    return {"type": "location", "location": pin}


def _document(action: SendDossier, media: MediaId | None) -> Json:
    """A document goes by the id of its upload, never by a public link; its name decides how the phone opens it."""
    if media is None:
        raise Rejected("the document is not uploaded", code="no_media")
    document: Json = {"id": media, "filename": one_line(action.filename, at_most=FILENAME_MOST)}
    if caption := visible(action.caption).strip()[:CAPTION_MOST]:
        document["caption"] = caption
    return {"type": "document", "document": document}


def _shortened(text: str) -> str:
    return text if len(text) <= TEXT_MOST else text[: TEXT_MOST - 1].rstrip() + "…"
