import pytest

from panelin.numerals import fold, with_digits


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("  Ático  en   CÓMPETA ", "atico en competa"),
        ("España ñ Ñ", "españa ñ ñ"),
        ("80 m²", "80 m2"),
        ("200\u00a0000 €", "200 000 €"),
        ("200’000", "200'000"),
        ("3º", "3o"),
        ("Wohnfläche für Größe", "wohnflache fur grosse"),
        ("", ""),
    ],
)
def test_spellings_become_equal_and_the_letter_enye_stays(written, folded):
    assert fold(written) == folded


@pytest.mark.parametrize(
    ("words", "digits"),
    [
        ("doscientos mil", "200000"),
        ("no más de cuatrocientos mil euros", "no mas de 400000 euros"),
        ("dos habitaciones", "2 habitaciones"),
        ("dos o tres habitaciones", "2 o 3 habitaciones"),
        ("medio millón", "500000"),
        ("un millón doscientos", "1200000"),
        ("un millón doscientos mil", "1200000"),
        ("dos millones", "2000000"),
        ("millón y medio", "1500000"),
        ("un millón y medio", "1500000"),
        ("2 millones y medio", "2500000"),
        ("ciento treinta y cinco mil", "135000"),
        ("entre ciento ochenta y doscientos veinte", "entre 180 y 220"),
        ("treinta y algo", "30 y algo"),
        ("ochenta y cien", "80 y 100"),
        ("mil euros", "1000 euros"),
        ("dos mil quinientos", "2500"),
        ("máximo novecientos, y tengo un perro", "maximo 900, y tengo un perro"),
        ("200 mil", "200 mil"),
        ("1,2 millones", "1,2 millones"),
        ("busco un piso", "busco un piso"),
        ("uno o dos dormitorios", "uno o 2 dormitorios"),
        ("cinco seis", "5 6"),
        ("cien", "100"),
        ("veinte cien", "20 100"),
    ],
)
def test_spanish_number_words_become_digits_and_articles_stay_words(words, digits):
    assert with_digits(words) == digits


@pytest.mark.parametrize(
    ("words", "language", "digits"),
    [
        ("two hundred thousand", "en", "200000"),
        ("two hundred and fifty thousand", "en", "250000"),
        ("two hundred and a garage", "en", "200 and a garage"),
        ("five and ten", "en", "5 and 10"),
        ("two hundred twenty five thousand", "en", "225000"),
        ("five hundred", "en", "500"),
        ("half a million", "en", "500000"),
        ("one bedroom", "en", "one bedroom"),
        ("once", "en", "once"),
        ("bis dreihunderttausend", "de", "bis 300000"),
        ("zweihundertfünfzigtausend", "de", "250000"),
        ("fünfunddreißigtausend", "de", "35000"),
        ("300 Tausend", "de", "300 tausend"),
        ("eine halbe Million", "de", "500000"),
        ("eine Wohnung und ein Haus", "de", "eine wohnung und ein haus"),
        ("doscientos mil", "fr", "200000"),
    ],
)
def test_english_and_german_number_words_become_digits_and_other_languages_read_as_spanish(words, language, digits):
    assert with_digits(words, language) == digits
