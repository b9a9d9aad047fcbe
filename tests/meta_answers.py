"""A Meta that answers what a test tells it, in front of the client."""

import httpx
from parcels import WORDING

from app.whatsapp.client import GraphClient
from app.whatsapp.graph import GraphSettings

TOKEN = "EAAG-secret-token"
SETTINGS = GraphSettings("https://graph.facebook.com", "v26.0", TOKEN)
ACCEPTED = {"messaging_product": "whatsapp", "contacts": [{"input": "+34600111222"}], "messages": [{"id": "wamid.OUT"}]}


class Meta:
    """Answers what it is told, the last answer for ever; keeps what it was asked."""

    def __init__(self, *answers) -> None:
        self.answers = list(answers) or [ok()]
        self.requests: list[httpx.Request] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if isinstance(answer, Exception):
            raise answer
        return answer

    def client(self, settings=SETTINGS, wording=WORDING, **more) -> GraphClient:
        return GraphClient(settings, httpx.AsyncClient(transport=httpx.MockTransport(self)), wording, **more)


def ok(body=None) -> httpx.Response:
    return httpx.Response(200, json=ACCEPTED if body is None else body)


def refused(code, status=400, **more) -> httpx.Response:
    return httpx.Response(status, json={"error": {"message": "x +34600111222", "code": code, "fbtrace_id": "A", **more}})
