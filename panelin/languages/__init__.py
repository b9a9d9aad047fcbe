"""Every sentence, phrase list, trigger word and number format of the languages that Panelin speaks."""

from typing import Literal

Language = Literal["es", "en", "de"]
