"""What the scripted assistant says in English."""

import re

TEXTS = {
    "intro": "I understand {reading} (tell me if it's something else).",
    "buy": "*to buy*", "rent": "*to rent*", "holiday": "*a holiday let*", "business": "*a business transfer*", "up_to": "up to {price}", "and": "and",
    "month": "{price} a month", "one": "This one fits:", "some": "These fit:", "near_too": "And close to it:", "fits_better": "Then this fits better:",
    "nothing": "Right now nothing matches everything. Closest options:", "empty": "Right now nothing matches everything. Shall we change the area or the budget?",
    "home": "*{title}* · Ref. {reference}", "bedrooms": "{n} bed", "bathroom": "{n} bath", "bathrooms": "{n} bath", "built": "{n} m² built",
    "energy": "energy label: {label}", "pending": "pending", "exempt": "exempt", "on_request": "on request",
    "over": "{by} above", "smaller": "{by} less", "fewer": "{by} bedroom fewer", "elsewhere": "in {by}", "other_kind": "another kind of home",
    "unmet": "not on record: {wish}", "differs": "{wish}: {by}", "which": "Which one shall I show you?", "dossier_or_visit": "Would you like the brochure or a viewing?",
    "ask_operation": "To buy or to rent?", "ask_zone": "In which town or area?", "ask_budget": "What is your budget, at most?",
    "ask_bedrooms": "How many bedrooms do you need?", "ask_more": "What is a must for you?", "noted": "Noted.", "doubt": "That figure puzzles me.",
    "fallback": "I didn't quite get that. To buy or to rent, in which town and up to how much?", "hello": "Hello. To buy or to rent, in which town and up to how much?",
    "thanks": "I'm here whenever you need me.", "soft_close": "All right. Whenever you like, we go on.", "failed": "I can't look that up right now.",
    "told": "I've told the team.", "later": "Please try again in a while.", "person": "I'll pass this to the team so that they write to you here.",
    "robot": "I'm a virtual assistant, not a person. I can bring in the team if you like.",
    "hostile": "I can't help with that, homes are my thing. Shall we go on with your search?",
    "off_topic": "I can't help with that, homes are my thing. Shall we go on with your search?",
    "angry": "I'm sorry you had to insist. I'll pass this to the team as a priority.", "rights": "I'll pass this to the team, who handle requests about your data.",
    "owner": "The team looks after that: tell me your name, the town and the kind of home and I'll pass it on.",
    "payment": "We never ask for payments or deposits in this chat.",
    "papers": "For your safety, please don't send ID, payslips or bank details here. If needed, an agent will ask through a secure channel.",
    "minor": "An adult has to come to the viewing. Shall the team speak to them?", "haggle": "I can't negotiate prices. I'll pass your offer to the team, who will reply.",
    "legal": "I can't advise on taxes, mortgages or contracts. I can bring in the team, or please ask a professional.",
    "equal": "Everyone is treated equally here. I can tell you the published conditions of the property.",
    "area": "I don't rate areas or the people in them. I can give distances and services from the listing, or a viewing.",
    "alert": "Shall we message you on WhatsApp when something like this comes in? You can end it any time with STOP.",
    "dossier": "The team will send you the brochure.", "photos": "The team will send you the photos.", "visit": "For the viewing I'll put you in touch with the team.",
    "location": "I'm sending you the location.", "no_location": "I can't send that location.", "of_which": "Which home do you mean? Please tell me the reference.",
    "of_which_these": "Which one do you mean: {names}?", "unknown_home": "I can't find that home. Could you tell me the reference?",
    "no_record": "I don't have that detail.", "ask_team": "Shall I ask the team?", "asked_team": "I'll ask the team to confirm it.",
    "priced": "The published price of ref. {reference} is {price}.", "price_asked": "The price of ref. {reference} is *on request*. Shall I put you in touch with an agent?",
    "yes_has": "Ref. {reference} does have {what}.", "has_not": "Ref. {reference} has no {what}.", "field": "Ref. {reference}: {what}.",
    "included": "{what}: included in {price}; I have no price without it.", "optional": "{what}: optional, {extra}, not included in {price}.",
    "reserved": "Ref. {reference} is *reserved* at the moment. Shall I show you similar ones?", "gone": "Ref. {reference} is no longer available. Shall I show you similar ones?",
    "state": "Ref. {reference} is listed as {state} today.", "published": "Ref. {reference} is published in today's catalogue.", "dated": "Ref. {reference} was published on {day}.", "floor": "floor {n}",
}  # fmt: skip


def price(text: str) -> str:
    """Give a published price the way English writes it: €320,000, from €245,000 + VAT, €850/month."""
    text = re.sub(r"([\d.]+)[\s\u00a0\u202f]*€", lambda found: "€" + found[1].replace(".", ","), text)
    for spanish, english in (("desde", "from"), ("IVA", "VAT"), ("/mes", "/month"), ("/semana", "/week"), ("a consultar", "on request")):
        text = text.replace(spanish, english)
    return text
