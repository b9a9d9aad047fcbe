"""Telling an agent beside WhatsApp: by e-mail or by a webhook of the agency, the first that works (agency sheet)."""

import asyncio
import smtplib
import ssl
from collections.abc import Callable
from datetime import datetime, timedelta
from email.message import EmailMessage
from urllib.parse import unquote, urlsplit

import httpx

from panelin.actions import NotifyAgent, Reason, SendSummary
from panelin.agency import Agency, Agent, Channel, ChannelKind
from panelin.errors import PanelinError, Rejected, Unavailable
from panelin.languages import text

TIMEOUT = 10.0  # seconds
NOBODY_ASKED = {Reason.CUSTOMER_WAITS: "aviso_espera", Reason.UNDELIVERED: "aviso_sin_entregar", Reason.UNREADABLE: "aviso_sin_leer"}


class OtherNotices:
    """E-mail over `SMTP_URL` (smtp://user:password@host:587 or smtps://) and webhooks whose addresses are secrets."""

    def __init__(
        self,
        agency: Agency,
        http: httpx.AsyncClient,
        smtp_url: str | None,
        secret: Callable[[str], str | None],
        now: Callable[[], datetime],
    ) -> None:
        self._agency, self._http, self._smtp_url, self._secret, self._now = agency, http, smtp_url, secret, now

    async def tell(self, agent: Agent, notice: NotifyAgent | SendSummary) -> None:
        """Tell by the first channel that works; `Rejected` if there is none, else the error of the last one tried."""
        failure: PanelinError = Rejected("no channel reaches this agent", code="no_channel")
        for channel in agent.notify:
            try:
                if await self._told(agent, channel, notice):
                    return
            except PanelinError as error:
                failure = error
        raise failure

    async def _told(self, agent: Agent, channel: Channel, notice: NotifyAgent | SendSummary) -> bool:
        language = self._agency.languages[0]
        body = notice.body if isinstance(notice, SendSummary) else self._words(notice)
        match channel.kind:
            case ChannelKind.EMAIL if self._smtp_url and agent.email:
                subject = text("aviso_asunto", language, cliente=text("aviso_un_cliente", language))
                await asyncio.to_thread(_mailed, self._smtp_url, agent.email, subject, body)
                return True
            case ChannelKind.WEBHOOK if channel.secret and (url := self._secret(channel.secret)):
                await self._posted(url, body)
                return True
            case _:
                return False

    def _words(self, notice: NotifyAgent) -> str:
        language = self._agency.languages[0]
        customer = notice.customer or text("aviso_un_cliente", language)
        if notice.reason in NOBODY_ASKED:
            return text(NOBODY_ASKED[notice.reason], language, cliente=customer)
        reason = text(f"motivo_{notice.reason.value}", language)
        minutes = max((self._now() - notice.waiting_since) // timedelta(minutes=1), 1)
        return text("aviso", language, cliente=customer, motivo=reason, minutos=minutes)

    async def _posted(self, url: str, body: str) -> None:
        try:
            reply = await self._http.post(url, json={"text": body}, timeout=TIMEOUT)
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise Unavailable(f"the agency's webhook did not answer: {type(error).__name__}") from None
        if not reply.is_success:
            raise Unavailable(f"the agency's webhook answered {reply.status_code}", code=reply.status_code)


def _mailed(smtp_url: str, to: str, subject: str, body: str) -> None:
    where = urlsplit(smtp_url)
    message = EmailMessage()
    message["Subject"], message["To"], message["From"] = subject, to, unquote(where.username or "panelin@localhost")
    message.set_content(body)
    try:
        with _connected(where.scheme, where.hostname or "localhost", where.port or 0) as server:
            if where.username:
                if where.scheme == "smtp":
                    server.starttls(context=ssl.create_default_context())
                server.login(unquote(where.username), unquote(where.password or ""))
            server.send_message(message)
    except (OSError, smtplib.SMTPException) as error:
        raise Unavailable(f"the mail server did not take it: {type(error).__name__}") from None


def _connected(scheme: str, host: str, port: int) -> smtplib.SMTP:
    """Connect; smtplib would take any certificate unless it is given a context."""
    if scheme == "smtps":
        return smtplib.SMTP_SSL(host, port, timeout=TIMEOUT, context=ssl.create_default_context())
    return smtplib.SMTP(host, port, timeout=TIMEOUT)
