"""The words the scripted assistant knows: languages, kinds of home, features, operations (product.md 4). Patterns meet folded text."""

import functools
import re
import unicodedata

SPOKEN = {
    "es": (
        "hola buenas buenos dias tardes noches busco buscamos buscando quiero queremos quisiera necesito necesitamos un una unos unas el "
        "la los las lo de del al en con sin y e o u para por hasta desde que no si me te se nos es son esta este ese esa eso estan tiene "
        "tienen teneis tienes hay mas menos mejor algo alguna alguno cuanto cuesta vale como donde cuando puedo puede podeis ver verlo "
        "todo nada muy pero ya tambien entre sobre mi mis tu su gracias favor porfa oye mira ando mirando interesa gusta gustaria vivir "
        "barato barata grande cerca lejos otra otro vez ahora aqui sigue disponible libre tope maximo minimo presupuesto precio euros mil "
        "cosa zona pueblo costa alrededores venta alquiler ni solo aun tengo tenemos somos estoy estamos da igual mes ano semana dame "
        "ponme ensename muestrame quien cual sois eres pues vaya ser hacer ir voy uso persona personas general total buen estado stop "
        "efectivo idealista fotocasa habitaciones dormitorios banos metros segundo primero tercero ultimo "
    ),
    "en": (
        "hi hello hey good morning evening the a an is are was we i you my our it its this that in on at of to for from with without and "
        "or not no still any looking want need would like buy buying rent renting have has do does can could how much many what which "
        "where when there please thanks thank available house flat home apartment near around under below between up about bed beds "
        "bedroom bedrooms bath show me see viewing price holiday sale us tell more one by as but all if so just maybe long term area town "
        "someone great "
    ),
    "de": (
        "hallo guten tag morgen abend wir ich sie der die das den dem ein eine einen einem einer im in am an auf mit ohne und oder nicht "
        "kein keine ist sind war noch suchen suche mochten mochte brauchen haben hat gibt es wie viel was welche wo wann zu zum zur bis "
        "von fur bitte danke frei verfugbar haus wohnung kaufen mieten zimmer schlafzimmer nahe unter zwischen etwa preis kostet zeigen "
        "sehen ja genau nein tausend bei uns "
    ),
}
KNOWN = {language: frozenset(words.split()) for language, words in SPOKEN.items()}

KINDS = {  # canonical Spanish -> pattern, English, German
    "piso": (r"pisos?|viviendas?|departamentos?|depto|depa|flats?|apartments?|wohnung(?:en)?", "Flat", "Wohnung"),
    "apartamento": (r"apartamentos?|aptos?|apartments?|ferienwohnung", "Apartment", "Apartment"),
    "estudio": (r"estudios?|studios?|einzimmerwohnung", "Studio", "Einzimmerwohnung"),
    "ático": (r"(?:sobre)?att?icos?|penthouses?|dachgeschoss(?:wohnung)?", "Penthouse", "Penthouse"),
    "dúplex": (r"duplex|triplex|maisonette", "Duplex", "Maisonette"),
    "loft": (r"lofts?", "Loft", "Loft"),
    "adosado": (r"adosad?[ao]s?|town ?houses?|terraced(?: house)?|reihenhaus|reihenhauser", "Terraced house", "Reihenhaus"),
    "pareado": (r"paread[ao]s?|bifamiliar|semi-?detached|doppelhaus(?:halfte)?", "Semi-detached house", "Doppelhaushälfte"),
    "bungalow": (r"bungalows?", "Bungalow", "Bungalow"),
    "chalet": (r"chalets?|detached house|freistehendes haus|einfamilienhaus", "Detached house", "freistehendes Haus"),
    "villa": (r"villas?|villen", "Villa", "Villa"),
    "finca": (r"fincas?(?: rusticas?)?|cortijos?|masias?|casas? de campo|country house|landhaus", "Country house", "Landhaus"),
    "casa": (r"casas?|casitas?|houses?|haus|hauser", "House", "Haus"),
    "parcela": (r"parcelas?|solar(?:es)?|terrenos?|plots?|grundstuck", "Plot", "Grundstück"),
    "local": (r"local(?:es)?(?: comercial(?:es)?)?|shop premises|gewerberaum|ladenlokal", "Shop", "Gewerberaum"),
    "oficina": (r"oficinas?|offices?|buro", "Office", "Büro"),
    "nave": (r"naves?(?: industrial(?:es)?)?|warehouse|lagerhalle", "Warehouse", "Halle"),
}
GARAGE = re.compile(r"\b(?:busco|buscamos|quiero|necesito|alquilo|comprar|alquilar) (?:un |una )?(?:plaza de )?(?:garaje|parking)\b")

FEATURES = {  # canonical Spanish -> pattern, English, German; an unknown feature is never a "no"
    "ascensor": (r"ascensor(?:es)?|elevador|lift|elevator|aufzug|fahrstuhl", "lift", "Aufzug"),
    "terraza": (r"terrazas?|terraces?|terrassen?", "terrace", "Terrasse"),
    "balcón": (r"balcon(?:es)?|balcony|balkon", "balcony", "Balkon"),
    "jardín": (r"jardin(?:es)?|garden|garten", "garden", "Garten"),
    "patio": (r"patios?", "patio", "Innenhof"),
    "solárium": (r"solarium|dachterrasse|roof terrace", "roof terrace", "Dachterrasse"),
    "piscina privada": (r"piscina (?:privada|propia)|private pool|(?:privater|eigener) pool", "private pool", "privater Pool"),
    "piscina comunitaria": (r"piscina comunitaria|shared pool|communal pool|gemeinschaftspool", "shared pool", "Gemeinschaftspool"),
    "piscina": (r"piscinas?|pisci|pool|schwimmbad", "pool", "Pool"),
    "garaje": (r"(?:plazas? de )?garajes?|cocheras?|parking(?: space)?|aparcamiento|garage|stellplatz", "parking", "Stellplatz"),
    "trastero": (r"trasteros?|storage(?: room)?|abstellraum", "storage room", "Abstellraum"),
    "amueblado": (r"amueblad[ao]s?|con muebles|(?<!un)furnished|mobliert", "furnished", "möbliert"),
    "aire acondicionado": (r"aire acondicionado|a/a|clima|air ?con(?:ditioning)?|klimaanlage", "air conditioning", "Klimaanlage"),
    "calefacción": (r"calefaccion|heating|heizung", "heating", "Heizung"),
    "chimenea": (r"chimenea|fireplace|kamin", "fireplace", "Kamin"),
    "vistas al mar": (r"vistas? al mar|se vea? el mar|sea views?|meerblick", "sea view", "Meerblick"),
    "primera línea": (
        r"primera linea(?: de playa)?|pie de playa|frente al mar|beachfront|erste meereslinie",
        "beachfront",
        "erste Meereslinie",
    ),
    "mascotas": (r"mascotas?|perr(?:it)?[oa]s?|gatos?|pets?|dogs?|haustiere?|hunde?", "pets", "Haustiere"),
    "accesible": (
        r"accesible|sin barreras|silla de ruedas|sin escaleras|step-free|wheelchair|barrierefrei|rollstuhl",
        "step-free",
        "barrierefrei",
    ),
    "bajo": (r"planta baja|(?<!mas )bajos?|ground floor|erdgeschoss", "ground floor", "Erdgeschoss"),
    "obra nueva": (r"obra(?: nueva)?|a estrenar|sobre plano|new build|neubau", "new build", "Neubau"),
    "a reformar": (r"(?:a|para) reformar|meterle mano|to renovate|renovierungsbedurftig", "to renovate", "renovierungsbedürftig"),
    "reformado": (r"reformad[ao]s?|entrar a vivir|renovated|renoviert", "renovated", "renoviert"),
    "despacho": (r"despacho|home office|arbeitszimmer", "study", "Arbeitszimmer"),
    "urbanización": (r"urbanizacion|urba|residencial|gated community|wohnanlage", "gated community", "Wohnanlage"),
}
OPERATIONS = {
    "vacacional": r"vacacion\w*|para el verano|por semanas|holiday (?:rent|let)\w*|ferien\w*",
    "traspaso": r"traspasos?",
    "alquiler": r"alquil\w*|rentar?|arriendo|arrendar|rent(?:al|ing)?|to let|miet\w*|todo el ano|larga temporada",
    "venta": r"compr(?:ar|o|amos|aria|arme)?|en venta|for sale|buy(?:ing)?|purchase|kauf\w*",
}
TIMEFRAMES = {
    "inmediato": r"cuanto antes|urgente|ya mismo|inmediat\w*|as soon as possible|asap|so bald wie moglich",
    "sin prisa": r"sin prisas?|no tengo prisa|no rush|keine eile",
    "fecha": r"para (?:enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|octubre|noviembre|diciembre)|despues de reyes"
    r"|antes (?:de|del) verano|en semana santa",
}
FINANCING = {
    "al contado": r"al contado|en efectivo|sin hipoteca|cash|bar bezahlen",
    "debe vender antes": r"tengo que vender|vender (?:antes|primero)|sell (?:ours|mine|my|our)\b.*first",
    "hipoteca aprobada": r"hipoteca (?:aprobada|concedida)|mortgage approved|finanzierung steht",
    "hipoteca": r"con hipoteca|with a mortgage|mit finanzierung",
}
USES = {
    "inversión": r"invertir|inversion|invest(?:ment|ieren)?|kapitalanlage",
    "segunda residencia": r"segunda residencia|second home|zweitwohnsitz",
    "vivienda habitual": r"(?:para|a) vivir|vivienda habitual|to live in|zum wohnen",
}
MOMENTS = {  # when somebody wants to see a home (product.md 6); the words only, a slot is real only from the calendar
    "day after tomorrow": r"pasado manana|(?:al|el) pasado\b|ubermorgen",
    "morning": r"por la manana|in the morning|vormittags?",
    "midday": r"a mediodia|at noon|mittags",
    "afternoon": r"por la tarde|in the afternoon|nachmittags?",
    "last hour": r"(?:a )?ultima hora",
    "weekend": r"(?:el |este )?fin(?:de| de semana)|weekend|wochenende",
    "next week": r"esta semana no,? la otra|la semana que viene|next week|nachste woche",
    "soon": r"en una hora|right now|ahora mismo",
    "any": r"cuando quieras|cuando podais|whenever",
    "tomorrow": r"(?<!la )(?<!pasado )manana|tomorrow",
    "after six": r"a partir de las \d{1,2}",
    "hour": r"(?:a|sobre) las? \d{1,2}(?::\d\d| y media| y cuarto)?|\d{1,2}:\d\d|um \d{1,2} uhr",
    "monday": r"lunes|monday|montag",
    "tuesday": r"martes|tuesday|dienstag",
    "wednesday": r"miercoles|wednesday|mittwoch",
    "thursday": r"jueves|thursday|donnerstag",
    "friday": r"viernes|friday|freitag",
    "saturday": r"sabado|saturday|samstag",
}


@functools.lru_cache(4_096)
def fold(text: str) -> str:
    """Give the text in lower case without accents, one character for one, so that places in it are places in the original."""
    return "".join(_folded(character) for character in text)


def _folded(character: str) -> str:
    plain = str(unicodedata.digit(character, unicodedata.normalize("NFKD", character)[:1].lower()))[:1]
    return " " if plain.isspace() and plain != "\n" else plain or " "


@functools.cache
def whole(pattern: str) -> re.Pattern[str]:
    """Compile a pattern that only meets whole words."""
    return re.compile(rf"(?<!\w)(?:{pattern})(?!\w)")


@functools.cache
def known(word: str) -> bool:
    """Tell whether the folded word belongs to any vocabulary here, so that it cannot be the name of a place."""
    return any(word in words for words in KNOWN.values()) or VOCABULARY.fullmatch(word) is not None


PHRASES = re.compile("|".join(
    rf"(?<!\w)(?:{pattern})(?!\w)"
    for pattern in [pattern for pattern, _, _ in FEATURES.values()]
    + [pattern for table in (OPERATIONS, TIMEFRAMES, FINANCING, USES, MOMENTS) for pattern in table.values()]
))  # fmt: skip
VOCABULARY = re.compile("|".join(
    [pattern for table in (KINDS, FEATURES) for pattern, _, _ in table.values()]
    + [pattern for table in (OPERATIONS, TIMEFRAMES, FINANCING, USES, MOMENTS) for pattern in table.values()]
))  # fmt: skip
