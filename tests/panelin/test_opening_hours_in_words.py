from dataclasses import replace
from datetime import UTC, datetime, time

import pytest
from brisa_sur import BRISA_SUR

from panelin.agency import Hours, OpenRange
from panelin.languages import text
from panelin.opening_hours import hours_phrase, hours_sentence, next_opening, opening_parts, opening_phrase, ranges_phrase


def local(written: str) -> datetime:
    return datetime.fromisoformat(written).replace(tzinfo=BRISA_SUR.timezone).astimezone(UTC)


@pytest.mark.parametrize(
    ("now", "spanish", "english", "german"),
    [
        ("2026-11-23 15:00", "hoy a las 16:30", "today at 16:30", "heute um 16:30 Uhr"),
        ("2026-11-24 00:15", "hoy a las 9:30", "today at 9:30", "heute um 9:30 Uhr"),
        ("2026-11-23 22:45", "mañana a las 9:30", "tomorrow at 9:30", "morgen um 9:30 Uhr"),
        ("2026-11-28 17:00", "el lunes a las 9:30", "on Monday at 9:30", "am Montag um 9:30 Uhr"),
        (
            "2026-12-07 20:30",
            "el miércoles 9 de diciembre a las 9:30",
            "on Wednesday 9 December at 9:30",
            "am Mittwoch, 9. Dezember um 9:30 Uhr",
        ),
        ("2026-12-08 12:00", "mañana a las 9:30", "tomorrow at 9:30", "morgen um 9:30 Uhr"),
        (
            "2026-12-24 20:00",
            "el sábado 26 de diciembre a las 10:00",
            "on Saturday 26 December at 10:00",
            "am Samstag, 26. Dezember um 10:00 Uhr",
        ),
    ],
)
def test_the_next_opening_is_said_as_people_say_it(now, spanish, english, german):
    opening = next_opening(BRISA_SUR.office_hours, local(now), BRISA_SUR)
    assert [opening_phrase(opening, local(now), language, BRISA_SUR) for language in ("es", "en", "de")] == [spanish, english, german]


def test_a_day_a_week_away_or_more_has_its_date():
    now, then = local("2026-11-23 10:00"), local("2026-11-30 09:30")
    assert opening_phrase(then, now, "es", BRISA_SUR) == "el lunes 30 de noviembre a las 9:30"
    assert opening_phrase(local("2026-11-29 09:30"), now, "es", BRISA_SUR) == "el domingo a las 9:30"


def test_one_oclock_is_singular_in_spanish():
    now = local("2026-11-23 00:10")
    assert opening_phrase(local("2026-11-23 01:00"), now, "es", BRISA_SUR) == "hoy a la 1:00"
    assert opening_phrase(local("2026-11-23 13:00"), now, "es", BRISA_SUR) == "hoy a las 13:00"


def test_the_closed_office_sentence_is_put_together_from_the_parts():
    now = local("2026-11-23 22:45")
    on, clock = opening_parts(next_opening(BRISA_SUR.office_hours, now, BRISA_SUR), now, "es", BRISA_SUR)
    said = text("handoff_cerrado", "es", BRISA_SUR, agente_o_equipo="Marta", dia_apertura=on, hora=clock)
    assert said.startswith("Ahora la oficina está cerrada. Marta te escribe mañana a partir de las 9:30.")


def test_the_hours_are_told_as_on_the_sheet():
    assert hours_sentence(BRISA_SUR.office_hours, "es", BRISA_SUR) == (
        "Estamos de lunes a viernes de 9:30 a 14:00 y de 16:30 a 20:00, y los sábados de 10:00 a 13:30. Por aquí te puedo ayudar a cualquier hora."
    )


def test_the_hours_are_told_in_the_other_languages():
    assert hours_sentence(BRISA_SUR.office_hours, "en", BRISA_SUR) == (
        "We're open Monday to Friday from 9:30 to 14:00 and from 16:30 to 20:00, and Saturdays from 10:00 to 13:30. I can help you here at any time."
    )
    assert hours_sentence(BRISA_SUR.office_hours, "de", BRISA_SUR) == (
        "Wir sind Montag bis Freitag von 9:30 bis 14:00 Uhr und von 16:30 bis 20:00 Uhr, und samstags von 10:00 bis 13:30 Uhr da. "
        "Hier helfe ich Ihnen jederzeit."
    )


def test_the_polite_agency_tells_its_hours_politely():
    polite = replace(BRISA_SUR, address_form="usted")
    assert hours_sentence(BRISA_SUR.office_hours, "es", polite).endswith("Por aquí le puedo ayudar a cualquier hora.")


def test_days_with_hours_of_their_own_are_told_one_by_one():
    morning, evening = (OpenRange(time(9), time(13)),), (OpenRange(time(17), time(20)),)
    hours = Hours((morning, evening, (), evening, evening, (), ()))
    assert hours_phrase(hours, "es") == "los lunes de 9:00 a 13:00, los martes de 17:00 a 20:00, y de jueves a viernes de 17:00 a 20:00"


def test_an_office_without_hours_says_so():
    assert hours_phrase(Hours(), "es") == ""
    assert hours_sentence(Hours(), "en", BRISA_SUR) == "We have no fixed office hours at the moment. I can help you here at any time."


def test_the_hours_for_a_call_are_those_of_the_day():
    assert ranges_phrase(BRISA_SUR.office_hours.week[0], "es") == "de 9:30 a 14:00 y de 16:30 a 20:00"
