"""Whatever a customer types, reading it ends in a value or in nothing, never in an error."""

from datetime import datetime, time
from zoneinfo import ZoneInfo

import pytest
from fixture_homes import HOMES, ZONES
from hypothesis import given, settings
from hypothesis import strategies as st

from panelin.agency import OpenRange
from panelin.amounts import budget, flexibility
from panelin.dates import when
from panelin.listing import Operation
from panelin.mentions import mentioned, pointed_at
from panelin.numerals import with_digits
from panelin.rooms import bathrooms, occupants, rooms
from panelin.sizes import area, distance, floor
from panelin.timeframes import plazo, timeframe
from panelin.zones import Atlas, whereabouts

NOW = datetime(2026, 11, 23, 18, 0, tzinfo=ZoneInfo("Europe/Madrid"))
WEEK = ((OpenRange(time(9, 30), time(14)), OpenRange(time(16, 30), time(20))),) * 5 + ((), ())
ATLAS = Atlas.of(HOMES, ZONES)
REFERENCES = tuple(home.reference for home in HOMES)
TALK = (
    "hasta 200 k mil millones medio un dos y o - / , . ' € m2 m hab dorm baños a las 5 mañana pasado jueves finde 26/11 26 de noviembre enero para el la"
    " BS-1042 1042 nerja torrox menos centro no cerca alrededores +34 +3 3+ 2-3 % 12:00 sobre unos ² ٣ ½ Ⅳ ñ ß 𝟚 zwei hundert und 0 00 000 99:99 pm h ha"
)
WORDS = st.lists(st.sampled_from(TALK.split()), max_size=12).map(" ".join)
READINGS = {
    "budget": lambda text, language: [budget(text, language=language, operation=known) for known in (None, *Operation)],
    "flexibility": flexibility,
    "rooms": rooms,
    "bathrooms": bathrooms,
    "occupants": occupants,
    "area": area,
    "distance": distance,
    "floor": floor,
    "when": lambda text, language: when(text, now=NOW, week=WEEK, language=language),
    "plazo": lambda text, language: plazo(text, today=NOW.date(), language=language),
    "timeframe": lambda text, language: timeframe(text, language=language),
    "zones": lambda text, _: whereabouts(text, ATLAS),
    "mentioned": lambda text, _: mentioned(text, REFERENCES),
    "pointed_at": lambda text, _: pointed_at(text, HOMES),
}


@pytest.mark.parametrize("read", READINGS.values(), ids=READINGS)
@given(text=WORDS | st.text(max_size=60), language=st.sampled_from(["es", "en", "de", "fr"]))
@settings(max_examples=60, deadline=None)
def test_any_text_is_read_without_an_error(read, text, language):
    read(text, language)


@pytest.mark.parametrize("read", READINGS.values(), ids=READINGS)
@pytest.mark.parametrize(
    "piece", ["1 ", "9", "000 ", "1.", "dos ", "mil ", "la 10 ", "1-", "nerja ", "menos nerja y ", "\N{GRINNING FACE}"]
)
def test_a_message_of_the_greatest_length_is_read_too(read, piece):
    read((piece * 4096)[:4096], "es")


@given(WORDS)
def test_a_text_whose_numbers_are_digits_already_stays_as_it_is(text):
    digits = with_digits(text)
    assert with_digits(digits) == digits
