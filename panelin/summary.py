"""The one-screen summary that a person gets with the chat: who, what they look for in their own words, what they saw, what is open."""

from dataclasses import fields
from datetime import datetime

from panelin.agency import Agency
from panelin.conversation import Conversation, Requested, Taken
from panelin.demand import Certainty, Demand, Said
from panelin.ids import AgentId
from panelin.languages import Language, text
from panelin.languages.writing import day_and_hour
from panelin.window import closes_at, is_open

MOST_SHOWN = 5
QUOTED = 80  # characters of a quote


def summary(conversation: Conversation, *, now: datetime, agency: Agency) -> str:
    """Write the summary in the agency's language; every line states its subject."""
    language = agency.languages[0]
    rows = {
        "resumen_cliente": conversation.name or text("aviso_un_cliente", language),
        "resumen_idioma": text(f"idioma_{agency.language(conversation.language)}", language),
        "resumen_busca": _wish(conversation.demand, language),
        "resumen_vistas": ", ".join(dict.fromkeys(shown.reference for shown in conversation.shown[-MOST_SHOWN:])),
        "resumen_pregunta": _open_question(conversation),
        "resumen_motivo": _reason(conversation, language),
        "resumen_ventana": _window(conversation, now, language, agency),
    }
    return "\n".join(f"{text(key, language)}: {words}" for key, words in rows.items() if words)


def claimed_line(conversation: Conversation, agent: AgentId, agency: Agency) -> str:
    """Say whose the chat is: the asking agent's, or who was faster."""
    language = agency.languages[0]
    handoff = conversation.handoff
    if isinstance(handoff, Taken) and handoff.agent == agent:
        return text("resumen_tuyo", language)
    if isinstance(handoff, Taken):
        person = agency.agent(handoff.agent)
        return text("aviso_ya_tomado", language, agente=person.first_name if person else text("aviso_alguien", language))
    return text("aviso_caducado", language)


def _wish(demand: Demand | None, language: Language) -> str:
    said = [value for field in fields(Demand) if demand and (value := getattr(demand, field.name)) is not None]
    quotes = dict.fromkeys(_quoted(each, language) for each in said if isinstance(each, Said))
    return " · ".join(quotes) or text("resumen_nada", language)


def _quoted(said: Said[object], language: Language) -> str:
    quote = f"«{said.quote[:QUOTED]}»"
    return f"{quote} ({text('resumen_supuesto', language)})" if said.certainty is Certainty.INFERRED else quote


def _open_question(conversation: Conversation) -> str | None:
    handoff = conversation.handoff
    return handoff.question if isinstance(handoff, Requested) else None


def _reason(conversation: Conversation, language: Language) -> str | None:
    handoff = conversation.handoff
    return text(f"motivo_{handoff.reason.value}", language) if isinstance(handoff, Requested) else None


def _window(conversation: Conversation, now: datetime, language: Language, agency: Agency) -> str:
    last = conversation.last_customer_at
    if last is None or not is_open(last, now):
        return text("resumen_ventana_cerrada", language)
    return day_and_hour(closes_at(last).astimezone(agency.timezone), language)
