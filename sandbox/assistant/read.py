"""From a customer's text to an intent and slots. Pure; towns are not known here, place words are kept as typed."""

import re
from dataclasses import dataclass, fields, replace

from sandbox.assistant.amounts import OPEN_END, amounts
from sandbox.assistant.words import FEATURES, FINANCING, GARAGE, KINDS, MOMENTS, OPERATIONS, PHRASES, TIMEFRAMES, USES, fold, known, whole

SEARCHES = {name: whole(pattern) for name, (pattern, _, _) in KINDS.items()}
FEATURE_PATTERNS = {name: whole(pattern) for name, (pattern, _, _) in FEATURES.items()}
INTENTS = tuple((name, re.compile(pattern)) for name, pattern in (  # the first that fits wins
    ("hostile", r"\bignor(?:a|e) (?:tus|las|all|your|previous)|\bactua como|\bact as\b|system prompt|tus instrucciones|</?system|vergiss (?:alle|deine) anweis"),
    ("robot", r"\b(?:eres|sois) (?:un |una )?(?:robot|bot|maquina|ia|persona|humano)\b|\bare you (?:a |an )?(?:robot|bot|human|real|ai|machine)\b"
     r"|\bsind sie (?:ein )?(?:roboter|mensch|bot|echt)"),
    ("alert", r"\bavisa(?:me|dme) (?:si|cuando)\b|\blet me know (?:if|when)\b|\bsagen sie (?:mir )?bescheid"),
    ("angry", r"\breclamacion|\bdenunci|\babogado|\bestafa|\bverguenza|\btercera vez|\binutil|\bcabron|\bgilipollas|\bscam\b|\bcomplaint|\bbetrug|\bbeschwerde"),
    ("person", r"\b(?:habl\w+|pas\w+|pon\w*|comuni\w+) (?:\w+ ){0,2}(?:con )?(?:un |una |el |la |algun |alguna |algun@ )?"
     r"(?:alguien|persona|human[oa]|agente|asesor\w*|comercial|responsable|encargad[oa])\b|\bllama(?:me|dme)\b|\bme (?:puede|podeis|podriais|pueden|puedes) llamar"
     r"|\bque me (?:llam|atiend)\w+|\b(?:necesito|quiero) un (?:asesor|agente)\b(?! ?fiscal)|\bhay alguien\b(?! interesad)|\bhablar con (?:una )?maquina"
     r"|\b(?:alguien|persona) de verdad|\bal(?:guien)? del equipo\b|\b(?:speak|talk) (?:to|with) (?:a |an |some)|\bcall me\b|\bmitarbeiter\b|\brufen sie\b"
     r"|\bmit (?:einem )?menschen?\b"),
    ("rights", r"\bdatos tene?is\b|\bborr\w+ (?:todos )?mis datos|\bmis datos\b|\bderecho al olvido|\bprivacidad\b|\bdelete my data|\bdaten loschen"),
    ("owner", r"\bdar de baja (?:mi|el|un) anuncio|\b(?:vender|alquilar) (?:mi|nuestr\w+) |\bcuanto vale mi\b|\bsell (?:my|our) (?:house|flat|home|apart)"
     r"|\bmein(?:e|en)? (?:haus|wohnung) verkaufen"),
    ("payment", r"\bbizum\b|\b(?:mando|pago|envio|transfiero|hago) (?:ya )?(?:la |el |una )?(?:senal|deposito|transferencia)|\bpay (?:the )?deposit"),
    ("papers", r"\bmi (?:dni|nie|iban|nomina|pasaporte)\b|\b\d{8}[a-z]\b|\b[xyz]\d{7}[a-z]\b|\bes\d{2}(?: ?\d{4}){5}\b"),
    ("minor", r"\btengo (?:1[0-7]) (?:anos|y )|\bsoy menor\b|\bi(?:'m| am) 1[0-7]\b"),
    ("haggle", r"\bbaja(?:n|is|is)? (?:el|de|algo|un poco)? ?(?:precio)|\bmas bajo\b|\bnegocia\w*|\bultimo precio\b|\b(?:te|os) (?:ofrezco|doy)\b|\boferta de\b"
     r"|\bnegotiable\b|\bbest price\b|\bverhandel|\bletzter preis"),
    ("legal", r"\b(?:itp|iva|ajd|plusvalia|notaria|impuestos?|clausulas?|contrato|desahucio|tasacion|hipotecas?|taxes|tax|mortgage|steuern?)\b(?! aprobada)"
     r"|\bgastos de compra|\basesoria fiscal|\bme dar(?:an|ian) la hipoteca"),
    ("equal", r"\bextranjer|\bmarroqu|\bgitan|\bsolo (?:a )?espanol|\bforeigners?\b|\bauslander"),
    ("area", r"\b(?:buena|mala|tranquila|segura) zona\b|\bzona (?:segura|tranquila|buena|mala)|\bgente de (?:fuera|bien)|\bsafe area\b|\bgood area\b|\bsichere gegend"),
    ("off_topic", r"\b(?:receta|quijote|deberes|poema|chiste|futbol|politica|presidente|python|javascript|recipe|homework|poem|joke|football|gedicht|witz|rezept)\b"),
    ("dossier", r"\bdossier\b|\bfichas?\b|\bpdf\b|\bplanos?\b(?! ?a)|\bmandame info|\bbrochure\b|\bexpose\b|\bno me llega\b"),
    ("photos", r"\bfotos\b|\bvideos?\b|\bphotos\b|\bpictures\b"),
    ("visit", r"\b(?:verlo|verla|verlos|visit\w+|quedar|besichtig\w+|viewing)\b|\bcuando se puede ver|\bcan i see it\b"),
    ("location", r"\bdonde (?:esta|queda)\b|\bubicacion\b|\bmapa\b|\bwhere is (?:it|the)\b|\blocation\b|\bwo (?:ist|liegt)\b|\bstandort\b"),
))  # fmt: skip
QUESTIONS = {
    "price": r"\bprecio\b|\bcuanto (?:cuesta|vale|es|pide|sale|piden)|\bmas barat|\bestaba en\b|\bprice\b|\bhow much\b|\bpreis\b|\bwie viel kostet",
    "state": r"\bsigue (?:disponible|libre|en)|\b(?:esta|estan) (?:libre|disponible|reservad)|\bse ha vendido|\bdisponible\b|\bavailable\b|\bverfugbar\b|\bnoch (?:frei|zu haben)",
    "size": r"\bcuantos metros\b|\bm2 tiene|\bhow big\b|\bwie gross\b",
    "bedrooms": r"\bcuant[ao]s (?:hab\w*|dorm\w*|cuartos)|\bhow many bed|\bwie viele (?:schlaf)?zimmer",
    "bathrooms": r"\bcuantos banos|\bhow many bath|\bwie viele bader",
    "floor": r"\bque (?:piso|planta|altura)\b|\bwhich floor|\bwelche[rsn]? (?:etage|stock)",
    "energy": r"\bcertificado energetico|\betiqueta energetica|\benergy (?:label|rating)|\benergieausweis",
    "fees": r"\b(?:gastos de )?comunidad\b(?! de)|\bibi\b|\bcommunity fees|\bnebenkosten|\bhausgeld",
    "more": r"\b(?:cuentame|dime|sabes|tell me|erzahlen)\b.*\b(?:mas|de|more|about|mehr)\b|\bquien es el agente\b|\binteresa\b|\binterested\b|\binteressiert",
}
ASKED = {name: re.compile(pattern) for name, pattern in QUESTIONS.items()}
ABOUT_ONE = re.compile(
    r"^(?:(?:y|e|and|und|hola|pero|oye)[ ,]+)*[¿ ]*(?:tiene|tienen|es|hay|esta|cuanto|se|does|is|has|hat|ist|gibt|sin|con)\b.*\?|\binclu(?:id[oa]s?|ye|ded)\b|\binklusive\b"
    r"|\bmas barat\w*|^(?:y )?(?:tiene|es de|admite\w*|permiten?)\b"
)
OFFERED = re.compile(
    r"\b(?:ten(?:e?is|eis)|tienes|busc\w+|algun[oa]?|algo|looking|do you have|any|such\w*|gibt es|haben sie|necesit\w+|quier\w+)\b"
)
REFERENCE = re.compile(
    r"(?<!\w)(?!(?:es|m|a|la|de|en|y|o)\d)([a-z]{1,3}-?\d{3,6})(?!\w)|\bref(?:erencia|erence|erenz)?\.? ?(?:n[o.]? ?)?([a-z]{0,4}-?\d{2,6})\b|\b(?:la|el|die|the) (\d{3,5})\b(?! ?(?:€|k\b|mil|eu|m))"
)
ORDINALS = {
    0: r"primer[oa]?|first|erste[nrs]?",
    1: r"segund[oa]|second|zweite[nrs]?",
    2: r"tercer[oa]?|third|dritte[nrs]?",
    -1: r"ultim[oa]|last one|letzte[nrs]?",
}
ORDINAL = {
    place: re.compile(rf"\b(?:el|la|the|den|die|das|der) (?:{pattern})\b(?! (?:linea|residencia|planta|hora|precio|vez))")
    for place, pattern in ORDINALS.items()
}
THIS_ONE = re.compile(
    r"\b(?:ese|esa|este|esta) (?:me|mism|casa|piso)|^(?:ese|esa|este|that one|this one|diese[sr]?)\b|\bel barato\b|\bthe cheap"
)
THE_HOME = re.compile(
    rf"\b(?:el|la|del|al|ese|esa|the|das|die|der|den)\s+(?:{'|'.join(p for p, _, _ in KINDS.values())})(?!\w)|\b(?:el|la) de (?!\d)\w+"
)
YES = re.compile(
    r"^(?:si|sip|claro|vale|ok|okay|oki|va|de acuerdo|perfecto|yes|yeah|sure|ja|gern\w*|genau|por favor|porfa|please|bitte|[ ,.!])+$"
)
NO = re.compile(r"^(?:no|nop|nada|nein|no gracias|not now|ahora no)[ .!]*$")
THANKS = re.compile(
    r"^\W*(?:(?:muchas |mil )?gracias|adios|hasta luego|chao|thanks|thank you|bye|danke|tschuss|perfecto,? gracias)\b.{0,30}$|^[^\w¿?]+$|^(?:ja){2,}$"
)
GREETING = re.compile(
    r"^\W*(?:hola|buen[ao]s(?: dias| tardes| noches)?|hey|hi|hello|good (?:morning|evening|afternoon)|guten (?:tag|morgen|abend)|hallo|moin)\W*(?:que tal\W*)?$"
)
PLACE = re.compile(
    r"(?<!\w)(?:en|in|por|cerca de|zona de|zona|near|around|bei|nahe)\s+(?:(?:el|la|los|las|the|der|dem)\s+)?", re.IGNORECASE
)
EXCEPT = re.compile(
    r"(?<!\w)(?:menos|excepto|salvo|except|ausser|nicht in|not in|pero no)\s+(?:(?:en|in)\s+)?(?:(?:el|la|los|las|the)\s+)?"
)
WORD = re.compile(r"[^\W\d_][\w'’-]*")
JOINED = re.compile(r"\s*(?:,|\bo\b|\by\b|\bor\b|\band\b|\boder\b|\bund\b|/)\s*(?:en\s+|in\s+)?(?:(?:el|la|los|las)\s+)?")
WITHIN = frozenset("de del la las los el y costa playa mar centro alta baja norte sur este oeste".split())
ALLOWED_HEADS = frozenset({"centro", "center", "centre", "zentrum"})


@dataclass(frozen=True, slots=True)
class Reading:
    """What one turn of the customer says; empty = not said."""

    intent: str = "unknown"
    operation: str | None = None
    types: tuple[str, ...] = ()
    zones: tuple[str, ...] = ()
    excluded_zones: tuple[str, ...] = ()
    price_max: int | None = None
    price_min: int | None = None
    flexible: bool | None = None
    bedrooms_min: int | None = None
    bathrooms_min: int | None = None
    area_min: int | None = None
    plot_min: int | None = None
    must: tuple[str, ...] = ()
    nice: tuple[str, ...] = ()
    must_not: tuple[str, ...] = ()
    timeframe: str | None = None
    financing: str | None = None
    use: str | None = None
    open_end: bool = False
    implied: frozenset[str] = frozenset()
    doubtful: bool = False
    asked: tuple[str, ...] = ()
    references: tuple[str, ...] = ()
    ordinal: int | None = None
    names_home: bool = False
    moment: tuple[str, ...] = ()


DEMAND = ("operation types zones excluded_zones price_max price_min flexible bedrooms_min bathrooms_min area_min must nice must_not "
          "timeframe financing use").split()  # fmt: skip


def read(text: str, *, operation: str | None = None, asked_for: str | None = None) -> Reading:
    """Read one turn; `operation` is what is known already, `asked_for` the subject of our last question (zone, budget)."""
    folded = fold(text)
    slots = _slots(text, folded, operation, asked_for)
    return replace(slots, intent=_intent(text, folded, slots))


def says_something(reading: Reading) -> bool:
    """Tell whether the reading holds a wish about a home."""
    return any(getattr(reading, name) not in (None, ()) for name in (*DEMAND, "plot_min")) or reading.open_end


def merged(old: Reading, new: Reading) -> Reading:
    """Lay a newer reading over an older one: the newest wins, features gather and change sides."""
    said = {f.name: getattr(new, f.name) for f in fields(new) if getattr(new, f.name) not in (None, (), frozenset())}
    gathered = {side: _gathered(old, new, side) for side in ("must", "nice", "must_not")}
    kept = {"implied": frozenset(name for name in old.implied | new.implied if name in new.implied or getattr(new, name) is None)}
    ceiling = {"price_max": None} if new.open_end else {}
    return replace(old, **{**said, **gathered, **kept, **ceiling})


def _gathered(old: Reading, new: Reading, side: str) -> tuple[str, ...]:
    moved = {name for other in ("must", "nice", "must_not") for name in getattr(new, other)}
    return tuple(name for name in getattr(old, side) if name not in moved) + getattr(new, side)


def _slots(text: str, folded: str, operation: str | None, asked_for: str | None) -> Reading:
    own = next((name for name, pattern in OPERATIONS.items() if whole(pattern).search(folded)), None)
    sums = amounts(folded, operation=own or operation, asked_price=asked_for == "budget")
    implied = frozenset(
        ("price_max", "operation") if sums.implied and sums.operation and not own else ("price_max",) if sums.implied else ()
    )
    must, nice, must_not = _features(folded)
    zones, excluded = _zones(text, folded, asked_for)
    return Reading(
        operation=sums.operation if sums.operation and sums.operation != operation and not (own and sums.implied) else own,
        types=_types(folded), zones=zones, excluded_zones=excluded,
        price_max=sums.price_max, price_min=sums.price_min, flexible=sums.flexible or None, bedrooms_min=sums.bedrooms,
        bathrooms_min=sums.bathrooms, area_min=sums.area, plot_min=sums.plot, must=must, nice=nice, must_not=must_not,
        timeframe=_first(TIMEFRAMES, folded), financing=_first(FINANCING, folded), use=_first(USES, folded),
        open_end=OPEN_END.search(folded) is not None, implied=implied, doubtful=sums.doubtful,
        asked=tuple(name for name, pattern in ASKED.items() if pattern.search(folded)), references=_references(folded),
        ordinal=next((place for place, pattern in ORDINAL.items() if pattern.search(folded)), None),
        names_home=bool(THE_HOME.search(folded) or THIS_ONE.search(folded)),
        moment=tuple(name for name, pattern in MOMENTS.items() if whole(pattern).search(folded)),
    )  # fmt: skip


def _first(table: dict[str, str], folded: str) -> str | None:
    return next((name for name, pattern in table.items() if whole(pattern).search(folded)), None)


def _types(folded: str) -> tuple[str, ...]:
    text = re.sub(r"\b\d ?(?:er|º|o|ª|a)? (?:piso|planta)\b|\b(?:que|primer|segundo|tercer|ultimo) piso\b", " ", folded)
    found = {name: hit.start() for name, pattern in SEARCHES.items() if (hit := pattern.search(text))}
    if not found and GARAGE.search(text):
        return ("garaje",)
    return tuple(name for name in sorted(found, key=lambda name: found[name]) if not _part_of_another(name, found, text))


def _part_of_another(name: str, found: dict[str, int], text: str) -> bool:
    if name == "parcela" and re.search(r"\bparcela de\b", text):
        return True
    own = SEARCHES[name].search(text)
    spans = [hit.span() for other in found if other != name and (hit := SEARCHES[other].search(text))]
    return own is not None and any(start <= own.start() and own.end() <= end and (start, end) != own.span() for start, end in spans)


def _features(folded: str) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    sides: dict[str, list[str]] = {"must": [], "nice": [], "must_not": []}
    text = folded
    for name, pattern in FEATURE_PATTERNS.items():
        if hit := pattern.search(text):
            if side := _side(text[max(0, hit.start() - 28) : hit.start()], text[hit.end() : hit.end() + 22]):
                sides[side].append(name)
            text = text[: hit.start()] + "#" * (hit.end() - hit.start()) + text[hit.end() :]
    return tuple(sides["must"]), tuple(sides["nice"]), tuple(sides["must_not"])


def _side(before: str, after: str) -> str | None:
    if re.search(r"\b(?:sin|without|ohne)(?: una?)? $", before) and re.match(r" (?:me )?(?:vale|ok|da igual|no importa|sirve)", after):
        return None
    if re.search(r"\b(?:sin|without|ohne|keine?n?|nada de|no quiero|que no (?:sea|este|tenga)n?)(?: una?| el| la)? $", before) or re.match(
        r"s? no\b", after
    ):
        return "must_not"
    if re.search(r"\b(?:si tiene|algo de|ideal\w*|preferible\w*|ojala|a poder ser|nice to have|gern\w*(?: mit)?)(?: con| una?)? $", before):
        return "nice"
    return "nice" if re.match(r",? (?:mejor|si puede ser|estaria bien|a ser posible|would be nice|ware schon)", after) else "must"


def _references(folded: str) -> tuple[str, ...]:
    found = (hit[1] or hit[2] or hit[3] for hit in REFERENCE.finditer(folded))
    return tuple(dict.fromkeys(reference.upper() for reference in found if any(c.isdigit() for c in reference)))


def _zones(text: str, folded: str, asked_for: str | None) -> tuple[tuple[str, ...], tuple[str, ...]]:
    folded = PHRASES.sub(lambda hit: "#" * len(hit[0]), folded)
    excluded = [zone for hit in EXCEPT.finditer(folded) for zone in _names(text, folded, hit.end())]
    excluded += [hit[1] for hit in re.finditer(r"\b(?:el |la )(centro) no\b", folded)]
    wanted = [zone for hit in PLACE.finditer(folded) for zone in _names(text, folded, hit.end())]
    if not wanted:
        wanted = [zone for start, end in _pieces(folded, asked_for) for zone in _names(text[:end], folded[:end], start)]
    return tuple(dict.fromkeys(zone for zone in wanted if zone not in excluded)), tuple(dict.fromkeys(excluded))


def _pieces(folded: str, asked_for: str | None) -> list[tuple[int, int]]:
    """Give the bare pieces (a line, a part between commas) that can only be the name of a place."""
    pieces = [hit.span() for hit in re.finditer(r"[^\n,.;]+", folded)]
    company = len(pieces) > 1 or asked_for == "zone"
    return [(start + len(piece) - len(piece.lstrip()), end) for start, end in pieces if company and _is_name(piece := folded[start:end])]


def _is_name(piece: str) -> bool:
    words = WORD.findall(piece)
    return 0 < len(words) <= 5 and not any(c.isdigit() for c in piece) and not known(words[0]) and len(words[0]) > 2  # noqa: PLR2004 - Torre del Mar o Torrox


def _names(text: str, folded: str, at: int) -> list[str]:
    names = []
    while end := _name_end(folded, at):
        names.append(text[at:end])
        if not (joined := JOINED.match(folded, end)):
            break
        at = joined.end()
    return names


def _name_end(folded: str, at: int) -> int:
    """Walk over the words of one name from `at`: unknown words, and small words only between or after them."""
    end, first = 0, True
    while hit := WORD.match(folded, at):
        word = hit[0]
        if known(word) and not (word in ALLOWED_HEADS if first else word in WITHIN):
            break
        if word in {"y", "o", "e", "este"} or (first and len(word) < 2):  # noqa: PLR2004
            break
        end = end if word in {"de", "del", "la", "las", "los", "el"} else hit.end()
        at, first = hit.end() + 1, False
        if folded[hit.end() : hit.end() + 1] != " ":
            break
    return end


def _intent(text: str, folded: str, slots: Reading) -> str:
    if _shouted(text):
        return "angry"
    for name, pattern in INTENTS:
        if pattern.search(folded) and not _only_a_wish(name, slots):
            return name
    if intent := _about_a_home(folded, slots):
        return intent
    if says_something(slots) or slots.doubtful:
        return "search"
    if slots.moment:
        return "visit"
    small = (("yes", YES), ("no", NO), ("thanks", THANKS), ("greeting", GREETING))
    return next((name for name, pattern in small if pattern.search(folded.strip())), "unknown")


def _only_a_wish(name: str, slots: Reading) -> bool:
    if name == "legal":
        return slots.financing is not None
    return name == "equal" and not slots.asked and bool(slots.zones and slots.price_max)


def _about_a_home(folded: str, slots: Reading) -> str | None:
    pointed = bool(slots.references) or slots.ordinal is not None or slots.names_home
    searching = bool(slots.zones and not pointed) or bool(slots.price_max) or OFFERED.search(folded) is not None
    if (slots.asked and (pointed or not searching)) or (ABOUT_ONE.search(folded) and (pointed or not searching)):
        return "question"
    return "pick" if pointed and (slots.references or slots.ordinal is not None or not searching) else None


def _shouted(text: str) -> bool:
    letters = [character for character in text if character.isalpha()]
    return len(letters) > 24 and len(text.split()) > 4 and all(character.isupper() for character in letters)  # noqa: PLR2004
