"""The fixed sentences in German, byte for byte as agreed (product sheet 10 and 12).

The model never rewrites them; `greeting_version` notices a change of `primer_contacto`.
"""

TEXTS = {
    "primer_contacto": "Hallo, ich bin der *virtuelle Assistent* (KI) von {agencia}. Ich helfe Ihnen bei der Immobiliensuche; Sie können jederzeit mit einem Menschen sprechen. Wir nutzen Ihre Daten für Ihre Anfrage; Infos und Ihre Rechte: {url_privacidad}",
    "soy_ia": "Ich bin ein virtueller Assistent, kein Mensch. Gern verbinde ich Sie mit dem Team.",
    "sin_resultados": "Aktuell passt nichts vollständig. Am nächsten kommt:",
    "reservado": "Ref. {ref} ist derzeit *reserviert*. Soll ich Ähnliches zeigen?",
    "no_disponible": "Ref. {ref} ist nicht mehr verfügbar. Soll ich Ähnliches zeigen?",
    "dato_no_consta": "Diese Angabe liegt mir nicht vor. Ich lasse sie vom Team bestätigen.",
    "precio_consultar": "Der Preis von Ref. {ref} ist *auf Anfrage*. Soll ich Sie verbinden?",
    "precio_publicado": "Der veröffentlichte Preis von Ref. {ref} ist {precio}. {nota_gastos}",
    "negociacion": "Ich kann nicht über Preise verhandeln. Ich leite Ihr Angebot an {agente} weiter.",
    "legal": "Zu Steuern, Finanzierung oder Verträgen kann ich nicht beraten. Gern verbinde ich Sie mit dem Team.",
    "no_discriminar": "Bei {agencia} behandeln wir alle gleich. Ich nenne Ihnen gern die veröffentlichten Bedingungen.",
    "barrio": "Ich bewerte keine Viertel oder Bewohner. Entfernungen und Ausstattung laut Exposé nenne ich gern.",
    "voz_entendida": "🎤 Verstanden: „{transcripción}“",
    "voz_fallo": "Die Sprachnachricht war nicht verständlich. Bitte schreiben oder wiederholen.",
    "no_soportado": "Das kann ich hier nicht lesen. Bitte kurz als Text.",
    "espera": "Es dauert länger als üblich. Ich antworte so bald wie möglich.",
    "fallo": "Das kann ich gerade nicht abrufen. Das Team ist informiert.",
    "baja_ok": "Erledigt: keine Hinweise oder Werbung mehr. Wenn Sie schreiben, helfen wir weiterhin.",
    "alta_ok": "Erledigt, wir melden uns bei passenden Objekten. Zum Beenden STOPP.",
    "consentimiento_avisos": "Sollen wir Ihnen per WhatsApp schreiben, wenn etwas Passendes hereinkommt? Jederzeit mit STOPP beendbar.",
    "datos_recibido": "Ihre Anfrage ist erfasst ({codigo}). Antwort spätestens innerhalb eines Monats.",
    "datos_sensibles": "Bitte senden Sie hier keine Ausweise, Gehaltsnachweise oder Bankdaten. Falls nötig, fragt ein Mitarbeiter sicher danach.",
    "pagos": "Wir verlangen in diesem Chat nie Zahlungen.",
    "fuera_de_tema": "Damit kann ich nicht helfen, mein Thema sind Immobilien. Suchen wir weiter?",
    "cierre_suave": "Ich lasse die Optionen hier. Wann immer Sie möchten.",
    "handoff_abierto": "Ich informiere jetzt {equipo_o_agente}. Sie erhalten hier eine Nachricht, meist in unter {minutos} Min. Bis dahin halte ich mich zurück.",
    "handoff_abierto_sin_minutos": "Ich informiere jetzt {equipo_o_agente}. Sie erhalten hier eine Nachricht. Bis dahin halte ich mich zurück.",
    "handoff_cerrado": "Das Büro ist jetzt geschlossen. {agente_o_equipo} schreibt Ihnen {dia_apertura} ab {hora} Uhr. Bis dahin helfe ich gern weiter bei der Suche.",
    "handoff_llamada": "Ich bitte um Rückruf. Unter dieser Nummer, und wann passt es Ihnen ({horario})?",
    "handoff_tomado": "{agente} ist jetzt für Sie da.",
    "handoff_sin_respuesta": "Es ist noch niemand frei, entschuldigen Sie. {segundo} ist ebenfalls informiert. Lieber ein Rückruf {siguiente_hueco}?",
    "handoff_vuelta": "Hier ist wieder der virtuelle Assistent, falls Sie noch etwas brauchen. {agente} bleibt an Ihrem Anliegen dran.",
}
