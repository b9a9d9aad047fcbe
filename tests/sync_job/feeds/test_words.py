import pytest

from panelin.listing import Feature, Kind
from sync_job.feeds.words import cleaned, features_said, kind_said, opening


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        (None, ""),
        ("  ", ""),
        ("<p>Villa con piscina.</p><p>Vistas.</p>", "Villa con piscina.\nVistas."),
        ("Uno<br>dos<BR />tres", "Uno\ndos\ntres"),
        ("<ul><li>garaje</li><li class='x'>trastero</li></ul>", "garaje\ntrastero"),
        ("&lt;b&gt;Ocasi&amp;oacute;n&lt;/b&gt;", "Ocasión"),
        ("Mar &amp;amp; Sol", "Mar & Sol"),
        ("Terraza &gt; 40 m&sup2; y precio < 300", "Terraza > 40 m² y precio < 300"),
        ("uno  \r\n\r\n\r\n\r\ndos\rtres", "uno\n\ndos\ntres"),
        ("Co\u0301mpeta", "Cómpeta"),
        ("a\u200bb\u2060c\ufe0fd\u202ee", "abcde"),
        ("visible\U000e0041\U000e0042", "visible"),
        ("a\x85b\x1bc", "abc"),
    ],
)
def test_a_text_loses_markup_and_what_nobody_can_see(text, plain):
    assert cleaned(text) == plain


def test_the_opening_is_the_first_sentence():
    assert opening("Ático en Burriana. Junto a un adosado.") == "Ático en Burriana"
    assert opening("Ático\ncon vistas") == "Ático"
    assert opening("") == ""


@pytest.mark.parametrize(
    ("kind", "title", "description", "said"),
    [
        (Kind.PISO, "Ático en Burriana", "", (Kind.ATICO, "Ático en Burriana")),
        (Kind.APARTAMENTO, "ATICO CON VISTAS", "", (Kind.ATICO, "ATICO CON VISTAS")),
        (Kind.PISO, "Piso en Nerja", "Precioso ático con terraza. Céntrico.", (Kind.ATICO, "Precioso ático con terraza")),
        (Kind.DUPLEX, "Ático dúplex", "", (Kind.ATICO, "Ático dúplex")),
        (Kind.PISO, "Sobreático", "", (Kind.ATICO, "Sobreático")),
        (Kind.PISO, "Piso bajo ático", "", (Kind.PISO, None)),
        (Kind.PISO, "Piso en Nerja", "Piso céntrico. El vecino del ático es tranquilo.", (Kind.PISO, None)),
        (Kind.PISO, "Piso", "No es un ático", (Kind.PISO, None)),
        (Kind.VILLA, "Villa con ático diáfano", "", (Kind.VILLA, None)),
        (Kind.GARAJE, "Garaje junto al ático", "", (Kind.GARAJE, None)),
        (Kind.CASA, "Casa adosada en Capistrano", "", (Kind.ADOSADO, "Casa adosada en Capistrano")),
        (Kind.CHALET, "Chalet pareado", "", (Kind.PAREADO, "Chalet pareado")),
        (Kind.PISO, "Piso adosado al parque", "", (Kind.PISO, None)),
        (Kind.ESTUDIO, "Loft industrial", "", (Kind.LOFT, "Loft industrial")),
        (Kind.PISO, "Bajo con jardín", "", (Kind.BAJO, "Bajo con jardín")),
        (Kind.PISO, "Vivienda en planta baja", "", (Kind.BAJO, "Vivienda en planta baja")),
        (Kind.PISO, "Piso a precio bajo", "", (Kind.PISO, None)),
        (Kind.LOCAL, "Bajo comercial", "", (Kind.LOCAL, None)),
        (Kind.CASA, "Casa de pueblo con patio", "", (Kind.CASA_DE_PUEBLO, "Casa de pueblo con patio")),
        (Kind.FINCA, "Cortijo con olivos", "", (Kind.CORTIJO, "Cortijo con olivos")),
        (Kind.PISO, "", "", (Kind.PISO, None)),
    ],
)
def test_a_kind_without_a_code_is_proved_by_the_words_that_name_it(kind, title, description, said):
    assert kind_said(kind, title, description) == said


@pytest.mark.parametrize(
    ("title", "description", "features"),
    [
        ("Piso a reformar", "", {Feature.A_REFORMAR}),
        ("Piso", "Piso para reformar en el centro.", {Feature.A_REFORMAR}),
        ("Piso", "Piso amplio. No está a reformar.", set()),
        ("Piso reformado", "", {Feature.REFORMADO}),
        ("Piso sin reformar", "", set()),
        ("Obra nueva en Torre del Mar", "", {Feature.OBRA_NUEVA}),
        ("Apartamento en primera línea", "", {Feature.PRIMERA_LINEA}),
        ("Apartamento a 200 m de la primera línea", "", set()),
        ("Piso con vistas al mar", "", {Feature.VISTAS_MAR}),
        ("Piso sin vistas al mar", "", set()),
    ],
)
def test_what_a_home_is_counts_where_the_writer_says_it_of_the_home(title, description, features):
    assert set(features_said(title, description, has_pool=False)) == features


@pytest.mark.parametrize(
    ("description", "has_pool", "features"),
    [
        ("Con jardín. Piscina comunitaria.", True, {Feature.PISCINA_COMUNITARIA}),
        ("Con jardín. Piscina privada.", True, {Feature.PISCINA_PRIVADA}),
        ("Piscina privada y piscina comunitaria.", True, set()),
        ("Piscina.", True, set()),
        ("Piscina comunitaria.", False, set()),
    ],
)
def test_whose_pool_it_is_counts_only_if_the_record_has_one_and_one_is_named(description, has_pool, features):
    assert set(features_said("Casa", description, has_pool=has_pool)) == features
