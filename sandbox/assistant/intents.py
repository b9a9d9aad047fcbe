"""What a whole turn is about: patterns over folded text, the first that fits wins (reference product.md 9)."""
# ruff: noqa: E501 - a pattern is one line

import re

from sandbox.assistant.words import KINDS

_INTENTS = {
    "hostile": r"\bignor[ae] (?:tus|las|all|your|previous)|\bactua como|\bact as\b|system prompt|tus instrucciones|</?system|vergiss (?:alle|deine) anw",
    "robot": r"\b(?:eres|sois) (?:un |una )?(?:robot|bot|maquina|ia|persona|humano)\b|\bare you (?:an? )?(?:robot|bot|human|real|ai|machine)\b"
    r"|\bsind sie (?:ein )?(?:roboter|mensch|bot|echt)",
    "alert": r"\bavisa(?:me|dme) (?:si|cuando)\b|\blet me know (?:if|when)\b|\bsagen sie (?:mir )?bescheid",
    "angry": r"\breclamacion|\bdenunci|\babogado|\bestafa|\bverguenza|\btercera vez|\binutil|\bcabron|\bgilipollas|\bscam\b|\bcomplaint|\bbetrug|\bbeschwerde",
    "owner": r"\bdar de baja (?:mi|el|un) anuncio|\b(?:vender|alquilar) (?:mi|nuestr\w+) |\bcuanto vale mi\b|\bsell (?:my|our) (?:house|flat|home|apart)"
    r"|\bmeine?n? (?:haus|wohnung) verkaufen",
    "person": r"\b(?:habl\w+|pas\w+|pon\w*|comuni\w+) (?:\w+ ){0,2}(?:con )?(?:un |una |el |la |algun |alguna )?"
    r"(?:alguien|persona|human[oa]|agente|asesor\w*|comercial|responsable|encargad[oa])\b|\bllama(?:me|dme)\b|\bhay alguien\b(?! interes)"
    r"|\bme (?:puede|podeis|podriais|pueden|puedes) llamar|\bque me (?:llam|atiend)\w+|\b(?:necesito|quiero) un (?:asesor|agente)\b(?! ?fiscal)"
    r"|\bhablar con (?:una )?maquina|\b(?:alguien|persona) de verdad|\bdel equipo\b|\b(?:speak|talk) (?:to|with) (?:an? |some)|\bcall me\b|\bmitarbeiter\b"
    r"|\brufen sie\b|\bmit (?:einem )?menschen?\b",
    "rights": r"\bdatos tene?is\b|\bborr\w+ (?:todos )?mis datos|\bmis datos\b|\bderecho al olvido|\bprivacidad\b|\bdelete my data|\bdaten loschen",
    "payment": r"\bbizum\b|\b(?:mando|pago|envio|transfiero|hago) (?:ya )?(?:la |el |una )?(?:senal|deposito|transferencia)|\bpay (?:the )?deposit",
    "papers": r"\bmi (?:dni|nie|iban|nomina|pasaporte)\b|\b\d{8}[a-z]\b|\b[xyz]\d{7}[a-z]\b|\bes\d{2}(?: ?\d{4}){5}\b",
    "minor": r"\btengo (?:1[0-7]) (?:anos|y )|\bsoy menor\b|\bi(?:'m| am) 1[0-7]\b",
    "haggle": r"\bbaja(?:n|is)? (?:el|de|algo|un poco)? ?(?:precio)|\bmas bajo\b|\bnegocia\w*|\bultimo precio\b|\b(?:te|os) (?:ofrezco|doy)\b|\boferta de\b"
    r"|\bnegotiable\b|\bbest price\b|\bverhandel|\bletzter preis",
    "legal": r"\b(?:itp|iva|ajd|plusvalia|notaria|impuestos?|clausulas?|contrato|desahucio|tasacion|hipotecas?|taxes|tax|mortgage|steuern?)\b"
    r"|\bgastos de compra|\basesoria fiscal",
    "equal": r"\bextranjer|\bmarroqu|\bgitan|\bsolo (?:a )?espanol|\bforeigners?\b|\bauslander",
    "area": r"\b(?:buena|mala|tranquila|segura) zona\b|\bzona (?:segura|tranquila|buena|mala)|\bgente de (?:fuera|bien)|\b(?:safe|good) area\b|\bsichere gegend",
    "off_topic": r"\b(?:receta|quijote|deberes|poema|chiste|futbol|politica|presidente|python|javascript|recipe|homework|poem|joke|football|gedicht|witz)\b",
    "dossier": r"\bdossier\b|\bfichas?\b|\bpdf\b|\bplanos?\b(?! ?a)|\bmandame info|\bbrochure\b|\bexpose\b|\bno me llega\b",
    "photos": r"\bfotos\b|\bvideos?\b|\bphotos\b|\bpictures\b",
    "visit": r"\b(?:verlo|verla|verlos|visit\w+|quedar|besichtig\w+|viewing)\b|\bcuando se puede ver|\bcan i see it\b|\bno puedo ir\b|\banular\b",
    "location": r"\bdonde (?:esta|queda)\b|\bubicacion\b|\bmapa\b|\bwhere is (?:it|the)\b|\blocation\b|\bwo (?:ist|liegt)\b|\bstandort\b",
}
INTENTS = {name: re.compile(pattern) for name, pattern in _INTENTS.items()}
_ASKED = {
    "price": r"\bprecio\b|\bcuanto (?:cuesta|vale|es|era|piden?|sale|seria|mas o menos)|\bcuanto\W*$|\bmas barat|\bestaba en\b|\bprice\b|\bhow much\b|\bpreis\b|\bwie viel kostet",
    "state": r"\bsigue (?:disponible|libre|en)|\b(?:esta|estan) (?:libre|disponible|reservad)|\bse ha vendido|\bdisponible\b|\bavailable\b|\bverfugbar\b"
    r"|\bnoch (?:frei|zu haben)",
    "size": r"\bcuantos metros\b|\bm2 tiene|\bhow big\b|\bwie gross\b",
    "bedrooms": r"\bcuant[ao]s (?:hab\w*|dorm\w*|cuartos)|\bhow many bed|\bwie viele (?:schlaf)?zimmer",
    "bathrooms": r"\bcuantos banos|\bhow many bath|\bwie viele bader",
    "floor": r"\bque (?:piso|planta|altura)\b|\bwhich floor|\bwelche[rsn]? (?:etage|stock)",
    "energy": r"\bcertificado energetico|\betiqueta energetica|\benergy (?:label|rating)|\benergieausweis",
    "fees": r"\b(?:gastos de )?comunidad\b(?! de)|\bibi\b|\bcommunity fees|\bnebenkosten|\bhausgeld|\bcobra comision|\bquien es el agente",
    "more": r"\b(?:cuentame|dime|sabes|tell me|erzahlen)\b.*\b(?:mas|de|more|about|mehr)\b|\binteresa\b|\binterested\b|\binteressiert",
}
ASKED = {name: re.compile(pattern) for name, pattern in _ASKED.items()}
ABOUT_ONE = re.compile(
    r"^[¿ ]*(?:(?:y|e|and|und|hola|pero|oye)[ ,]+)*[¿ ]*(?:tiene|tienen|es|hay|esta|cuanto|se|does|is|has|hat|ist|gibt|sin|con)\b.*\?"
    r"|\binclu(?:id[oa]s?|ye|ded)\b|\binklusive\b|\bmas barat\w*|^(?:y )?(?:tiene|es de|admite\w*|permiten?)\b"
)
OFFERED = re.compile(r"\b(?:teneis|tienes|busc\w+|algun[oa]?|algo|looking|do you have|any|such\w*|gibt es|haben sie|necesit\w+|quier\w+)\b")
_ORDINALS = {
    0: r"primer[oa]?|first|erste[nrs]?",
    1: r"segund[oa]|second|zweite[nrs]?",
    2: r"tercer[oa]?|third|dritte[nrs]?",
    -1: r"ultim[oa]|last one|letzte[nrs]?",
}
ORDINAL = {
    place: re.compile(rf"\b(?:el|la|the|den|die|das|der) (?:{pattern})\b(?! (?:linea|residencia|planta|hora|precio|vez))")
    for place, pattern in _ORDINALS.items()
}
_KINDS = "|".join(pattern for pattern, _, _ in KINDS.values())
POINTED = re.compile(
    rf"\b(?:el|la|del|al|ese|esa|este|esta|the|das|die|der|den)\s+(?:{_KINDS})(?!\w)|\b(?:el|la) de (?!\d)\w+|\b(?:ese|esa|este|esta) (?:me|mism)"
    r"|^(?:ese|esa|este|that one|this one|diese[sr]?)\b|\bel barato\b|\bthe cheap"
)
REFERENCE = re.compile(
    r"(?<!\w)(?!(?:es|m|a|la|de|en|y|o)\d)([a-z]{1,3}-?\d{3,6})(?!\w)|\bref(?:erencia|erence|erenz)?\.? ?(?:n[o.]? ?)?([a-z]{0,4}-?\d{2,6})\b"
    r"|\b(?:la|el|die|the) (\d{3,5})\b(?! ?(?:€|k\b|mil|eu|m))"
)
_SMALL = {
    "yes": r"^(?:(?:si|sip|claro|vale|ok|okay|oki|va|de acuerdo|perfecto|yes|yeah|sure|ja|gern\w*|genau|por favor|porfa|please|bitte)\b[ ,.!]*)+$",
    "no": r"^(?:no|nop|nada|nein|no gracias|not now|ahora no|no me (?:gusta|convence)\w*)[ .!]*$",
    "thanks": r"^\W*(?:(?:muchas |mil )?gracias|adios|hasta luego|chao|thanks|thank you|bye|danke|tschuss|perfecto,? gracias)\b.{0,30}$|^[^\w¿?]+$|^(?:ja){2,}$",
    "greeting": r"^\W*(?:hola|buen[ao]s(?: dias| tardes| noches)?|hey|hi|hello|good (?:morning|evening|afternoon)|guten (?:tag|morgen|abend)|hallo)"
    r"\W*(?:que tal\W*)?$",
}
SMALL = {name: re.compile(pattern) for name, pattern in _SMALL.items()}
