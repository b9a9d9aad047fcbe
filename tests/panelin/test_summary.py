"""The one screen that a person gets with a chat, and the line about whose it is."""

from dataclasses import replace
from decimal import Decimal

from brisa_sur import BRISA_SUR
from conversations import JAVIER, MARTA, a_chat, at

from panelin.actions import Reason
from panelin.conversation import Requested, Shown, Taken
from panelin.demand import Area, Certainty, Demand, Said
from panelin.ids import AgentId, MessageId, Reference
from panelin.languages import text
from panelin.listing import Operation
from panelin.summary import claimed_line, summary


def said(value, quote, certainty=Certainty.STATED):
    return Said(value, quote, MessageId("wamid.1"), certainty, at("10:00"))


def request(reason=Reason.NEGOTIATION, question=None):
    return Requested(reason, "ventas", at("10:00"), at("10:00"), (MARTA,), question=question)


def lines(chat, now="10:30", day=23, agency=BRISA_SUR):
    return summary(chat, now=at(now, day), agency=agency).split("\n")


def row(chat, label, **when):
    """What stands behind a label; None if the line is left out."""
    found = [line.removeprefix(f"{label}: ") for line in lines(chat, **when) if line.startswith(f"{label}: ")]
    assert len(found) < 2
    return found[0] if found else None


def test_the_summary_says_who_what_for_in_their_own_words_what_they_saw_and_what_is_open():
    chat = a_chat(
        name="Lucía Gómez",
        demand=Demand(
            operation=said(Operation.VENTA, "queremos comprar"),
            budget_max=said(330_000_00, "hasta 330"),
            area=said(Area(Decimal(70)), "con espacio", Certainty.INFERRED),
        ),
        shown=(Shown(Reference("BS-1042"), at("10:01")), Shown(Reference("BS-1077"), at("10:02"))),
        handoff=request(question="¿Aceptarían 300?"),
    )
    assert lines(chat) == [
        "Cliente: Lucía Gómez",
        "Idioma: español",
        "Busca: «queremos comprar» · «hasta 330» · «con espacio» (supuesto)",
        "Ha visto: BS-1042, BS-1077",
        "Pregunta abierta: ¿Aceptarían 300?",
        "Motivo: quiere negociar el precio",
        "Se le puede escribir hasta: martes 24 de noviembre, 10:00",
    ]


def test_of_somebody_who_has_said_nothing_it_says_so():
    assert lines(a_chat(language=None)) == [
        "Cliente: un cliente",
        "Idioma: español",
        "Busca: sin datos todavía",
        "Se le puede escribir hasta: martes 24 de noviembre, 10:00",
    ]


def test_the_customers_language_is_named_in_the_agencys():
    assert row(a_chat(language="de"), "Idioma") == "alemán"
    assert summary(a_chat(language="de"), now=at("10:30"), agency=replace(BRISA_SUR, languages=("en", "de"))).startswith(
        text("resumen_cliente", "en")
    )


def test_words_that_gave_two_wishes_stand_once():
    quote = "dos dormitorios como mucho"
    chat = a_chat(demand=Demand(bedrooms_min=said(2, quote), bedrooms_max=said(2, quote)))
    assert row(chat, "Busca") == f"«{quote}»"


def test_long_words_are_cut():
    chat = a_chat(demand=Demand(deciders=said("mi socia", "x" * 200)))
    assert row(chat, "Busca") == f"«{'x' * 80}»"


def test_only_the_last_five_homes_are_named_each_once():
    shown = [Shown(Reference(f"BS-{n}"), at("10:00")) for n in (1, 2, 3, 4, 5, 4)]
    assert row(a_chat(shown=tuple(shown)), "Ha visto") == "BS-2, BS-3, BS-4, BS-5"


def test_a_closed_window_is_said_before_the_person_writes_into_it():
    assert row(a_chat(), "Se le puede escribir hasta", now="10:00", day=24) == "Ventana cerrada: solo plantilla"
    assert row(a_chat(last_customer_at=None), "Se le puede escribir hasta") == "Ventana cerrada: solo plantilla"


def test_every_reason_has_words_in_every_language():
    for reason in Reason:
        for language in ("es", "en", "de"):
            agency = replace(BRISA_SUR, languages=(language,))
            last_but_one = summary(a_chat(handoff=request(reason)), now=at("10:30"), agency=agency).split("\n")[-2]
            assert last_but_one == f"{text('resumen_motivo', language)}: {text(f'motivo_{reason.value}', language)}"


def taken_by(agent):
    return a_chat(handoff=Taken(agent, at("10:00"), at("10:00")))


def test_who_took_the_chat_is_told_that_it_is_theirs():
    assert claimed_line(taken_by(MARTA), MARTA, BRISA_SUR) == text("resumen_tuyo", "es")


def test_who_was_slower_is_told_by_whom_it_was_taken():
    assert claimed_line(taken_by(MARTA), JAVIER, BRISA_SUR) == "Ya lo lleva Marta."
    assert claimed_line(taken_by(None), JAVIER, BRISA_SUR) == "Ya lo lleva otra persona del equipo."
    assert claimed_line(taken_by(AgentId("left")), JAVIER, BRISA_SUR) == "Ya lo lleva otra persona del equipo."


def test_who_taps_after_it_was_all_over_is_told_that_it_is_closed():
    assert claimed_line(a_chat(), MARTA, BRISA_SUR) == text("aviso_caducado", "es")
    assert claimed_line(a_chat(handoff=request()), MARTA, BRISA_SUR) == text("aviso_caducado", "es")
