"""The fixed sentences in Spanish, byte for byte as agreed (product sheet 10 and 12).

The model never rewrites them; `greeting_version` notices a change of `primer_contacto`.
"""

TEXTS = {
    "primer_contacto": "Hola, soy el *asistente virtual* (IA) de {agencia}. Te ayudo a encontrar casa y puedes pedir hablar con una persona cuando quieras. Usamos tus datos para atender tu consulta; más info y tus derechos: {url_privacidad}",
    "soy_ia": "Soy un asistente virtual, no una persona. Si prefieres, te paso con el equipo.",
    "sin_resultados": "Ahora mismo no tengo nada que cumpla todo. Lo más parecido:",
    "reservado": "La ref. {ref} está *reservada* ahora mismo. ¿Te enseño parecidas?",
    "no_disponible": "La ref. {ref} ya no está disponible. ¿Te enseño parecidas?",
    "dato_no_consta": "Ese dato no me consta. Se lo pregunto al equipo y te lo confirman.",
    "precio_consultar": "El precio de la ref. {ref} es *a consultar*. ¿Te pongo con un agente?",
    "precio_publicado": "El precio publicado de la ref. {ref} es {precio}. {nota_gastos}",
    "negociacion": "No puedo negociar precios. Paso tu propuesta a {agente}, que te responde.",
    "legal": "Sobre impuestos, hipotecas o contratos no puedo asesorarte. Te pongo con el equipo o consulta a un profesional.",
    "no_discriminar": "En {agencia} atendemos igual a todo el mundo. Puedo contarte las condiciones publicadas del inmueble.",
    "barrio": "No valoro barrios ni a su gente. Sí puedo darte distancias y servicios de la ficha, o ver la zona en una visita.",
    "voz_entendida": '🎤 He entendido: "{transcripción}"',
    "voz_fallo": "No he podido escuchar bien el audio. ¿Me lo escribes o lo repites?",
    "no_soportado": "Eso no lo puedo leer aquí. ¿Me lo cuentas en texto?",
    "espera": "Estoy tardando más de lo normal. Te respondo en cuanto pueda.",
    "fallo": "Ahora mismo no puedo consultarlo. He avisado al equipo.",
    "baja_ok": "Hecho: no te enviaremos más avisos ni publicidad. Si nos escribes, te atendemos igual.",
    "alta_ok": "Listo, te avisaremos de novedades que encajen. Para dejarlo, responde BAJA.",
    "consentimiento_avisos": "¿Quieres que te avisemos por WhatsApp cuando entre algo así? Puedes dejarlo cuando quieras con BAJA.",
    "datos_recibido": "He registrado tu solicitud ({codigo}). Te respondemos en un mes como máximo.",
    "datos_sensibles": "Por tu seguridad no envíes por aquí DNI, nóminas ni datos bancarios. Si hacen falta, te los pide un agente por un canal seguro.",
    "pagos": "Nunca pedimos pagos ni señales por este chat.",
    "fuera_de_tema": "Con eso no te puedo ayudar, lo mío son las casas. ¿Seguimos con tu búsqueda?",
    "cierre_suave": "Te dejo por aquí estas opciones. Cuando quieras, seguimos.",
    "handoff_abierto": "Aviso ahora a {equipo_o_agente}. Te escriben por aquí; normalmente tardan menos de {minutos} min. Mientras, no te contesto yo para no liarte.",
    "handoff_abierto_sin_minutos": "Aviso ahora a {equipo_o_agente}. Te escriben por aquí. Mientras, no te contesto yo para no liarte.",
    "handoff_cerrado": "Ahora la oficina está cerrada. {agente_o_equipo} te escribe {dia_apertura} a partir de las {hora}. Si quieres, mientras tanto te sigo ayudando con la búsqueda.",
    "handoff_llamada": "Les pido que te llamen. ¿A este número y a qué hora te viene bien ({horario})?",
    "handoff_tomado": "{agente} ya está contigo.",
    "handoff_sin_respuesta": "Siguen ocupados, perdona la espera. Ya he avisado a {segundo}. ¿Prefieres que te llamen {siguiente_hueco}?",
    "handoff_vuelta": "Vuelvo yo, el asistente virtual, por si necesitas algo más. {agente} sigue pendiente de lo vuestro.",
}
