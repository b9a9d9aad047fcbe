"""The account: its number, its subscription to webhooks, its approved templates, registration."""

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from sandbox import strict_json
from sandbox.graph.errors import GraphError
from sandbox.graph.templates import Templates
from sandbox.identity import BUSINESS_NUMBER
from sandbox.world import World

_APP = {"id": "770000000000001", "name": "Panelin", "link": "https://www.facebook.com/games/?app_id=770000000000001"}
_PIN = 6


def number(world: World) -> Response:
    """What Graph tells about the number."""
    return JSONResponse(
        {
            "id": world.tokens.phone_number_id,
            "display_phone_number": f"+{BUSINESS_NUMBER}",
            "verified_name": "Brisa Sur",
            "quality_rating": "GREEN",
            "code_verification_status": "VERIFIED",
            "throughput": {"level": "STANDARD"},
        }
    )


async def subscription(world: World, request: Request) -> Response:
    """Who gets the webhooks of this account; forgetting the POST is a classic fault, so it shows here."""
    if request.method == "GET":
        apps = [{"whatsapp_business_api_data": _APP}] if world.database.get("account", "subscribed") else []
        return JSONResponse({"data": apps})
    if request.method == "POST":
        world.database.put("account", "subscribed", {"app": _APP["id"]})
    else:
        world.database.delete("account", "subscribed")
    return JSONResponse({"success": True})


async def registration(_: World, request: Request) -> Response:
    """Register the number with its pin."""
    try:
        body = strict_json.read(await request.body())
    except ValueError:
        body = None
    if not isinstance(body, dict) or body.get("messaging_product") != "whatsapp":
        raise GraphError(100, "The parameter messaging_product is required and must be whatsapp.")
    pin = str(body.get("pin", ""))
    if not (pin.isascii() and pin.isdigit() and len(pin) == _PIN):
        raise GraphError(131008, "Param pin is required: six digits")
    return JSONResponse({"success": True})


def templates(_: World, request: Request, approved: Templates) -> Response:
    """The approved templates, by name if asked, page by page."""
    name = request.query_params.get("name")
    found = [template for template in approved.listed() if name in (None, template["name"])]
    limit, start = _whole(request, "limit", 25), _whole(request, "after", 0)
    page = found[start : start + limit]
    more = {"paging": {"cursors": {"before": str(start), "after": str(start + len(page))}}} if start + len(page) < len(found) else {}
    return JSONResponse({"data": page, **more})


def _whole(request: Request, name: str, default: int) -> int:
    text = request.query_params.get(name, str(default))
    if not (text.isascii() and text.isdigit() and len(text) < 7):  # noqa: PLR2004 - far beyond any list
        raise GraphError(100, f"Param {name} must be a whole number")
    return int(text)
