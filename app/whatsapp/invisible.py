"""Characters that nobody sees but a model reads: hidden orders ride on them, so they stop at the border (reliability sheet, section 14)."""

import re

# Joiners and the emoji selector stay where an emoji needs them; doubled or elsewhere they carry what nobody sees.
_EMOJI = "©®\u203c-\u3299\U0001f000-\U0001faff"
_NEEDED = f"(?<=[{_EMOJI}])\ufe0f(?![\ufe00-\ufe0f])|(?<=[0-9#*])\ufe0f(?=\u20e3)|(?<=[{_EMOJI}\ufe0f])\u200d(?=[{_EMOJI}])"
_UNSEEN = (
    "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f"  # control characters; tab and newline stay
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u3164\uffa0"  # fillers and soft hyphens
    "\u200b-\u200f\u202a-\u202e\u2060-\u206f"  # zero width, direction
    "\ufe00-\ufe0f\ufeff\ufff0-\ufffb"
    "\U000e0000-\U000e0fff"  # the Tag block and the supplementary variation selectors
    "\ud800-\udfff"  # halves of surrogate pairs
)
_STRIPPED = re.compile(f"({_NEEDED})|[{_UNSEEN}]")
_BREAKS = re.compile("\r\n?|[\u2028\u2029\x85]")


def visible(text: str) -> str:
    """Keep what a person sees: emoji stay whole, line ends become newlines."""
    if text.isascii() and text.isprintable():
        return text
    return _STRIPPED.sub(lambda found: found[1] or "", _BREAKS.sub("\n", text))


def one_line(text: str, *, at_most: int) -> str:
    """Keep what a person sees on one line, cut to a length."""
    return " ".join(visible(text).split())[:at_most].rstrip()
