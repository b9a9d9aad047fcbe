"""What English speakers write, as patterns of whole words; capitals are folded before they are tried (product sheet 9)."""

_PERSON = (
    r"(?:(?:a|an|your|the|some|any) )?(?:real |actual |live |human |estate |sales )?"
    r"(?:human|person|human being|agent|advis[eo]r|someone|somebody|anyone|anybody|representative|colleague|member of (?:staff|the team)|team)"
    r"(?: (?:please|real|from the (?:team|office|agency)))?"
)
_WISH = r"(?:i(?:'d| would) (?:like|prefer|love) to|i (?:want|need|wish|prefer) to|can i|could i|may i|can we|could we|is it possible to|let me)"
_MACHINE = r"(?:(?:a|an|the) )?(?:robot|bot|chatbot|machine|ai|computer|artificial intelligence|virtual assistant)"
_HUMAN = r"(?:(?:a|an) )?(?:real |actual )?(?:human|person|human being|someone)(?: real)?"
_MY_DATA = r"(?:all )?(?:of )?my (?:personal )?(?:data|information|details)"

PHRASES = {
    "courtesy": ("hello", "hi", "hey", "please", "thanks", "thank you", "good morning", "good afternoon", "good evening"),
    "filler": ("sorry", "excuse me", "ok", "okay", "well", "now", "so", "actually"),
    "person": (
        rf"(?:{_WISH} )?(?:speak|talk|chat) (?:to|with) {_PERSON}",
        rf"(?:connect me|put me (?:through|in touch)|transfer me|pass me)(?: over)? (?:to|with) {_PERSON}",
        r"(?:call|ring|phone) me(?: back)?(?: (?:today|tomorrow))?",
        r"(?:can|could) (?:someone|somebody|anyone|you) (?:please )?(?:call|ring|phone) me(?: back)?",
        r"i(?:'d like| would like| want| need) (?:a call(?: ?back)?|to be called|(?:someone|you) to call me)",
        r"is (?:anyone|anybody|someone|somebody) (?:there|here)",
        rf"i (?:don't|do not) want to (?:talk|speak|chat) (?:to|with) {_MACHINE}",
        rf"i(?:'d like| would like| want| need|'d prefer| prefer) {_PERSON}",
        r"(?:agent|human|a human|human agent|real person|a real person)",
    ),
    "machine": (
        rf"(?:are you|is this|am i (?:talking|speaking|chatting) (?:to|with)|do i (?:talk|speak) (?:to|with)) (?:{_MACHINE}|{_HUMAN})(?: or (?:{_MACHINE}|{_HUMAN}))?",
        r"are you (?:real|human)",
    ),
    "data_rights": (
        r"what (?:personal )?(?:data|information|details) do you (?:have|hold|keep|store) (?:about|on|of) me",
        rf"(?:can you |could you |i want you to |i want to |i'd like to )?(?:delete|erase|remove|see|get|download) {_MY_DATA}",
        rf"(?:i want|i'd like|i would like|send me|give me)(?: a copy of)? {_MY_DATA}",
        r"(?:the )?right to be forgotten",
        r"privacy(?: policy)?",
        r"data protection",
        r"gdpr",
    ),
    "acknowledgement": (
        r"ok(?:ay)?", r"thanks", r"thank you", r"many thanks", r"great", r"perfect", r"cool", r"got it", r"fine", r"all right", r"alright", r"cheers", r"lol", r"bye",
        r"(?:h[ae]){2,20}h?",
    ),
    "complaint": (
        r"complaints?", r"i (?:want|wish|would like|need) to complain",
        r"(?:this|it|that|what|such|it's|that's|you are|you're)(?: is)?(?: a| an)?(?: total| complete| real)? (?:scam|rip-?off|disgrace|fraud|joke of an agency)",
        r"(?:third|fourth|fifth|sixth|tenth) time (?:that )?i(?:'ve| have|'m| am)? (?:ask\w*|call\w*|writ\w+|wrote|request\w*|tr\w+|chas\w+|wait\w*)",
        r"(?:talk|speak|contact|call|hear|hearing) (?:to |with |from )?my (?:lawyer|solicitor|attorney)", r"legal action", r"(?:sue|report) you",
        r"(?:nobody|no one|no-one) (?:answers|calls|replies|responds|has (?:answered|called|replied)|ever (?:answers|calls|replies))",
        r"(?:i'm|i am|we're|we are) (?:really |so )?(?:fed up|furious|disgusted)",
        r"(?:this|that|it)(?:'s| is) (?:totally |completely |absolutely )?(?:unacceptable|outrageous|ridiculous|disgraceful|shameful)", r"shame on you",
        r"(?:terrible|awful|appalling|horrible) (?:service|treatment)",
    ),
    "complaint_alone": (r"(?:a )?(?:scam|fraud|disgrace)", r"lawyer"),
    "insult": (
        r"idiots?", r"morons?", r"assholes?", r"bastards?", r"fuck\w*", r"bullshit", r"scammers?",
        r"(?:you|you're|you are|bunch of)(?: all)?(?: a| an)? (?:liars?|crooks?|thieves|incompetents?|useless|stupid)",
    ),
    "protest": (r"nobody", r"no one", r"never", r"again", r"still", r"waiting", r"answer\w*", r"repl\w+", r"why", r"enough", r"unbelievable", r"shame", r"third time"),
    "closing": (
        r"i(?:'ll| will|'m going to| am going to)? (?:now )?(?:leave|hand|pass|give|return) you (?:back )?(?:over )?(?:with|to)(?: the| our)?(?: virtual)? assistant",
        r"(?:back|over) to (?:the|our)(?: virtual)? assistant",
        r"(?:the|our)(?: virtual)? assistant (?:will|can) (?:take over|take it|help you|carry on|continue)",
    ),
    "sign_off": (r"(?:many )?thanks", r"thank you", r"bye", r"(?:best|kind|warm) ?(?:regards|wishes)?", r"regards", r"have a", r"take care", r"cheers", r"see you", r"speak soon"),
    "condition": (r"if", r"when", r"later", r"once", r"after", r"then later"),
    "lead_in": (r"well", r"so", r"ok", r"okay", r"great", r"and", r"now", r"perfect", r"then", r"right", r"for now"),
    "opt_out": (
        r"stop", r"unsubscribe", r"yes stop", r"(?:please )?unsubscribe me", r"opt out", r"stop (?:all )?(?:the )?messages", r"no more messages",
        r"stop (?:messaging|texting|contacting|writing to) me",
        r"(?:don't|do not) (?:send|message|text|write)(?: to)? me (?:any ?more|again|any more (?:messages|ads|advertising|alerts))",
    ),
    "opt_out_doubtful": (
        r"(?:don't|do not) (?:message|text|contact) me", r"i (?:don't|do not) want (?:any )?(?:more )?(?:messages|alerts|ads|advertising|marketing)",
        r"leave me alone", r"remove me(?: from (?:the|your) list)?", r"enough", r"cancel (?:my )?subscription", r"(?:this is )?spam", r"no more",
    ),
    "opt_in": (r"start", r"subscribe", r"opt in", r"resubscribe"),
    "language_names": (r"inglés", r"english", r"englisch"),
    "request_words": (
        r"in", r"can", r"could", r"we", r"you", r"do", r"speak", r"write", r"talk", r"switch", r"to", r"continue", r"answer", r"reply", r"me", r"i", r"prefer", r"only", r"let's",
    ),
}  # fmt: skip

MARKERS = (
    "the a an of and or but with without for from at by is are was were be been have has had do does did can could would should will "
    "i you we they it he she my your our their this that these those there here what when where which who how why "
    "i'm i'd i'll we're we'd it's that's don't looking look want need like see show send know think please thanks thank hello hi "
    "flat house apartment home bedroom bedrooms bathroom bathrooms rent buy price viewing available still near beach sea view saw today tomorrow "
    "not any some more about up to me us if yes good morning evening afternoon pay taxes residents next week month euros book us is"
)
COURTESIES = "hello hi hey please thanks thank you good morning evening afternoon bye yes ok"
