"""Words that end or begin alerts and marketing (product sheet 9): the whole message, never a word inside one.

"Baja" ends them; "planta baja", "¿baja el precio?" and "quiero dar de baja mi anuncio" have nothing to do with it.
"""

from enum import Enum
from typing import Final

from panelin.languages.matching import matches

_AROUND = ("courtesy",)


class ConsentWord(Enum):
    """What a message says about alerts and marketing."""

    OPT_OUT = "opt_out"
    OPT_IN = "opt_in"
    DOUBTFUL = "doubtful"  # ask once, with buttons


OPT_OUT: Final = ConsentWord.OPT_OUT
OPT_IN: Final = ConsentWord.OPT_IN
DOUBTFUL: Final = ConsentWord.DOUBTFUL


def consent_word(text: str) -> ConsentWord | None:
    """Read a message as an opt-out, an opt-in, something to ask about, or none of these; template buttons count by their titles."""
    asks = "?" in text
    if matches(text, "opt_out", around=_AROUND):
        return DOUBTFUL if asks else OPT_OUT
    if matches(text, "opt_out_doubtful", around=_AROUND):
        return DOUBTFUL
    return OPT_IN if matches(text, "opt_in", around=_AROUND) and not asks else None
