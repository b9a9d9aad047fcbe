"""What the scripted assistant says in Spanish."""

TEXTS = {
    "intro": "Entiendo {reading} (si es otra cosa, dime).",
    "buy": "*comprar*", "rent": "*alquilar*", "holiday": "*alquiler vacacional*", "business": "*traspaso*", "up_to": "hasta {price}", "and": "y",
    "month": "{price} al mes", "one": "Con eso tengo esta:", "some": "Con eso tengo estas:", "near_too": "Y se sale un poco:",
    "fits_better": "Entonces encaja mejor:", "nothing": "Ahora mismo no tengo nada que cumpla todo. Lo más parecido:",
    "empty": "Ahora mismo no tengo nada que cumpla todo. ¿Cambiamos la zona o el presupuesto?",
    "home": "*{title}* · Ref. {reference}", "bedrooms": "{n} dorm", "bathroom": "{n} baño", "bathrooms": "{n} baños", "built": "{n}\u00a0m² construidos",
    "energy": "Certificado energético: {label}", "pending": "en trámite", "exempt": "exento", "on_request": "a consultar",
    "over": "{by} por encima", "smaller": "{by} menos", "fewer": "{by} dormitorio menos", "elsewhere": "en {by}", "other_kind": "otro tipo de vivienda",
    "unmet": "no me consta: {wish}", "differs": "{wish}: {by}", "which": "¿Cuál te enseño?", "dossier_or_visit": "¿Te mando el dossier o lo vemos?",
    "ask_operation": "¿Comprar o alquilar?", "ask_zone": "¿En qué pueblo o zona?", "ask_budget": "¿Hasta cuánto quieres llegar?",
    "ask_bedrooms": "¿Cuántos dormitorios necesitas?", "ask_more": "¿Qué es imprescindible para ti?", "noted": "Lo apunto.", "doubt": "Esa cifra no me cuadra.",
    "fallback": "No te he entendido del todo. ¿Comprar o alquilar, en qué pueblo y hasta cuánto?",
    "hello": "Hola. ¿Comprar o alquilar, en qué pueblo y hasta cuánto?", "thanks": "Aquí estoy para lo que necesites.",
    "soft_close": "De acuerdo. Cuando quieras, seguimos.", "failed": "Ahora mismo no puedo consultarlo.", "told": "He avisado al equipo.", "later": "Prueba dentro de un rato.",
    "person": "Se lo paso al equipo para que te escriban por aquí.", "robot": "Soy un asistente virtual, no una persona. Si prefieres, te paso con el equipo.",
    "hostile": "Con eso no te puedo ayudar, lo mío son las casas. ¿Seguimos con tu búsqueda?",
    "off_topic": "Con eso no te puedo ayudar, lo mío son las casas. ¿Seguimos con tu búsqueda?",
    "angry": "Siento que hayas tenido que insistir. Se lo paso al equipo con prioridad.", "rights": "Se lo paso al equipo, que atiende las solicitudes sobre tus datos.",
    "owner": "De eso se ocupa el equipo: dime tu nombre, el pueblo y el tipo de vivienda y se lo paso.",
    "payment": "Nunca pedimos pagos ni señales por este chat.",
    "papers": "Por tu seguridad no envíes por aquí DNI, nóminas ni datos bancarios. Si hacen falta, te los pide un agente por un canal seguro.",
    "minor": "Para visitar tiene que venir una persona adulta. ¿Quieres que hable el equipo con ella?",
    "haggle": "No puedo negociar precios. Paso tu propuesta al equipo, que te responde.",
    "legal": "Sobre impuestos, hipotecas o contratos no puedo asesorarte. Te pongo con el equipo o consulta a un profesional.",
    "equal": "Atendemos igual a todo el mundo. Puedo contarte las condiciones publicadas del inmueble.",
    "area": "No valoro barrios ni a su gente. Sí puedo darte distancias y servicios de la ficha, o ver la zona en una visita.",
    "alert": "¿Quieres que te avisemos por WhatsApp cuando entre algo así? Puedes dejarlo cuando quieras con BAJA.",
    "dossier": "El dossier te lo manda el equipo.", "photos": "Las fotos te las manda el equipo.", "visit": "Para concretar la visita te pongo con el equipo.",
    "location": "Te mando la ubicación.", "no_location": "Esa ubicación no la puedo enviar.", "of_which": "¿De qué vivienda hablas? Dime la referencia.",
    "of_which_these": "¿De cuál hablas: {names}?", "unknown_home": "No encuentro esa vivienda. ¿Me dices la referencia?",
    "no_record": "Ese dato no me consta.", "ask_team": "¿Se lo pregunto al equipo?", "asked_team": "Se lo pregunto al equipo y te lo confirman.",
    "priced": "El precio publicado de la ref. {reference} es {price}.", "price_asked": "El precio de la ref. {reference} es *a consultar*. ¿Te pongo con un agente?",
    "yes_has": "La ref. {reference} sí tiene {what}.", "has_not": "La ref. {reference} no tiene {what}.", "field": "Ref. {reference}: {what}.",
    "included": "{what}: incluido en {price}; no me consta un precio sin ello.", "optional": "{what}: opcional, {extra}, no incluido en {price}.",
    "reserved": "La ref. {reference} está *reservada* ahora mismo. ¿Te enseño parecidas?", "gone": "La ref. {reference} ya no está disponible. ¿Te enseño parecidas?",
    "state": "La ref. {reference} figura como {state} hoy.", "published": "La ref. {reference} está publicada en el catálogo de hoy.", "dated": "La ref. {reference} estaba publicada el {day}.", "floor": "planta {n}",
}  # fmt: skip


def price(text: str) -> str:
    """Give a published price as it is written in Spanish, which is how the catalogue has it."""
    return text
