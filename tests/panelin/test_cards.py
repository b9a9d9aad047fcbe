from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from fixture_homes import (
    BS_1042,
    BS_1066,
    BS_1077,
    BS_1101,
    BS_1120,
    BS_1133,
    BS_1150,
    BS_1160,
    BS_2010,
    BS_2018,
    HOMES,
    READ_AT,
    TODAY,
    euros,
)  # fmt: skip

from panelin.actions import Choice, SendLocation
from panelin.cards import Card, card, energy_text, location_of, place_text, plain, price_text, state_text, title_of
from panelin.ids import Reference
from panelin.listing import Availability, Energy, Extra, Feature, Kind, Listing, Per, Place, Price, Source, State
from panelin.wish import Wish

NBSP = "\N{NO-BREAK SPACE}"
MADRID = ZoneInfo("Europe/Madrid")


def shown(listing: Listing, language="es", wish: Wish | None = None, now: datetime = TODAY) -> Card:
    return card(listing, language, wish, now=now)


def lines(listing: Listing, language="es", wish: Wish | None = None, now: datetime = TODAY) -> list[str]:
    return shown(listing, language, wish, now).body.replace(NBSP, " ").split("\n")


def test_the_card_of_the_product_page():
    assert lines(BS_1042) == [
        "*Ático en Burriana, Nerja* · Ref. BS-1042",
        "320.000 €",
        "2 dorm · 2 baños · 78 m² construidos + terraza 40 m²",
        "Ascensor, garaje y trastero · Playa a 300 m",
        "Certificado energético: D",
    ]
    assert shown(BS_1042).photo == BS_1042.photos[0]
    assert shown(BS_1042).choices == (
        Choice("v1:visit:BS-1042", "Pedir visita"),
        Choice("v1:location:BS-1042", "Ver ubicación"),
        Choice("v1:person:BS-1042", "Hablar con agente"),
    )


def test_d09_the_same_card_in_english():
    assert lines(BS_1042, "en") == [
        "*Penthouse in Burriana, Nerja* · Ref. BS-1042",
        "€320,000",
        "2 bed · 2 bath · 78 m² built + 40 m² terrace",
        "Lift, parking and storage room · Beach at 300 m",
        "Energy label: D",
    ]


def test_d10_a_shared_pool_stays_a_shared_pool_in_german():
    assert lines(BS_1120, "de") == [
        "*Reihenhaus in Capistrano, Nerja* · Ref. BS-1120",
        "289.000 €",
        "3 Schlafzimmer · 2 Bäder · 115 m² bebaute Fläche",
        "Gemeinschaftspool und Stellplatz",
        "Energieausweis: E",
    ]


def test_a_hidden_address_shows_its_zone_only_and_no_photo_and_no_price_are_said():
    body = lines(BS_1160)
    assert body == [
        "*Finca en Cómpeta* · Ref. BS-1160",
        "Precio a consultar",
        "3 dorm · 1 baño · 140 m² construidos + parcela 12.000 m²",
        "Certificado energético: en trámite",
        "sin fotos todavía",
    ]
    assert BS_1160.place.street not in "\n".join(body)
    assert shown(BS_1160).photo is None
    assert [choice.id for choice in shown(BS_1160).choices] == ["v1:visit:BS-1160", "v1:person:BS-1160"]


def test_no_card_shows_a_word_of_the_feeds_free_text():
    assert "Bizum" not in shown(BS_1160).body
    assert "olivos" not in shown(BS_1160).body


def test_d06_a_rental_says_month_floor_and_term():
    assert lines(BS_2010) == [
        "*Piso en el centro, Nerja* · Ref. BS-2010",
        "850 €/mes",
        "2 dorm · 1 baño · 65 m² construidos",
        "Ascensor y amueblado",
        "Planta 2 · larga temporada",
        "Certificado energético: E",
    ]


def test_d11_an_optional_garage_is_shown_with_its_price_and_not_as_included():
    assert lines(BS_1101)[3:5] == ["Primera línea de playa y piscina comunitaria", "Garaje opcional: 15.000 €"]
    assert "optional" not in shown(replace(BS_1101, extras=(Extra(Feature.GARAJE),)), "en").body


def test_a_home_without_a_lift_says_so_and_one_of_which_nothing_is_known_does_not():
    assert lines(BS_1077)[4] == "Planta 3 · sin ascensor"
    assert "ascensor" not in shown(BS_1120).body


def test_a_new_build_keeps_from_and_vat_and_tells_its_handover():
    assert lines(BS_1150)[1] == "desde 245.000 € + IVA"
    assert lines(BS_1150)[3:5] == ["Obra nueva", "Entrega: 4.º trimestre 2027"]


def test_a_home_that_is_free_later_says_from_when_and_one_that_is_free_now_does_not():
    assert "disponible desde el viernes 1 de enero" in shown(BS_2018).body
    assert "disponible" not in shown(replace(BS_2018, available_from=date(2026, 11, 1))).body


def test_a_holiday_home_shows_its_registration():
    assert "Registro: VFT/MA/01234" in shown(replace(BS_2010, registration="VFT/MA/01234")).body


def test_what_the_customer_asked_for_comes_first():
    home = replace(BS_1042, features={**BS_1042.features, Feature.AIRE: True, Feature.VISTAS_MAR: True, Feature.CHIMENEA: True})
    assert "vistas" not in shown(home).body.lower()
    assert lines(home, wish=Wish(must=frozenset({Feature.VISTAS_MAR})))[3].startswith("Vistas al mar, ascensor")
    assert lines(home, wish=Wish(nice=frozenset({Feature.AIRE})))[3].startswith("Aire acondicionado, ascensor")


def test_a_wished_thing_that_the_home_surely_lacks_is_named():
    home = replace(BS_1120, features={**BS_1120.features, Feature.TERRAZA: False})
    assert "sin terraza" not in shown(home).body
    assert "Sin terraza" in shown(home, wish=Wish(nice=frozenset({Feature.TERRAZA}))).body


def test_a_terrace_without_a_size_and_a_pool_without_a_kind_stand_among_the_features():
    home = replace(BS_1120, features={Feature.TERRAZA: True, Feature.PISCINA: True})
    assert lines(home)[3] == "Terraza y piscina"
    assert lines(replace(home, terrace_m2=Decimal(12)))[3] == "Piscina"
    assert lines(replace(home, features={Feature.PISCINA: True, Feature.PISCINA_PRIVADA: True}))[3] == "Piscina privada"


def test_never_more_than_two_lines_of_facts_besides_the_rooms_and_sizes():
    everything = replace(
        BS_2010, features=dict.fromkeys(Feature, True), extras=BS_1101.extras, beach_m=300, delivery="2027", registration="X"
    )
    assert len(shown(everything).extras) == 2
    assert len(shown(everything).body) <= 1024


@pytest.mark.parametrize(
    ("change", "facts"),
    [
        ({"bedrooms": None, "bathrooms": None}, "92 m² construidos"),
        ({"built_m2": None}, "3 dorm · 1 baño"),
        ({"built_m2": None, "usable_m2": Decimal("70.5")}, "3 dorm · 1 baño · 70,5 m² útiles"),
        ({"bedrooms": 0}, "estudio · 1 baño · 92 m² construidos"),
        ({"bedrooms": 0, "kind": Kind.ESTUDIO}, "1 baño · 92 m² construidos"),
        ({"bedrooms": 1, "bathrooms": 2}, "1 dorm · 2 baños · 92 m² construidos"),
    ],
)
def test_rooms_and_sizes_are_told_as_far_as_they_are_known(change, facts):
    assert lines(replace(BS_1077, **change))[2] == facts


def test_a_home_of_which_nothing_is_known_has_a_short_card():
    bare = Listing(Reference("X-1"), BS_1042.operation, Kind.OTRO, Place("Nerja"), Price(0), READ_AT)
    assert lines(bare) == ["*Inmueble en Nerja* · Ref. X-1", "Precio a consultar", "sin fotos todavía"]


def test_the_ground_floor_has_a_name_and_a_house_has_no_floor():
    assert "Planta baja" in shown(replace(BS_1120, floor=0)).body
    assert "planta" not in shown(replace(BS_1133, floor=2)).body.lower()


@pytest.mark.parametrize(
    ("published", "written"),
    [
        (Price(euros(320_000)), "320.000 €"),
        (Price(0), "Precio a consultar"),
        (Price(None), "Precio a consultar"),
        (Price(euros(850), Per.MONTH), "850 €/mes"),
        (Price(euros(900), Per.WEEK), "900 €/semana"),
        (Price(euros(245_000), from_=True, plus_vat=True), "desde 245.000 € + IVA"),
        (Price(euros(200_000), fees_note="honorarios no incluidos, 3 %"), "200.000 € · honorarios no incluidos, 3 %"),
    ],
)
def test_a_price_is_written_exactly_as_published(published, written):
    assert price_text(published, "es").replace(NBSP, " ") == written


def test_marks_and_line_breaks_in_foreign_text_mean_nothing_to_whatsapp():
    home = replace(
        BS_1042, reference=Reference("A_1*"), place=Place("*Nerja*", "Burri\n\nana_"), price=Price(100, fees_note="*oferta*\n~x~ `y`")
    )
    body = shown(home).body
    assert body.count("*") == 2
    assert not set("_~`") & set(body)
    assert len(body.split("\n")) == 5
    assert plain("palabra " * 60).endswith("palabra…")
    assert len(plain("palabra " * 60)) <= 300


def test_a_home_reserved_while_its_card_is_drawn_says_so_first_and_offers_others():
    assert lines(BS_1066)[:3] == ["*Dúplex en el centro, Nerja* · Ref. BS-1066", "*Reservada*", "275.000 €"]
    assert shown(BS_1066).choices == (Choice("v1:similar:BS-1066", "Más opciones"),)


@pytest.mark.parametrize(
    ("state", "words"),
    [
        (Availability.DISPONIBLE, "disponible hoy"),
        (Availability.RESERVADO, "reservada"),
        (Availability.VENDIDO, "vendida"),
        (Availability.ALQUILADO, "alquilada"),
        (Availability.RETIRADO, "retirada"),
    ],
)
def test_the_state_is_said_as_the_record_has_it(state, words):
    assert state_text(replace(BS_1042, state=State(state, Source.DESK, READ_AT)), "es", now=TODAY) == words


@pytest.mark.promise("P6")
def test_a_home_that_only_the_feed_knows_is_published_and_never_called_available():
    home = replace(BS_1042, state=None)
    for language in ("es", "en", "de"):
        assert state_text(home, language, now=TODAY) != state_text(BS_1042, language, now=TODAY)
    assert state_text(home, "es", now=TODAY) == "publicada en el catálogo de hoy"


@pytest.mark.promise("P6")
def test_a_record_older_than_a_day_and_a_half_is_said_with_its_date():
    fresh, old = READ_AT + timedelta(hours=36), READ_AT + timedelta(hours=36, seconds=1)
    for home in (BS_1042, replace(BS_1042, state=None)):
        assert "catálogo del" not in state_text(home, "es", now=fresh)
        assert state_text(home, "es", now=old) == "publicada en el catálogo del lunes 23 de noviembre"
    assert lines(BS_1042, now=fresh)[1] == "320.000 €"
    assert lines(BS_1042, now=old)[1] == "Publicada en el catálogo del lunes 23 de noviembre"


def test_the_date_of_a_record_is_that_of_the_agencys_clock():
    late = replace(BS_1042, read_at=datetime(2026, 11, 23, 23, 30, tzinfo=UTC))
    assert "martes 24" in state_text(late, "es", now=datetime(2026, 11, 26, 12, 0, tzinfo=MADRID))


@pytest.mark.parametrize(
    ("energy", "words"),
    [
        (Energy.A, "Certificado energético: A"),
        (Energy.PENDING, "Certificado energético: en trámite"),
        (Energy.EXEMPT, "Certificado energético: exento"),
        (None, None),
    ],
)
def test_the_energy_label_is_printed_and_an_unknown_one_left_out(energy, words):
    assert energy_text(energy, "es") == words


def test_the_pin_of_a_home_is_given_unless_it_is_hidden_or_unknown():
    assert location_of(BS_1042) == SendLocation(
        Reference("BS-1042"), 36.7489, -3.8662, name="Ref. BS-1042", address="Calle Filipinas 4, Nerja"
    )
    assert location_of(BS_1160) is None
    assert location_of(replace(BS_1042, place=replace(BS_1042.place, point=None))) is None
    assert location_of(replace(BS_1042, place=replace(BS_1042.place, street=None))).address == "Nerja"


@pytest.mark.parametrize(("language", "centre"), [("es", "el centro, Nerja"), ("en", "the centre, Nerja"), ("de", "der Ortsmitte, Nerja")])
def test_the_centre_of_a_town_is_said_as_people_say_it(language, centre):
    assert place_text(BS_1077.place, language) == centre
    assert title_of(BS_1133, language).endswith("Frigiliana")


def test_every_button_fits_whatsapp_in_every_language():
    for home in HOMES:
        for language in ("es", "en", "de"):
            choices = shown(home, language).choices
            assert 1 <= len(choices) <= 3
            assert all(len(choice.title) <= 20 and len(choice.id) <= 256 for choice in choices)
