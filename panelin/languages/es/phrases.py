"""What Spanish speakers write, as patterns of whole words; accents and capitals are folded before they are tried (product sheet 9)."""

_PERSON = (
    r"(?:(?:un|una|algún|alguna|el|la|vuestro|vuestra|su) )?"
    r"(?:agente|persona|humano|humana|ser humano|asesora?|comercial|responsable|encargad[oa]|compañer[oa]|operadora?|emplead[oa]|alguien|equipo|vosotros|ustedes)"
    r"(?: (?:humano|humana|real|de verdad|física|inmobiliari[oa]|de la agencia|de la oficina|del equipo|de ventas))?"
)
_WISH = r"(?:quiero|quisiera|querría|necesito|prefiero|preferiría|me gustaría|deseo|puedo|podría|se puede|es posible|déjame)"
_MACHINE = r"(?:(?:un|una|el) )?(?:robot|bot|chatbot|máquina|ia|inteligencia artificial|asistente virtual|programa|contestador|ordenador)"
_HUMAN = r"(?:(?:un|una) )?(?:humano|humana|persona|ser humano|persona humana)(?: real| de verdad| física)?"
_MY_DATA = r"(?:(?:todos )?mis datos(?: personales)?)"

PHRASES = {
    "courtesy": ("hola", "por favor", "porfa", "porfavor", "gracias", "muchas gracias", "buenos días", "buenas tardes", "buenas noches", "buenas"),
    "filler": ("oye", "oiga", "perdona", "perdone", "perdón", "disculpa", "disculpe", "x fa", "ya", "ahora", "ahora mismo", "vale", "bueno", "pues", "mira", "mejor", "entonces"),
    "person": (
        rf"(?:{_WISH} )?hablar (?:mejor |directamente )?con {_PERSON}",
        rf"con {_PERSON}",
        rf"(?:pásame|páseme|pasadme|ponme|póngame|ponedme|conéctame|comunícame|transfiéreme|(?:me )?(?:puedes|podéis|puede|podrías) (?:pasar|poner|pasarme|ponerme)|me (?:pasas|pasáis|pones|ponéis|pasa|pone)) con {_PERSON}",
        rf"(?:que )?me (?:puedes?|podéis|pueden|podrías?|podríais|podrían) llamar(?: {_PERSON})?(?: (?:por teléfono|hoy|mañana))?",
        rf"(?:que )?me (?:llame|llama|atienda|atiende|conteste|responda|escriba) {_PERSON}",
        r"(?:llámame|llamadme|llámeme|llámenme|me llamáis)(?: (?:por teléfono|hoy|mañana))?",
        rf"(?:quiero|quisiera|prefiero|necesito) que me (?:llamen|llaméis|llames|llame|contacten|contactéis|atiendan|atienda|contacte|llame {_PERSON}|atienda {_PERSON}|contacte {_PERSON})",
        rf"(?:quiero|quisiera|necesito|prefiero) {_PERSON}",
        r"hay alguien(?: ahí| por ahí)?",
        rf"no quiero (?:hablar|seguir hablando) (?:más )?con {_MACHINE}",
        r"(?:agente|humano|agente humano|un humano|una persona|persona real|una persona real)",
    ),
    "machine": (
        rf"(?:(?:tú|usted) )?(?:eres|sois|es|es usted|esto es|estoy hablando con|hablo con|me (?:responde|contesta|escribe)) (?:{_MACHINE}|{_HUMAN})(?: o (?:con )?(?:{_MACHINE}|{_HUMAN}))?",
        r"(?:eres|es usted) (?:real|de verdad)",
        rf"(?:esto|quien me contesta) es (?:automático|{_MACHINE})",
    ),
    "data_rights": (
        r"(?:qué|cuáles) (?:datos|información) (?:personales )?(?:tenéis|tienen|tienes|guardáis|guardan|hay) (?:de mí|míos|mía|sobre mí|guardad[oa]s? (?:de|sobre) mí)",
        rf"(?:quiero|quisiera|necesito|solicito|me gustaría) (?:(?:ver|conocer|acceder a|borrar|eliminar|rectificar|corregir|descargar|una copia de|que (?:borréis|borren|borres|eliminéis|eliminen|elimines|suprimáis)) )?{_MY_DATA}",
        rf"(?:borrad|borra|borre|borren|borrar|eliminad|elimina|eliminen|eliminar|suprimid|suprimir|podéis borrar|pueden borrar) {_MY_DATA}",
        r"(?:borradlo|bórralo|borrad) todo",
        r"(?:borradme|bórrame|borrarme) de (?:la|vuestra|su) base de datos",
        r"(?:(?:quiero|quisiera) )?(?:ejercer )?(?:(?:mi|el) )?derecho (?:al olvido|de acceso|de supresión|de rectificación|de oposición|de portabilidad)",
        r"(?:(?:la )?política de )?privacidad",
        r"protección de datos",
        r"rgpd",
    ),
    "acknowledgement": (
        r"ok(?:i|ey|ay)?", r"vale", r"perfecto", r"perf", r"genial", r"estupendo", r"de acuerdo", r"entendido", r"(?:muy )?bien", r"listo",
        r"grax", r"gracias", r"muchas gracias", r"igualmente", r"hasta luego", r"adiós", r"un saludo", r"(?:j[aei]){2,20}j?",
    ),
    "complaint": (
        r"reclamaci(?:ón|ones)",
        r"(?:poner|presentar|hacer|pongo|presento|tengo|quiero) (?:una |la )?(?:queja|denuncia)",
        r"(?:os|les|le|te) (?:voy a )?(?:denunci[oa]r?|demand[oa]r?)|voy a (?:denunciar|demandar)(?:os|les|los)?|denunciaré",
        r"(?:hablar|hablaré|llamar|llamaré|consultar|consultaré|noticias|manos) (?:\w+ )?(?:con|a|de) (?:mi|mis|un|nuestro) abogad[oa]s?",
        r"(?:mi|nuestro) abogad[oa] (?:os|les|se pondrá)",
        r"(?:es|vaya|menuda|qué|sois|parece|me parece|son)(?: un| una| unos)?(?: auténtic[oa]| pur[oa]| puñeter[oa])? (?:estafa|timo|vergüenza|tomadura de pelo|fraude)",
        r"me (?:habéis|han|has|ha) (?:estafado|timado|engañado|mentido|dejado tirad[oa]|dejado plantad[oa])",
        r"(?:tercera|cuarta|quinta|sexta|enésima) vez que (?:(?:os|te|les|le|lo|la|me) )?(?:lo )?(?:pido|llamo|escribo|pregunto|reclamo|solicito|digo|repito|intento|aviso|contacto|espero|cancel\w+|cambi\w+|dej\w+|hac\w+|pas\w+)",
        r"nadie (?:me |nos )?(?:contesta|responde|llama|atiende|hace caso|ha contestado|ha llamado|ha respondido)",
        r"estoy (?:muy |más que )?(?:hart[oa]|indignad[oa])",
        r"(?:es|me parece|un trato|servicio|un servicio) (?:totalmente )?(?:inaceptable|lamentable|impresentable|indignante|pésimo)|pésimo (?:servicio|trato)",
        r"(?:quiero|dadme|deme|exijo) (?:la|una) hoja de",
    ),
    "complaint_alone": (r"(?:una )?(?:queja|denuncia|estafa|vergüenza)", r"abogado"),
    "insult": (
        r"sinvergüenzas?", r"estafador(?:es|a|as)?", r"imbécil(?:es)?", r"idiotas?", r"gilipollas", r"subnormal(?:es)?", r"cabr(?:ón|ones)",
        r"hij[oa]s? de puta", r"hijoputas?", r"(?:una|vaya|qué|menuda|a la|de) mierda",
        r"(?:sois|eres|son|panda de|menudos)(?: un| una| unos| unas)? (?:inútil(?:es)?|payas[oa]s?|ladr(?:ón|ones)|incompetentes?|mentiros[oa]s?|caraduras?)",
    ),
    "protest": (
        r"nadie", r"nunca", r"otra vez", r"hart[oa]", r"esperando", r"contest\w+", r"respond\w+", r"vergüenza", r"qué pasa", r"por qué", r"de una vez",
        r"todavía", r"sigo sin", r"llevo", r"basta", r"ya está bien", r"no puede ser", r"increíble", r"tercera vez",
    ),
    "closing": (
        r"(?:te|os|le|les) (?:dejo|paso|devuelvo|vuelvo a dejar|vuelvo a pasar)(?: ya| aquí| ahora| de nuevo| otra vez)* (?:con|a|al)(?: el| nuestro| mi)? asistente",
        r"vuelvo a dejar(?:te|os|le|les) con (?:el|nuestro) asistente",
        r"(?:te|os|le|les) (?:atiende|atenderá|ayuda|ayudará|sigue atendiendo|sigue ayudando|seguirá atendiendo|seguirá ayudando)(?: ahora| desde ahora| a partir de ahora| ya)? (?:el|nuestro) asistente",
        r"(?:sigues?|seguís|quedas|te quedas|os quedáis|se queda) (?:ya )?con (?:el|nuestro) asistente",
        r"(?:el|nuestro) asistente(?: virtual)? (?:te|os|le|les) (?:sigue|atiende|ayuda|atenderá|ayudará|seguirá)",
    ),
    "sign_off": (
        r"(?:un |muchos |cordiales )?saludos?", r"(?:muchas |mil )?gracias", r"hasta (?:luego|pronto|mañana)", r"adiós", r"chao", r"un abrazo", r"(?:buen|feliz) \w+",
        r"buenas (?:tardes|noches)", r"que (?:tengas|tengáis|tenga)", r"nos vemos", r"cualquier (?:cosa|duda)",
    ),
    "condition": (r"si", r"cuando", r"luego", r"más tarde", r"después", r"en cuanto"),
    "lead_in": (
        r"bueno", r"pues", r"y", r"ahora", r"ya", r"venga", r"vale", r"ok", r"perfecto", r"entonces", r"así que", r"nada", r"de acuerdo", r"hola", r"bien", r"de momento", r"mientras",
    ),
    "opt_out": (
        r"baja", r"(?:(?:quiero|quisiera|me gustaría) )?darme de baja", r"(?:dame|dadme|deme|denme) de baja", r"sí baja",
        r"(?:(?:quiero|quisiera) )?cancelar (?:la |mi )?suscripción", r"no más mensajes",
        r"no me (?:escribáis|escriban|escribas|escriba|enviéis|envíen|envíes|envíe|mandéis|manden|mandes|mande) más (?:mensajes|publicidad|avisos)",
        r"no me (?:escribáis|escriban|escribas|escriba) más", r"(?:dejad|deja|dejen|deje) de escribirme",
    ),
    "opt_out_doubtful": (
        r"no me (?:enviéis|envíen|envíes|envíe|mandéis|manden|mandes|mande) (?:más|más cosas|nada más|nada)", r"no me escrib\w+",
        r"no quiero (?:recibir )?(?:más )?(?:mensajes|avisos|publicidad|notificaciones)(?: vuestros| vuestras| por whatsapp)?",
        r"no quiero (?:recibir )?nada más", r"(?:quiero|solicito|pido) la baja", r"(?:me doy )?de baja", r"baja (?:total|definitiva|de todo)", r"parad(?: ya)?",
        r"basta(?: ya)?", r"(?:quitadme|quítame|borradme|bórrame|sacadme|sácame) de (?:la|vuestra|esta) lista", r"(?:dejadme|déjame) en paz",
        r"(?:dejad|deja) de (?:molestar|mandarme mensajes|enviarme mensajes|mandarme cosas)", r"(?:esto es )?spam",
    ),
    "opt_in": (r"alta", r"(?:(?:quiero|quisiera) )?darme de alta", r"(?:dame|dadme) de alta", r"(?:(?:quiero|quisiera) )?volver a recibir(?: avisos| mensajes)?"),
    "language_names": (r"español", r"castellano", r"spanish", r"spanisch"),
    "request_words": (
        r"en", r"puedes?", r"podemos", r"podéis", r"podría(?:s|mos|is)?", r"me", r"escribir(?:me)?", r"escríbeme", r"escribe", r"hablar(?:me)?", r"háblame",
        r"hablas", r"habla", r"habláis", r"hablamos", r"contestar(?:me)?", r"contéstame", r"responder(?:me)?", r"respóndeme", r"seguir", r"seguimos", r"quiero", r"prefiero", r"usted",
    ),
}  # fmt: skip

MARKERS = (
    "el la los las un una unos unas de del en con por para que y o pero porque como más muy sin sobre hasta desde entre "
    "es son está están hay tengo tiene tienes tenéis tienen quiero quisiera querría busco buscamos buscando necesito necesitamos queremos "
    "puedo puede puedes podéis podemos podría podrías me te nos os se mi tu su esto este esta ese esa eso lo le les al "
    "piso casa alquiler alquilar comprar venta dormitorios habitaciones habitación baños terraza garaje ascensor playa precio visita "
    "cuánto cuándo cuál dónde qué cómo quién sigue ver verlo verla mañana hoy jueves viernes lunes martes miércoles sábado domingo "
    "gracias hola buenas buenos días tardes noches favor vale también algo algún alguna mes año años euros todo toda todos mejor"
)
COURTESIES = "hola buenas buenos días tardes noches gracias muchas favor vale hasta luego adiós"
