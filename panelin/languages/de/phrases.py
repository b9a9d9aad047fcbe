"""What German speakers write, as patterns of whole words; umlauts and capitals are folded before they are tried (product sheet 9)."""

_PERSON = (
    r"(?:(?:einem|einer|einen|eine|ein|ihrem|ihrer|dem|der) )?(?:echten |richtigen |realen )?"
    r"(?:mitarbeiter|mitarbeiterin|menschen|mensch|person|berater|beraterin|makler|maklerin|jemandem|jemand|agenten|team|ansprechpartner|kollegen)"
)
_WISH = r"(?:ich )?(?:möchte|moechte|will|würde|wuerde|kann|könnte|koennte|muss)(?: ich)?(?: bitte| gern| gerne| lieber)*"
_MACHINE = r"(?:(?:einem|einer|eine|ein|die|der) )?(?:roboter|bot|chatbot|maschine|ki|computer|künstliche intelligenz|automat)"
_HUMAN = r"(?:(?:einem|einer|eine|ein) )?(?:echte[rmn]? |richtige[rmn]? )?(?:mensch(?:en)?|person)"
_MY_DATA = r"(?:alle )?meine (?:persönlichen )?daten"

PHRASES = {
    "courtesy": ("hallo", "bitte", "danke", "vielen dank", "guten tag", "guten morgen", "guten abend"),
    "filler": ("entschuldigung", "entschuldigen sie", "ok", "gut", "also", "jetzt", "nun", "dann"),
    "person": (
        rf"(?:{_WISH} )?mit {_PERSON}(?: bitte)?(?: persönlich)? (?:sprechen|reden|telefonieren)",
        rf"(?:verbinden sie|verbinde|verbindet) (?:mich|uns)(?: bitte)? mit {_PERSON}",
        r"(?:rufen sie|ruf|ruft) (?:mich|uns)(?: bitte)?(?: (?:heute|morgen))? (?:an|zurück)",
        r"(?:können sie|koennen sie|kann|könnte) (?:mich|uns)(?: bitte)?(?: jemand)?(?: bitte)? (?:anrufen|zurückrufen)",
        r"(?:ich )?(?:bitte um|möchte|will) (?:einen )?(?:rückruf|anruf)",
        r"ist (?:da |hier )?jemand(?: da)?",
        rf"ich (?:will|möchte) nicht mit {_MACHINE} (?:sprechen|reden)",
        rf"(?:ich )?(?:brauche|möchte|will) {_PERSON}",
        r"(?:mitarbeiter|mensch|ein mensch|einen menschen)",
    ),
    "machine": (
        rf"(?:sind sie|bist du|ist das|ist das hier|spreche ich mit|schreibe ich mit|rede ich mit) (?:{_MACHINE}|{_HUMAN})(?: oder (?:mit )?(?:{_MACHINE}|{_HUMAN}))?",
        r"(?:sind sie|bist du) echt",
    ),
    "data_rights": (
        r"welche (?:persönlichen )?daten (?:haben|speichern) sie (?:über mich|von mir|zu mir)(?: gespeichert)?",
        rf"(?:löschen sie|loeschen sie|lösche)(?: bitte)? {_MY_DATA}",
        rf"(?:(?:ich )?(?:möchte|will) )?{_MY_DATA}(?: (?:löschen|loeschen|sehen|einsehen))?",
        r"daten (?:bitte )?(?:löschen|loeschen)",
        r"recht auf (?:vergessenwerden|löschung|auskunft)",
        r"datenschutz(?:erklärung)?",
        r"dsgvo",
    ),
    "acknowledgement": (
        r"ok(?:ay)?", r"danke", r"danke schön", r"dankeschön", r"vielen dank", r"alles klar", r"super", r"prima", r"perfekt", r"gut", r"sehr gut", r"verstanden", r"tschüss",
        r"einverstanden",
    ),
    "complaint": (
        r"beschwerden?", r"(?:mich|uns) beschweren", r"reklamation",
        r"(?:das ist|was für|so|reine?|ist doch)(?: ein| eine| einfach| echt| wirklich)* (?:betrug|abzocke|frechheit|unverschämtheit|skandal|schande)",
        r"zum (?:dritten|vierten|fünften|x-ten|zehnten) mal (?:\w+ )?(?:ich|frage|rufe|schreibe|bitte)", r"(?:dritte|vierte|fünfte) mal dass ich",
        r"(?:mit|an|von) meine[mn] (?:anwalt|rechtsanwalt)", r"meinen (?:anwalt|rechtsanwalt) einschalten", r"anzeige (?:erstatten|gegen)",
        r"niemand (?:antwortet|ruft|meldet|hat (?:geantwortet|angerufen))", r"(?:das ist|völlig|absolut) (?:inakzeptabel|unverschämt|unmöglich)",
        r"ich habe (?:es|die nase) (?:satt|voll)", r"(?:schlechter|miserabler) service",
    ),
    "complaint_alone": (r"betrug", r"abzocke", r"frechheit", r"unverschämtheit", r"anwalt"),
    "insult": (r"idioten?", r"betrüger", r"verbrecher", r"arschl(?:och|öcher)", r"schei(?:ss|ß)\w*", r"(?:sie sind|ihr seid|lauter) (?:lügner|unfähig|gauner)"),
    "protest": (r"niemand", r"nie", r"immer noch", r"schon wieder", r"warte", r"antwort\w*", r"warum", r"endlich", r"unglaublich", r"frechheit", r"reicht"),
    "closing": (
        r"(?:ich )?(?:übergebe|lasse|überlasse|gebe|leite) (?:ich )?(?:sie|dich|euch)(?: jetzt| nun| wieder| gern| gerne| zurück)* (?:mit |an |beim |zu )?(?:dem |den |der |unserem |unseren )?(?:virtuellen )?assistenten",
        r"ab (?:hier|jetzt) (?:hilft|übernimmt|betreut)(?: ihnen| dir| sie)?(?: wieder)? (?:der|unser)(?: virtuelle)? assistent",
        r"(?:der|unser)(?: virtuelle)? assistent (?:übernimmt|hilft)",
        r"zurück (?:an|zu) (?:den|unseren|dem|unserem)(?: virtuellen)? assistenten",
    ),
    "sign_off": (
        r"danke", r"vielen dank", r"(?:viele|liebe|beste|schöne) grüße", r"gruß", r"mit freundlichen", r"tschüss", r"bis (?:bald|dann|morgen)", r"(?:einen )?schönen", r"auf wiedersehen",
    ),
    "condition": (r"wenn", r"falls", r"sobald", r"später", r"nachher"),
    "lead_in": (r"gut", r"also", r"dann", r"und", r"ok", r"jetzt", r"nun", r"super", r"prima", r"so", r"perfekt"),
    "opt_out": (
        r"stopp", r"abmelden", r"ja stopp", r"(?:ich )?(?:möchte|will) mich abmelden", r"keine (?:weiteren )?(?:nachrichten|werbung|hinweise) mehr",
        r"(?:schreiben sie|schreib|schreibt) mir (?:bitte )?nicht mehr", r"(?:senden|schicken) sie mir (?:bitte )?keine (?:nachrichten|werbung|hinweise) mehr",
    ),
    "opt_out_doubtful": (
        r"(?:ich )?(?:möchte|will) keine (?:weiteren )?(?:nachrichten|werbung|hinweise)(?: mehr)?", r"keine (?:nachrichten|werbung|hinweise)", r"(?:lassen sie|lass|lasst) mich in ruhe",
        r"hören sie auf", r"aufhören", r"(?:das ist )?spam", r"abbestellen", r"nicht mehr schreiben",
    ),
    "opt_in": (r"anmelden", r"wieder anmelden", r"(?:ich )?(?:möchte|will) mich (?:wieder )?anmelden"),
    "language_names": (r"alemán", r"german", r"deutsch"),
    "request_words": (
        r"auf", r"können", r"koennen", r"könnten", r"kannst", r"sie", r"wir", r"du", r"sprechen", r"sprichst", r"schreiben", r"antworten", r"weiter", r"lieber", r"ich", r"möchte", r"nur",
    ),
}  # fmt: skip

MARKERS = (
    "der die das den dem des ein eine einen einem einer und oder aber mit ohne für von vom zum zur bei aus auf im am bis nach über um "
    "ist sind war waren haben habe hat kann können könnte möchte möchten würde wollen will suche suchen wir ich sie er es ihr mein meine unser ihre ihren "
    "was wann wo welche wer wie warum dass wenn noch auch nicht kein keine mehr gibt gern gerne bitte danke hallo guten tag morgen abend "
    "wohnung haus reihenhaus zimmer schlafzimmer bäder bad miete mieten kaufen preis besichtigung verfügbar strand meerblick tausend heute woche monat uns mir mich"
)
COURTESIES = "hallo guten tag morgen abend bitte danke vielen dank ja ok"
