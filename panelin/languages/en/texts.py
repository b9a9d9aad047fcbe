"""The fixed sentences in English, byte for byte as agreed (product sheet 10 and 12).

The model never rewrites them; `greeting_version` notices a change of `primer_contacto`.
"""

TEXTS = {
    "primer_contacto": "Hi, I'm the *virtual assistant* (AI) of {agencia}. I help you find a home and you can ask for a person at any time. We use your data to handle your enquiry; details and your rights: {url_privacidad}",
    "soy_ia": "I'm a virtual assistant, not a person. I can bring in the team if you like.",
    "sin_resultados": "Right now nothing matches everything. Closest options:",
    "reservado": "Ref. {ref} is *reserved* at the moment. Shall I show you similar ones?",
    "no_disponible": "Ref. {ref} is no longer available. Shall I show you similar ones?",
    "dato_no_consta": "I don't have that detail. I'll ask the team to confirm it.",
    "precio_consultar": "The price of ref. {ref} is *on request*. Shall I put you in touch with an agent?",
    "precio_publicado": "The published price of ref. {ref} is {precio}. {nota_gastos}",
    "negociacion": "I can't negotiate prices. I'll pass your offer to {agente}, who will reply.",
    "legal": "I can't advise on taxes, mortgages or contracts. I can bring in the team, or please ask a professional.",
    "no_discriminar": "At {agencia} everyone is treated equally. I can tell you the published conditions of the property.",
    "barrio": "I don't rate areas or the people in them. I can give distances and services from the listing, or a viewing.",
    "voz_entendida": '🎤 I understood: "{transcripción}"',
    "voz_fallo": "I couldn't make out the voice note. Could you type or repeat it?",
    "no_soportado": "I can't read that here. Could you tell me in text?",
    "espera": "This is taking longer than usual. I'll answer as soon as I can.",
    "fallo": "I can't look that up right now. I've told the team.",
    "baja_ok": "Done: no more alerts or marketing. If you write to us we'll still help.",
    "alta_ok": "Done, we'll tell you about matching homes. Reply STOP to end it.",
    "consentimiento_avisos": "Shall we message you on WhatsApp when something like this comes in? You can end it any time with STOP.",
    "datos_recibido": "Your request is recorded ({codigo}). You'll hear from us within one month at most.",
    "datos_sensibles": "For your safety, please don't send ID, payslips or bank details here. If needed, an agent will ask through a secure channel.",
    "pagos": "We never ask for payments or deposits in this chat.",
    "fuera_de_tema": "I can't help with that, homes are my thing. Shall we go on with your search?",
    "cierre_suave": "I'll leave these options here. Whenever you like, we go on.",
    "handoff_abierto": "I'm letting {equipo_o_agente} know now. They'll write here, usually within {minutos} min. Meanwhile I'll stay quiet so we don't mix things up.",
    "handoff_abierto_sin_minutos": "I'm letting {equipo_o_agente} know now. They'll write here. Meanwhile I'll stay quiet so we don't mix things up.",
    "handoff_cerrado": "The office is closed now. {agente_o_equipo} will write to you {dia_apertura} from {hora}. If you like, I can go on helping with your search.",
    "handoff_llamada": "I'll ask them to call you. On this number, and what time suits you ({horario})?",
    "handoff_tomado": "{agente} is with you now.",
    "handoff_sin_respuesta": "They're still busy, sorry for the wait. I've told {segundo} as well. Would you rather have a call {siguiente_hueco}?",
    "handoff_vuelta": "It's me again, the virtual assistant, in case you need anything else. {agente} is still looking after your matter.",
}
