"""The parts of a message's content, each read leniently: what is missing or of another type is None."""

from app.whatsapp import names
from app.whatsapp.invisible import one_line, visible
from app.whatsapp.strict_json import Json
from panelin.events import Referral
from panelin.ids import MediaId

LONGEST_ID = 512


def obj(value: object) -> Json:
    """Give an object, or an empty one for anything else."""
    return value if isinstance(value, dict) else {}


def said(value: object) -> str | None:
    """Give a text as a person sees it; one without anything to see is none."""
    text = visible(value).strip() if isinstance(value, str) else ""
    return text or None


def words(body: Json, kind: str) -> str | None:
    """Give the words of a message: its text or its caption."""
    return said(obj(body.get("text")).get("body")) if kind == "text" else caption(body, kind)


def caption(body: Json, kind: str) -> str | None:
    """Give the caption of a file."""
    return said(obj(body.get(kind)).get("caption"))


def media(file: Json) -> tuple[MediaId, str, bool] | None:
    """Give id, MIME type and whether it is a voice note; a file without an id is lost (131052)."""
    found, mime = names.text(file.get("id")), file.get("mime_type")
    if found is None:
        return None
    return MediaId(found), one_line(mime, at_most=100) if isinstance(mime, str) else "", file.get("voice") is True


def location(pin: Json) -> tuple[float, float] | None:
    """Give latitude and longitude on this planet."""
    latitude, longitude = _degrees(pin.get("latitude"), 90), _degrees(pin.get("longitude"), 180)
    return None if latitude is None or longitude is None else (latitude, longitude)


def contact_phone(cards: list[object]) -> str | None:
    """Give the first number of an address card; it is another person's."""
    phones = obj(cards[0]).get("phones")
    for phone in phones if isinstance(phones, list) else ():
        number = obj(phone).get("phone") or obj(phone).get("wa_id")
        if isinstance(number, str) and (shown := one_line(number, at_most=40)):
            return shown
    return None


def choice(tapped: Json, id_key: str, title_key: str) -> tuple[str, str] | None:
    """Give id and title of a tap; a button without a payload is known by its title."""
    title = one_line(value, at_most=LONGEST_ID) if isinstance(value := tapped.get(title_key), str) else ""
    id_ = tapped.get(id_key)
    chosen = id_ if isinstance(id_, str) and 0 < len(id_) <= LONGEST_ID else title
    return (visible(chosen), title or visible(chosen)) if chosen else None


def referral(body: Json) -> Referral | None:
    """Give the ad or post that brought a person, on the first message only."""
    ad = obj(body.get("referral"))
    if not ad:
        return None
    return Referral(names.text(ad.get("source_id")), said(ad.get("headline")), said(ad.get("body")), _url(ad.get("source_url")))


def _url(value: object) -> str | None:
    return value if isinstance(value, str) and value.startswith(("https://", "http://")) and value.isprintable() else None


def _degrees(value: object, most: int) -> float | None:
    known = isinstance(value, int | float) and not isinstance(value, bool)
    return float(value) if known and -most <= value <= most else None  # type: ignore[arg-type, operator]
