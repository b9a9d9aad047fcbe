"""What the sandbox is told by its environment; all faults are named in one message."""

import ipaddress
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

_WANTED = {
    "APP_SECRET": "key that signs the webhooks",
    "WHATSAPP_TOKEN": "token that the Graph API accepts",
    "PHONE_NUMBER_ID": "id of the business number",
    "WABA_ID": "id of the WhatsApp account",
    "VERIFY_TOKEN": "answer to the webhook challenge",
}


class Misconfigured(Exception):
    """The settings do not allow a start; the message names each at fault."""


@dataclass(frozen=True, slots=True)
class Tokens:
    """The secrets and ids that the two sides share."""

    app_secret: str = field(repr=False)
    whatsapp_token: str = field(repr=False)
    phone_number_id: str
    waba_id: str
    verify_token: str = field(repr=False)
    openai_api_key: str = field(default="", repr=False)
    sandbox_token: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Settings:
    """All settings of the sandbox."""

    tokens: Tokens
    state: str = "var/sandbox.db"
    webhook_url: str = "http://127.0.0.1:8080/webhook"
    host: str = "127.0.0.1"
    port: int = 8090
    templates_file: str = ""
    supervisor_url: str = ""
    inspect_url: str = ""
    openai_base_url: str = ""
    feeds: str = ""
    agency_file: str = "agency.toml"


def read_settings(environment: Mapping[str, str]) -> Settings:
    """Read the environment, where an empty value counts as unset; raises Misconfigured."""
    given = {name: value.strip() for name, value in environment.items() if value.strip()}
    host = given.get("HOST", "127.0.0.1")
    faults = [f"{name} is missing ({meaning})" for name, meaning in _WANTED.items() if name not in given]
    faults += _port_faults(given) + _url_faults(given) + _file_faults(given)
    if not is_loopback(host) and "SANDBOX_TOKEN" not in given:
        faults.append("SANDBOX_TOKEN is missing (wanted when HOST is not loopback, since /control commands everything)")
    if faults:
        raise Misconfigured("The sandbox cannot start: " + "; ".join(faults) + ".")
    return Settings(
        tokens=_tokens(given),
        state=given.get("SANDBOX_STATE", "var/sandbox.db"),
        webhook_url=given.get("WEBHOOK_URL", "http://127.0.0.1:8080/webhook"),
        host=host,
        port=int(given.get("PORT", "8090")),
        templates_file=given.get("TEMPLATES_FILE", ""),
        supervisor_url=given.get("SUPERVISOR_URL", ""),
        inspect_url=given.get("INSPECT_URL", ""),
        openai_base_url=given.get("OPENAI_BASE_URL", ""),
        feeds=given.get("FEEDS", ""),
        agency_file=given.get("AGENCY_FILE", "agency.toml"),
    )


def is_loopback(host: str) -> bool:
    """Whether a host name or address is this machine only."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def _tokens(given: Mapping[str, str]) -> Tokens:
    return Tokens(
        app_secret=given["APP_SECRET"],
        whatsapp_token=given["WHATSAPP_TOKEN"],
        phone_number_id=given["PHONE_NUMBER_ID"],
        waba_id=given["WABA_ID"],
        verify_token=given["VERIFY_TOKEN"],
        openai_api_key=given.get("OPENAI_API_KEY", ""),
        sandbox_token=given.get("SANDBOX_TOKEN", ""),
    )


def _port_faults(given: Mapping[str, str]) -> list[str]:
    port = given.get("PORT", "8090")
    return [] if port.isascii() and port.isdigit() and int(port) < 65536 else ["PORT must be a number from 0 to 65535"]  # noqa: PLR2004


def _url_faults(given: Mapping[str, str]) -> list[str]:
    url = given.get("WEBHOOK_URL", "http://")
    return (
        []
        if url.startswith(("http://", "https://"))
        else ["WEBHOOK_URL must begin with http:// or https:// (where webhooks are delivered)"]
    )


def _file_faults(given: Mapping[str, str]) -> list[str]:
    path = given.get("TEMPLATES_FILE", "")
    return [f"TEMPLATES_FILE names no readable file: {path}"] if path and not Path(path).is_file() else []
