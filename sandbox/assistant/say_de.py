"""What the scripted assistant says in German."""

TEXTS = {
    "intro": "Ich verstehe {reading} (sonst sagen Sie es mir bitte).",
    "buy": "*Kauf*", "rent": "*Miete*", "holiday": "*Ferienmiete*", "business": "*Geschäftsübernahme*", "up_to": "bis {price}", "and": "und", "month": "{price} im Monat",
    "one": "Dazu passt:", "some": "Dazu passen:", "near_too": "Und knapp daneben:", "fits_better": "Dann passt besser:",
    "nothing": "Aktuell passt nichts vollständig. Am nächsten kommt:", "empty": "Aktuell passt nichts vollständig. Ändern wir die Gegend oder das Budget?",
    "home": "*{title}* · Ref. {reference}", "bedrooms": "{n} Schlafzimmer", "bathroom": "{n} Bad", "bathrooms": "{n} Bäder", "built": "{n}\u00a0m² bebaute Fläche",
    "energy": "Energieausweis: {label}", "pending": "in Bearbeitung", "exempt": "befreit", "on_request": "auf Anfrage",
    "over": "{by} darüber", "smaller": "{by} weniger", "fewer": "{by} Schlafzimmer weniger", "elsewhere": "in {by}", "other_kind": "andere Art",
    "unmet": "ohne Angabe: {wish}", "differs": "{wish}: {by}", "which": "Welches Objekt soll ich zeigen?", "dossier_or_visit": "Möchten Sie das Exposé oder einen Besichtigungstermin?",
    "ask_operation": "Kaufen oder mieten?", "ask_zone": "In welchem Ort?", "ask_budget": "Bis zu welchem Preis?",
    "ask_bedrooms": "Wie viele Schlafzimmer brauchen Sie?", "ask_more": "Was ist Ihnen besonders wichtig?", "noted": "Notiert.", "doubt": "Diese Zahl verstehe ich nicht ganz.",
    "fallback": "Das habe ich nicht ganz verstanden. Kaufen oder mieten, in welchem Ort und bis zu welchem Preis?",
    "hello": "Guten Tag. Kaufen oder mieten, in welchem Ort und bis zu welchem Preis?", "thanks": "Gern, ich bin hier, wenn Sie etwas brauchen.",
    "soft_close": "In Ordnung. Wann immer Sie möchten.", "failed": "Das kann ich gerade nicht abrufen.", "told": "Das Team ist informiert.",
    "later": "Bitte versuchen Sie es später noch einmal.", "person": "Ich gebe es an das Team weiter, man schreibt Ihnen hier.",
    "robot": "Ich bin ein virtueller Assistent, kein Mensch. Gern verbinde ich Sie mit dem Team.",
    "hostile": "Damit kann ich nicht helfen, mein Thema sind Immobilien. Suchen wir weiter?",
    "off_topic": "Damit kann ich nicht helfen, mein Thema sind Immobilien. Suchen wir weiter?",
    "angry": "Es tut mir leid, dass Sie nachfragen mussten. Ich gebe es mit Vorrang an das Team weiter.", "rights": "Ich gebe es an das Team weiter, das Anfragen zu Ihren Daten bearbeitet.",
    "owner": "Darum kümmert sich das Team: Nennen Sie mir Namen, Ort und Art der Immobilie, ich gebe es weiter.",
    "payment": "Wir verlangen in diesem Chat nie Zahlungen.",
    "papers": "Bitte senden Sie hier keine Ausweise, Gehaltsnachweise oder Bankdaten. Falls nötig, fragt ein Mitarbeiter sicher danach.",
    "minor": "Zur Besichtigung muss ein Erwachsener kommen. Soll das Team mit ihm sprechen?",
    "haggle": "Ich kann nicht über Preise verhandeln. Ich leite Ihr Angebot an das Team weiter.",
    "legal": "Zu Steuern, Finanzierung oder Verträgen kann ich nicht beraten. Gern verbinde ich Sie mit dem Team.",
    "equal": "Wir behandeln alle gleich. Ich nenne Ihnen gern die veröffentlichten Bedingungen.",
    "area": "Ich bewerte keine Viertel oder Bewohner. Entfernungen und Ausstattung laut Exposé nenne ich gern.",
    "alert": "Sollen wir Ihnen per WhatsApp schreiben, wenn etwas Passendes hereinkommt? Jederzeit mit STOPP beendbar.",
    "dossier": "Das Exposé schickt Ihnen das Team.", "photos": "Die Fotos schickt Ihnen das Team.", "visit": "Für die Besichtigung verbinde ich Sie mit dem Team.",
    "location": "Ich sende Ihnen den Standort.", "no_location": "Diesen Standort kann ich nicht senden.", "of_which": "Welches Objekt meinen Sie? Bitte die Referenz.",
    "of_which_these": "Welches meinen Sie: {names}?", "unknown_home": "Dieses Objekt finde ich nicht. Nennen Sie mir bitte die Referenz?",
    "no_record": "Diese Angabe liegt mir nicht vor.", "ask_team": "Soll ich das Team fragen?", "asked_team": "Ich lasse sie vom Team bestätigen.",
    "priced": "Der veröffentlichte Preis von Ref. {reference} ist {price}.", "price_asked": "Der Preis von Ref. {reference} ist *auf Anfrage*. Soll ich Sie verbinden?",
    "yes_has": "Ref. {reference} hat: {what}.", "has_not": "Ref. {reference} hat nicht: {what}.", "field": "Ref. {reference}: {what}.",
    "included": "{what}: in {price} enthalten; ein Preis ohne liegt mir nicht vor.", "optional": "{what}: optional, {extra}, nicht in {price} enthalten.",
    "reserved": "Ref. {reference} ist derzeit *reserviert*. Soll ich Ähnliches zeigen?", "gone": "Ref. {reference} ist nicht mehr verfügbar. Soll ich Ähnliches zeigen?",
    "state": "Ref. {reference} ist heute als {state} geführt.", "published": "Ref. {reference} ist im heutigen Katalog veröffentlicht.", "dated": "Ref. {reference} war am {day} veröffentlicht.", "floor": "Etage {n}",
}  # fmt: skip


def price(text: str) -> str:
    """Give a published price the way German writes it: ab 245.000 € + MwSt., 850 € im Monat."""
    for spanish, german in (
        ("desde", "ab"),
        ("IVA", "MwSt."),
        ("/mes", " im Monat"),
        ("/semana", " pro Woche"),
        ("a consultar", "auf Anfrage"),
    ):
        text = text.replace(spanish, german)
    return text
