"""Inmoenter played: the agency's homes as an XCP feed, their photos, and the changes that people order in its CRM."""

from starlette.routing import BaseRoute, Route

from sandbox.inmoenter.crm import Crm, orders
from sandbox.inmoenter.feed import feed
from sandbox.inmoenter.photos import photo
from sandbox.world import World


def routes(world: World) -> list[BaseRoute]:
    """The addresses under /inmoenter."""
    return [
        Route("/xcp.xml", feed(world, Crm(world)), methods=["GET"]),
        Route("/photos/{name}", photo, methods=["GET"]),
    ]


def control_routes(world: World) -> list[BaseRoute]:
    """The addresses under /control that change what the CRM says."""
    return [Route("/crm", orders(Crm(world)), methods=["GET", "POST"])]
