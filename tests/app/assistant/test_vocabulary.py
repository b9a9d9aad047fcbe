import pytest

from app.assistant.vocabulary import features_in, kinds_in, name_of, operation_in
from panelin.listing import Feature, Kind, Operation


@pytest.mark.parametrize("kind", list(Kind))
def test_every_kind_is_understood_by_its_own_name(kind):
    assert kinds_in([kind.value]) == ({kind}, ())


@pytest.mark.parametrize("feature", list(Feature))
def test_every_feature_is_understood_by_the_name_that_the_tools_give_it(feature):
    assert features_in([name_of(feature)]) == ({feature}, ())
    assert features_in([feature.value]) == ({feature}, ())


@pytest.mark.parametrize(
    ("word", "kind"),
    [
        ("ático", Kind.ATICO),
        ("Pisos", Kind.PISO),
        ("áticos", Kind.ATICO),
        ("penthouse", Kind.ATICO),
        ("Reihenhaus", Kind.ADOSADO),
        ("planta baja", Kind.BAJO),
    ],
)
def test_kinds_are_understood_as_people_write_them(word, kind):
    assert kinds_in([word])[0] == {kind}


@pytest.mark.parametrize(
    ("word", "feature"),
    [("piscina privada", Feature.PISCINA_PRIVADA), ("Balcón", Feature.BALCON), ("aire acondicionado", Feature.AIRE), ("lift", Feature.ASCENSOR),
     ("Aufzug", Feature.ASCENSOR), ("vistas al mar", Feature.VISTAS_MAR), ("sin barreras", Feature.ACCESIBLE), ("obra nueva", Feature.OBRA_NUEVA)],
)  # fmt: skip
def test_features_are_understood_as_people_write_them(word, feature):
    assert features_in([word])[0] == {feature}


def test_words_that_mean_nothing_are_given_back():
    assert features_in(["ascensor", "buena vibra", " "]) == ({Feature.ASCENSOR}, ("buena vibra",))
    assert kinds_in([]) == (frozenset(), ())


@pytest.mark.parametrize(
    ("word", "operation"),
    [
        ("venta", Operation.VENTA),
        ("comprar", Operation.VENTA),
        ("alquiler", Operation.ALQUILER),
        ("vacacional", Operation.VACACIONAL),
        (None, None),
        ("leasing", None),
    ],
)
def test_operations_are_understood(word, operation):
    assert operation_in(word) is operation
