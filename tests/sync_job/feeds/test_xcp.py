from datetime import UTC, datetime
from decimal import Decimal
from io import BytesIO

import pytest
from xcp_feed import a_feed, a_record, titled

from panelin.listing import Energy, Feature, Kind, Listing, Operation, Per, Place, Point, Price
from sync_job.feeds.records import Unreadable
from sync_job.feeds.xcp import parse

READ_AT = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)


def read(*records: str, **how) -> list[Listing | Unreadable]:
    return list(parse(BytesIO(a_feed(*records, **how)), READ_AT))


def the_home(reference: str = "A-1", **changes) -> Listing:
    (home,) = read(a_record(reference, **changes))
    assert isinstance(home, Listing), home
    return home


def test_a_home_is_read_with_its_numbers_place_and_page():
    assert the_home() == Listing(
        reference="A-1",
        operation=Operation.VENTA,
        kind=Kind.PISO,
        place=Place("Torrox", street="Calle Mar 3", point=Point(36.7581, -3.9532)),
        price=Price(200_000_00),
        read_at=READ_AT,
        bedrooms=2,
        bathrooms=1,
        built_m2=Decimal(80),
        url="https://agency.example/es/a-1",
    )


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("1", "estudio"), ("2", "apartamento"), ("4", "piso"), ("8", "duplex"), ("16", "casa"), ("32", "bungalow"), ("64", "chalet"),
        ("128", "villa"), ("256", "oficina"), ("512", "local"), ("1024", "nave"), ("2048", "edificio"), ("4096", "finca"),
        ("8192", "solar"), ("16384", "parcela"), ("32768", "garaje"), ("6", "otro"), ("", "otro"), ("piso", "otro"), (None, "otro"),
    ],
)  # fmt: skip
def test_every_code_of_a_kind_is_known_and_any_other_is_some_other_kind(code, kind):
    assert the_home(tipoInmueble=code).kind == Kind(kind)


@pytest.mark.parametrize(
    ("offer", "extension", "operation", "per"),
    [
        ("1", None, Operation.VENTA, Per.ONCE),
        ("2", None, Operation.ALQUILER, Per.MONTH),
        ("2", "1", Operation.ALQUILER, Per.MONTH),
        ("1", "16", Operation.VENTA, Per.ONCE),
    ],
)
def test_the_operation_is_a_code_and_a_rent_is_paid_by_the_month(offer, extension, operation, per):
    home = the_home(tipoOferta=offer, tipoOfertaExt=extension)
    assert (home.operation, home.price.per, home.price.cents) == (operation, per, 200_000_00)


def test_the_price_of_a_holiday_home_is_not_told_since_nobody_knows_what_it_is_for():
    home = the_home(tipoOferta="2", tipoOfertaExt="16", precio="700")
    assert home.operation is Operation.VACACIONAL
    assert home.price.cents is None


@pytest.mark.parametrize(
    ("text", "cents"),
    [("320000", 320_000_00), ("320000.00", 320_000_00), ("850,50", 850_50), ("320.000", 320_000_00), ("0", None), ("", None), (None, None),
     ("a consultar", None), ("-5", None), ("1e9", None), ("99999999999999", None)],
)  # fmt: skip
def test_a_price_that_is_none_is_a_price_on_request(text, cents):
    assert the_home(precio=text).price == Price(cents)


@pytest.mark.parametrize("name", ["baños", "ban\u0303os", "banos"])
def test_the_bathrooms_are_found_however_their_name_is_written(name):
    assert the_home(**{"baños": None, name: "3"}).bathrooms == 3


@pytest.mark.parametrize("text", ["0", "", "dos", "2.5", "-1", None])
def test_a_count_that_is_no_count_is_unknown(text):
    assert the_home(dormitorios=text).bedrooms is None


@pytest.mark.parametrize(("text", "has"), [(None, None), ("0", False), ("", None), ("no", False), ("1", True), ("2", True), ("sí", True)])
def test_a_missing_flag_is_unknown_and_a_flag_of_nought_is_no(text, has):
    assert the_home(ascensor=text).has(Feature.ASCENSOR) is has


def test_codes_say_no_more_than_is_known_of_them():
    home = the_home(tipoPlaya="1", tipoOrientacion="7", tipoZona="2", tipoAireAcondicionado="9", superficieTotal="300.00")
    assert dict(home.features) == {Feature.AIRE: True}
    assert home.plot_m2 is None
    assert the_home(tipoPlaya="4", tipoOrientacion="2").features == {Feature.SEGUNDA_LINEA: True, Feature.ORIENTACION_SUR: True}


@pytest.mark.parametrize(
    ("text", "energy"),
    [("D", Energy.D), ("g", Energy.G), ("en trámite", Energy.PENDING), ("Exento", Energy.EXEMPT), ("X", None), ("", None), (None, None)],
)
def test_the_energy_label_is_a_letter_or_one_of_two_words(text, energy):
    assert the_home(calificacionEnergetica=text).energy is energy


def test_a_consumption_is_no_label_unless_it_is_a_letter():
    assert the_home(consumoEnergetico="123.4").energy is None
    assert the_home(consumoEnergetico="C").energy is Energy.C


@pytest.mark.parametrize("shown", ["0", "", None])
def test_a_street_that_the_owner_has_not_released_is_not_even_kept(shown):
    (home,) = read(a_record(mostrarDireccion=shown, inside=titled("Piso", "Está en Calle Mar 3, junto al mar.")))
    assert home.place == Place("Torrox", point=Point(36.76, -3.95), hidden=True)
    assert "Calle Mar" not in repr(home)


@pytest.mark.parametrize(
    ("text", "point"),
    [
        ("36.7581,-3.9532", Point(36.7581, -3.9532)), (" 36.7581 , -3.9532 ", Point(36.7581, -3.9532)),
        ("36,7581,-3,9532", Point(36.7581, -3.9532)), ("0,0", None), ("25.76,-80.19", None), ("", None), ("nan,nan", None), ("36.7", None),
        (None, None),
    ],
)  # fmt: skip
def test_a_point_far_from_here_is_no_point(text, point):
    assert the_home(geoLocalizacion=text).place.point == point


def test_titles_go_by_place_and_descriptions_by_the_language_they_name():
    (home,) = read(
        a_record(
            inside="<descripcionPrincipal><descripcion><idioma>EN</idioma><texto>With views</texto></descripcion>"
            "<descripcion><idioma>es</idioma><texto>Con vistas</texto></descripcion></descripcionPrincipal>"
            "<extensionInmoenter><listaTitulos><titulo><texto>Piso</texto></titulo><titulo><texto>Flat</texto></titulo><titulo><texto/></titulo>"
            "<titulo><texto>?</texto></titulo><titulo><texto>Wohnung</texto></titulo></listaTitulos></extensionInmoenter>"
        )
    )
    assert home.text == {"en": "Flat\nWith views", "es": "Piso\nCon vistas", "de": "Wohnung"}


def test_descriptions_without_any_language_go_by_place_too():
    entries = "".join(f"<descripcion><texto>{text}</texto></descripcion>" for text in ("uno", "two", "trois", "x", "vier"))
    (home,) = read(a_record(inside=f"<descripcionPrincipal>{entries}</descripcionPrincipal>"))
    assert home.text == {"es": "uno", "en": "two", "fr": "trois", "de": "vier"}


def test_photos_keep_their_order_and_lose_what_is_no_web_address():
    urls = [
        "https://a.example/2.jpg",
        "https://a.example/1.jpg",
        "https://a.example/2.jpg",
        "javascript:alert(1)",
        "ftp://a.example/3.jpg",
        "",
        "file:///etc/passwd",
    ]
    images = "".join(f"<imagen><url><![CDATA[{url}]]></url></imagen>" for url in urls)
    (home,) = read(a_record(inside=f"<listaImagenes>{images}<imagen/></listaImagenes>"))
    assert home.photos == ("https://a.example/2.jpg", "https://a.example/1.jpg")


def test_the_contact_and_what_nobody_knows_never_leave_the_parser():
    (home,) = read(
        a_record(
            inside="<extensionInmoenter><nombreContacto>Canario</nombreContacto><emailContacto>canario@owner.example</emailContacto>"
            "<telefonoContacto>600111222</telefonoContacto></extensionInmoenter><propietario>Canario</propietario><comision>5%canario</comision>"
        )
    )
    assert "canario" not in repr(home).casefold()
    assert "600111222" not in repr(home)


def test_an_unreadable_home_is_named_with_a_reason_and_the_others_live():
    found = read(
        a_record("A-1"), a_record(None), a_record("  "), a_record("A-2", tipoOferta="7"), a_record("A-3", localidad=""), a_record("A-4"), "<propiedad/>"
    )  # fmt: skip
    assert [home.reference for home in found if isinstance(home, Listing)] == ["A-1", "A-4"]
    assert [(record.reference, record.reason) for record in found if isinstance(record, Unreadable)] == [
        (None, "it has no reference"),
        (None, "it has no reference"),
        ("A-2", "its operation is not known"),
        ("A-3", "it has no town"),
        (None, "it has no reference"),
    ]


def test_a_reference_keeps_its_case_accents_and_signs():
    assert the_home("A&amp;N Señuelo 3").reference == "A&N Señuelo 3"


def test_any_root_will_do_that_holds_the_list():
    file = a_feed(a_record()).replace(b"carteraPropiedades", b"cartera")
    assert len(list(parse(BytesIO(file), READ_AT))) == 1


def test_a_namespace_changes_nothing():
    file = a_feed(a_record()).replace(b"<carteraPropiedades>", b'<carteraPropiedades xmlns="http://www.entersoftweb.com/xcp">')
    (home,) = parse(BytesIO(file), READ_AT)
    assert home.bathrooms == 1
