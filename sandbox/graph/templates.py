"""The approved templates, as TEMPLATES_FILE lists them: per name a category, per language body, buttons and samples."""

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from sandbox.database import Document

SAMPLE = Path(__file__).resolve().parents[2] / "templates.toml"
_VARIABLE = re.compile(r"\{\{\s*(\w+)\s*\}\}")


@dataclass(frozen=True)
class Template:
    """One template in one language."""

    name: str
    language: str
    category: str
    body: str
    buttons: tuple[str, ...]
    header: str | None = None
    samples: tuple[str, ...] = ()

    @cached_property
    def variables(self) -> tuple[str, ...]:
        """Its variables in the order of their first use."""
        return tuple(dict.fromkeys(_VARIABLE.findall(self.body)))

    @property
    def positional(self) -> bool:
        """Whether its variables are numbers."""
        return all(name.isdigit() for name in self.variables)

    def filled(self, values: dict[str, str]) -> str:
        """The body with its variables filled."""
        return _VARIABLE.sub(lambda found: values[found[1]], self.body)

    def listed(self, number: int) -> Document:
        """The template as `message_templates` lists it."""
        body: Document = {"type": "BODY", "text": self.body}
        if self.samples:
            body["example"] = {"body_text": [list(self.samples)]}
        components = [body]
        if self.buttons:
            components.append({"type": "BUTTONS", "buttons": [{"type": "QUICK_REPLY", "text": text} for text in self.buttons]})
        return {
            "id": str(700000000000000 + number),
            "name": self.name,
            "language": self.language,
            "status": "APPROVED",
            "category": self.category.upper(),
            "parameter_format": "POSITIONAL" if self.positional else "NAMED",
            "components": components,
        }


class Templates:
    """All approved templates by name and exact language."""

    def __init__(self, templates: Iterable[Template]) -> None:
        self._found = {(template.name, template.language): template for template in templates}

    @classmethod
    def load(cls, path: str) -> "Templates":
        """Read a file; without one the sample agency's, if it is there."""
        file = Path(path) if path else SAMPLE
        return cls(_read(tomllib.loads(file.read_text("utf-8")))) if file.is_file() else cls(())

    def find(self, name: str, language: str) -> Template | None:
        """A template; `es` and `es_ES` are two."""
        return self._found.get((name, language))

    def listed(self) -> list[Document]:
        """All of them, as Graph lists them."""
        return [template.listed(number) for number, template in enumerate(self._found.values(), 1)]


def _read(document: dict[str, Any]) -> Iterable[Template]:
    entries = document["templates"] if isinstance(document.get("templates"), dict) else document
    for name, entry in entries.items():
        if not isinstance(entry, dict):
            continue
        for language, content in entry.items():
            if isinstance(content, dict):
                yield Template(
                    name=name,
                    language=language,
                    category=str(entry.get("category", "utility")),
                    body=content["body"],
                    buttons=tuple(content.get("buttons", ())),
                    header=content.get("header", entry.get("header")),
                    samples=tuple(map(str, content.get("samples", ()))),
                )
