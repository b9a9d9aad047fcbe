"""A sandbox with a stand-in for the product behind it, one of each per module, forgetful between tests."""

import pytest
from sandbox_server import SECRETS, sandbox_thread
from webhook_receiver import webhook_receiver

AUTH = {"Authorization": f"Bearer {SECRETS['WHATSAPP_TOKEN']}"}


@pytest.fixture(scope="module")
def module_receiver():
    with webhook_receiver() as receiver:
        yield receiver


@pytest.fixture(scope="module")
def module_sandbox(module_receiver, tmp_path_factory):
    folder = tmp_path_factory.mktemp("sandbox")
    with sandbox_thread(folder / "sandbox.db", module_receiver.url, TEMPLATES_FILE=str(_templates(folder))) as sandbox:
        yield sandbox


@pytest.fixture
def receiver(module_receiver):
    return module_receiver


@pytest.fixture
def sandbox(module_sandbox, module_receiver):
    module_sandbox.control("reset")
    module_sandbox.control("limits", {"status_delay": 0.0})
    module_receiver.deliveries.clear()
    module_receiver.answers.clear()
    return module_sandbox


@pytest.fixture
def graph(sandbox):
    return Graph(sandbox)


class Graph:
    """What the product would do at the Graph API."""

    def __init__(self, sandbox):
        self.client = sandbox.client
        self.number = SECRETS["PHONE_NUMBER_ID"]
        self.account = SECRETS["WABA_ID"]

    def post(self, path, body, *, token=None, version="v26.0"):
        headers = AUTH if token is None else {"Authorization": token} if token else {}
        return self.client.post(f"/graph/{version}/{path}", json=body, headers=headers)

    def get(self, path, **query):
        return self.client.get(f"/graph/v26.0/{path}", params=query, headers=AUTH)

    def send(self, to="+34600000001", kind="text", content=None, **more):
        content = {"body": "hola"} if content is None else content
        return self.post(f"{self.number}/messages", {"messaging_product": "whatsapp", "to": to, "type": kind, kind: content, **more})

    def wamid(self, *args, **kwargs):
        answer = self.send(*args, **kwargs)
        assert answer.status_code == 200, answer.text
        return answer.json()["messages"][0]["id"]

    def refused(self, *args, **kwargs):
        """The code of a send that must be refused."""
        answer = self.send(*args, **kwargs)
        assert answer.status_code >= 400, answer.text
        return answer.json()["error"]["code"]

    def upload(self, content=b"%PDF-1.4 dossier", name="dossier.pdf", mime="application/pdf", **form):
        form = {"messaging_product": "whatsapp", "type": mime, **form}
        return self.client.post(f"/graph/v26.0/{self.number}/media", data=form, files={"file": (name, content, mime)}, headers=AUTH)


def _templates(folder):
    file = folder / "templates.toml"
    file.write_text(
        """
[visita_recordatorio_v1]
category = "utility"
[visita_recordatorio_v1.es]
body = "Hola {{1}}, te esperamos el {{2}} en la oficina."
buttons = ["Confirmo", "Cancelar"]
samples = ["Lucía", "martes"]
[dossier_listo]
category = "utility"
header = "document"
[dossier_listo.es]
body = "Su dossier está listo, {{nombre}}, ábralo aquí."
[codigo]
category = "authentication"
[codigo.es]
body = "Código {{1}} de acceso."
""",
        "utf-8",
    )
    return file
