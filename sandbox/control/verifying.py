"""Meta's challenge, as it is sent when a callback address is saved (whatsapp.md section 3)."""

import secrets
from typing import Any

import httpx

from sandbox.control.requests import Refused
from sandbox.world import World

_TIMEOUT = 10.0


async def verify(world: World, order: Any) -> object:  # noqa: ANN401 - decoded JSON, judged here
    """Ask WEBHOOK_URL for its challenge; passed only if the answer is 200 with exactly the number. `token` tries another one."""
    challenge = str(secrets.randbelow(10**10))
    token = order.get("token") if isinstance(order, dict) else None
    query = {"hub.mode": "subscribe", "hub.challenge": challenge, "hub.verify_token": str(token or world.tokens.verify_token)}
    try:
        async with httpx.AsyncClient(timeout=_TIMEOUT, trust_env=False) as client:
            answer = await client.get(world.settings.webhook_url, params=query)
    except httpx.HTTPError as problem:
        raise Refused(f"the webhook address does not answer: {type(problem).__name__}", 409) from None
    return {"status": answer.status_code, "passed": answer.status_code == httpx.codes.OK and answer.content == challenge.encode()}
