"""The seven homes for sale that the sample agency's feed carries, as Inmoenter holds them: codes where XCP has codes, words elsewhere."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Home:
    """One property of the CRM; `codes` are the elements of XCP that hold a code, a flag or a count."""

    reference: str
    kind: int  # tipoInmueble
    price: int  # whole euros
    town: str
    postcode: str
    street: str
    point: tuple[float, float]
    bedrooms: int
    bathrooms: int
    built: int
    energy: str
    titles: dict[str, str]
    texts: dict[str, str]
    codes: dict[str, int] = field(default_factory=dict)
    extension: dict[str, int] = field(default_factory=dict)
    photos: int = 1
    changed: str = "2026-11-20T18:05:11"


HOMES = (
    Home(
        "BS-1042",
        4,
        320_000,
        "Nerja",
        "29780",
        "Calle Filipinas 4",
        (36.7489, -3.8662),
        2,
        2,
        78,
        "D",
        {"es": "Ático en Burriana", "en": "Penthouse in Burriana", "de": "Penthouse in Burriana"},
        {
            "es": "Ático con terraza de 40 m² a 300 m de la playa de Burriana. Ascensor, plaza de garaje y trastero incluidos.",
            "en": "Penthouse with a 40 m² terrace, 300 m from Burriana beach. Lift, parking space and storage room included.",
            "de": "Penthouse mit 40 m² Terrasse, 300 m vom Strand Burriana. Aufzug, Stellplatz und Abstellraum inklusive.",
        },
        {"ascensor": 1, "terrazas": 1, "superficieTerrazas": 40, "tipoPlaya": 3, "tipoPortero": 2, "antiguedad": 18},
        {"nplantas": 4, "salones": 1, "tipoCocina": 2},
        photos=2,
    ),
    Home(
        "BS-1077",
        4,
        215_000,
        "Nerja",
        "29780",
        "Calle Granada 12",
        (36.7468, -3.8749),
        3,
        1,
        92,
        "G",
        {"es": "Piso a reformar en el centro", "en": "Flat to renovate in the centre", "de": "Renovierungsbedürftige Wohnung im Zentrum"},
        {
            "es": "Piso a reformar en el centro de Nerja, tercera planta sin ascensor.\nTres dormitorios & mucha luz.",
            "en": "Flat to renovate in the centre of Nerja, third floor without lift.",
        },
        {"ascensor": 0, "antiguedad": 45, "tipoConservacion": 6},
        {"nplantas": 3, "salones": 1, "lavadero": 1},
    ),
    Home(
        "BS-1101",
        2,
        189_000,
        "Torrox",
        "29793",
        "Avenida del Faro 3",
        (36.7263, -3.9573),
        2,
        2,
        70,
        "E",
        {
            "es": "Apartamento en primera línea en Torrox Costa",
            "en": "Beachfront apartment in Torrox Costa",
            "de": "Apartment in erster Meereslinie",
        },
        {
            "es": "Apartamento en primera línea de playa con piscina comunitaria. Plaza de garaje opcional.",
            "en": "Beachfront apartment with a shared pool. Optional parking space.",
            "de": "Apartment in erster Meereslinie mit Gemeinschaftspool. Stellplatz optional.",
        },
        {"piscina": 1, "tipoPlaya": 1, "tipoAireAcondicionado": 2, "antiguedad": 1994},
        {"nplantas": 2, "salones": 1},
    ),
    Home(
        "BS-1120",
        16,
        289_000,
        "Nerja",
        "29780",
        "Calle Capistrano 8",
        (36.7572, -3.8630),
        3,
        2,
        115,
        "E",
        {"es": "Casa adosada en Capistrano", "en": "Town house in Capistrano", "de": "Reihenhaus in Capistrano"},
        {
            "es": "Casa adosada con piscina comunitaria y garaje.",
            "en": "Town house with a shared pool and a garage.",
            "de": "Reihenhaus mit Gemeinschaftspool und Garage.",
        },
        {"piscina": 1, "jardines": 1, "tipoZona": 2, "zonaAparcamiento": 1},
        {"nplantas": 2, "salones": 1},
    ),
    Home(
        "BS-1133",
        128,
        595_000,
        "Frigiliana",
        "29788",
        "Camino de los Moriscos 1",
        (36.7912, -3.8951),
        4,
        3,
        210,
        "C",
        {"es": "Villa con piscina privada", "en": "Villa with private pool", "de": "Villa mit privatem Pool"},
        {
            "es": "<p>Villa con piscina privada y parcela de 1.200 m&sup2;.</p><p>Vistas a la sierra.</p>",
            "en": "Villa with a private pool on a plot of 1,200 m².",
        },
        {"piscina": 1, "jardines": 1, "tipoOrientacion": 2},
        {"nplantas": 1, "salones": 2},
    ),
    Home(
        "BS-1150",
        4,
        245_000,
        "Vélez-Málaga",
        "29740",
        "Paseo de Larios 20",
        (36.7402, -4.0943),
        2,
        2,
        85,
        "A",
        {
            "es": "Piso de obra nueva en Torre del Mar",
            "en": "New-build flat in Torre del Mar",
            "de": "Neubauwohnung in Torre del Mar",
        },
        {
            "es": "Promoción de obra nueva en Torre del Mar, desde 245.000 € + IVA. Entrega en el 4.º trimestre de 2027.",
            "en": "New development in Torre del Mar, from €245,000 + VAT. Delivery in the fourth quarter of 2027.",
        },
        {"antiguedad": 0},
        {"salones": 1},
    ),
    Home(
        "BS-1066",
        8,
        275_000,
        "Nerja",
        "29780",
        "Calle Pintada 30",
        (36.7459, -3.8757),
        3,
        2,
        110,
        "D",
        {"es": "Dúplex en el centro", "en": "Duplex in the centre", "de": "Maisonette im Zentrum"},
        {"es": "Dúplex en el centro de Nerja.", "en": "Duplex in the centre of Nerja."},
        {"armariosEmpotrados": 2},
        {"nplantas": 1, "salones": 1},
    ),
)
HOME = {home.reference: home for home in HOMES}
