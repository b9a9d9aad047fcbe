"""What people changed in the CRM since the sample was set up; the feed is made from the homes and these changes."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from sandbox.clock import as_text, from_text
from sandbox.database import Document
from sandbox.inmoenter.homes import HOME, HOMES, Home
from sandbox.world import World

STATES = ("disponible", "reservado", "vendido", "alquilado", "retirado")
FIRST_EXPORT = "2026-11-22T03:10:00.000Z"

_KIND = "crm"
_LEFT_THE_FEED = {"vendido", "alquilado", "retirado"}  # a feed has no word for a state: what is gone is simply left out


class Crm:
    """The homes as they stand now."""

    def __init__(self, world: World) -> None:
        self._world = world

    def change(self, reference: str, order: Document) -> Document:
        """Keep a new price or state of a home; raises ValueError with what is wrong."""
        if reference not in HOME:
            raise ValueError(f"reference must be one of {', '.join(HOME)}")
        kept = self._world.database.get(_KIND, reference) or {}
        changed = {**kept, **_checked(order), "changed_at": as_text(self._world.clock.now())}
        self._world.database.put(_KIND, reference, changed)
        return {"reference": reference, **changed}

    def homes(self) -> tuple[Home, ...]:
        """The homes that a feed carries now, with the prices of now."""
        changes = self._world.database.all(_KIND)
        return tuple(_as_changed(home, changes.get(home.reference, {})) for home in HOMES if _listed(changes.get(home.reference, {})))

    def exported(self) -> str:
        """When the feed last changed, in UTC."""
        return max([FIRST_EXPORT, *(str(change["changed_at"]) for change in self._world.database.all(_KIND).values())])

    def list(self) -> list[Document]:
        """Every home with what was changed, for whoever looks."""
        changes = self._world.database.all(_KIND)
        return [{"reference": home.reference, "price": home.price, "state": None, **changes.get(home.reference, {})} for home in HOMES]


def orders(crm: Crm) -> Callable[[Request], Awaitable[Response]]:
    """The address that takes orders: `{"reference": "BS-1042", "price": 310000}` or `{"reference": ..., "state": "reservado"}`."""

    async def serve(request: Request) -> Response:
        if request.method == "GET":
            return JSONResponse(crm.list())
        try:
            order = _object(await request.json())
            return JSONResponse(crm.change(str(order.pop("reference", "")), order))
        except ValueError as mistake:
            return JSONResponse({"error": str(mistake)}, 400)

    return serve


def _object(order: Any) -> Document:  # noqa: ANN401 - whatever JSON was sent
    if not isinstance(order, dict):
        raise ValueError("the order must be an object")  # noqa: TRY004 - answered like every other mistake
    return order


def _checked(order: Document) -> Document:
    if not order or not set(order) <= {"price", "state"}:
        raise ValueError("give price (whole euros, 0 = on request) or state")
    price, state = order.get("price", 0), order.get("state", "disponible")
    if not isinstance(price, int) or isinstance(price, bool) or price < 0:
        raise ValueError("price must be whole euros, 0 = on request")
    if state not in STATES:
        raise ValueError(f"state must be one of {', '.join(STATES)}")
    return order


def _listed(change: Document) -> bool:
    return change.get("state") not in _LEFT_THE_FEED


def _as_changed(home: Home, change: Document) -> Home:
    if "price" not in change:
        return home
    local = from_text(str(change["changed_at"])).replace(tzinfo=None).isoformat(timespec="seconds")
    return replace(home, price=int(change["price"]), changed=local)
