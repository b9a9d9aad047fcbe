import pytest
from sandbox_server import SECRETS

from sandbox.settings import Misconfigured, is_loopback, read_settings


def test_the_shared_secrets_are_enough():
    settings = read_settings(SECRETS)
    assert (settings.host, settings.port) == ("127.0.0.1", 8090)
    assert settings.webhook_url == "http://127.0.0.1:8080/webhook"
    assert settings.state == "var/sandbox.db"
    assert settings.tokens.openai_api_key == ""


def test_everything_missing_is_named_in_one_message_with_what_it_is_for():
    with pytest.raises(Misconfigured) as refusal:
        read_settings({"APP_SECRET": "   ", "PORT": "high", "WEBHOOK_URL": "ftp://x", "TEMPLATES_FILE": "/nowhere.toml"})
    message = str(refusal.value)
    for name in (*SECRETS, "PORT", "WEBHOOK_URL", "TEMPLATES_FILE"):
        assert name in message
    assert "key that signs the webhooks" in message
    assert "\n" not in message


def test_listening_beyond_loopback_wants_a_token():
    with pytest.raises(Misconfigured, match="SANDBOX_TOKEN"):
        read_settings({**SECRETS, "HOST": "0.0.0.0"})
    settings = read_settings({**SECRETS, "HOST": "0.0.0.0", "SANDBOX_TOKEN": "open"})
    assert settings.tokens.sandbox_token == "open"


def test_no_secret_shows_in_the_settings_printed():
    shown = repr(read_settings({**SECRETS, "SANDBOX_TOKEN": "hush-hush", "OPENAI_API_KEY": "sk-hush"}))
    for secret in (SECRETS["APP_SECRET"], SECRETS["WHATSAPP_TOKEN"], SECRETS["VERIFY_TOKEN"], "hush-hush", "sk-hush"):
        assert secret not in shown


@pytest.mark.parametrize("host", ["127.0.0.1", "127.8.8.8", "localhost", "::1", "[::1]"])
def test_this_machine_is_loopback(host):
    assert is_loopback(host)


@pytest.mark.parametrize("host", ["0.0.0.0", "192.168.1.4", "example.com", "", "127.0.0.1.example.com"])
def test_everything_else_is_not(host):
    assert not is_loopback(host)


@pytest.mark.parametrize("port", ["-1", "65536", "80a", "8０"])
def test_a_port_is_a_number_in_range(port):
    with pytest.raises(Misconfigured, match="PORT"):
        read_settings({**SECRETS, "PORT": port})
