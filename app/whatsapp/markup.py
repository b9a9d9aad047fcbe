"""Markdown, which models slip into, as the few marks that WhatsApp knows (WhatsApp sheet, section 22).

The instructions ask the model for WhatsApp's own marks, so a single asterisk stays bold; what is already WhatsApp's passes unchanged.
There is no escape character: a mark that is meant as a character becomes one that looks alike.
"""

import re
from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING

from app.whatsapp.invisible import visible
from app.whatsapp.splitting import parts as parts  # noqa: PLC0414 - whoever cuts a text finds it here

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.tree import SyntaxTreeNode

_SOURCES = re.compile("【[^】\n]{0,80}】|\\[\\d+:\\d+†[^\\]\n]{0,80}\\]|\ue200[^\ue201]*\ue201")  # 【4:0†source】 and its kin
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_BARE_LINK = re.compile(r"(?<!\]\()(?<!<)https?://[^\s<>\"'`|\\^{}\[\]]*[^\s<>\"'`|\\^{}\[\].,;:!?)*_~]")
_ASIDE = re.compile("\ue000(\\d+)\ue001")
_PRIVATE = re.compile("[\ue000-\uf8ff]")
_NEEDS_PARSER = re.compile(r"[*_~`#|\[\]<>&\\!]|^\s*(?:[-+]|\d{1,9}[.)])\s|---|[ \t]$", re.MULTILINE)
_EMPTY = re.compile(r"(?<!\w)\*\*+(?!\w)")  # what is left of a bold source
_LEFT_OVER = re.compile(r"\*\*(?=\S)([^*\n]+?)(?<=\S)\*\*")
_ACCIDENT = re.compile(r"(?<![\w*_])([*_])(?=[^\s*_])([^*_\n]*?)(?<=\S)\1(?![\w*_])")
_LOOKALIKE = {"*": "∗", "_": "＿"}
_MARKS = {"strong": "*", "s": "~"}
_SPOKEN_SCHEMES = ("tel:", "mailto:")


def whatsapp(markdown: str) -> str:
    """Write a model's text with WhatsApp's marks; links, prices, references and snake_case stay as they are."""
    text = _BREAK.sub("\n", _PRIVATE.sub("", _SOURCES.sub("", visible(markdown))))
    if not _NEEDS_PARSER.search(text):
        return re.sub(r"\n{3,}", "\n\n", text).strip()
    links: list[str] = []

    def aside(found: re.Match[str]) -> str:
        links.append(found[0])
        return f"\ue000{len(links) - 1}\ue001"

    text = _BARE_LINK.sub(aside, text)
    written = _Writer(text.split("\n"), links).document(text)
    return _ASIDE.sub(lambda found: links[int(found[1])], written).strip()


def unmarked(text: str) -> str:
    """Take marks away where WhatsApp shows plain text: titles of buttons and rows, variables of templates."""
    return re.sub(r"(?<!\w)[*_~`]+(?=[^\s*_~`])|(?<=[^\s*_~`])[*_~`]+(?!\w)", "", visible(text))


@cache
def _parser() -> "MarkdownIt":
    from markdown_it import MarkdownIt

    rules = ["code", "lheading", "reference", "html_block", "html_inline"]
    parser = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"]).disable(rules)
    parser.normalizeLink = lambda url: url  # type: ignore[method-assign]
    return parser


class _Writer:
    """Walks the tree of one text; the source lines tell whether two blocks were apart."""

    def __init__(self, lines: Sequence[str], links: Sequence[str]) -> None:
        self._lines, self._links = lines, links

    def document(self, text: str) -> str:
        from markdown_it.tree import SyntaxTreeNode

        return self._blocks(SyntaxTreeNode(_parser().parse(text)).children)

    def _blocks(self, nodes: Sequence["SyntaxTreeNode"]) -> str:
        written = ""
        for node in nodes:
            block = self._block(node)
            if block and written:
                written += "\n\n" if self._stands_apart(node) else "\n"
            written += block
        return written

    def _stands_apart(self, node: "SyntaxTreeNode") -> bool:
        first = node.map[0] if node.map else 0
        return not self._lines[first - 1].strip(" >\t")

    def _block(self, node: "SyntaxTreeNode") -> str:
        match node.type:
            case "heading":
                return _wrapped(self._inline(node.children, inside="*"), "*")
            case "bullet_list" | "ordered_list":
                return self._items(node)
            case "blockquote":
                return "\n".join(f"> {line}".rstrip() for line in self._blocks(node.children).split("\n"))
            case "fence":
                return f"```\n{node.content.rstrip()}\n```"
            case "table":
                return self._table(node)
            case "hr":
                return ""
            case _:
                return self._inline(node.children)

    def _items(self, node: "SyntaxTreeNode") -> str:
        first = int(node.attrs.get("start", 1))
        written = ""
        for place, item in enumerate(node.children):
            marker = f"{first + place}." if node.type == "ordered_list" else "-"
            if written:
                written += "\n\n" if self._stands_apart(item) else "\n"
            written += f"{marker} {self._item(item)}".rstrip()
        return written

    def _item(self, node: "SyntaxTreeNode") -> str:
        blocks = [(child.type.endswith("_list"), self._block(child)) for child in node.children]
        return "\n".join(re.sub("^", "  ", block, flags=re.MULTILINE) if is_list else block for is_list, block in blocks if block)

    def _table(self, node: "SyntaxTreeNode") -> str:
        """A row becomes a line; the line of the headings is bold."""
        rows = [[self._inline(cell.children) for cell in row.children] for part in node.children for row in part.children]
        lines = [" · ".join(cell for cell in row if cell) for row in rows]
        return "\n".join([_wrapped(lines[0].replace("*", ""), "*"), *lines[1:]])

    def _inline(self, nodes: Sequence["SyntaxTreeNode"], inside: str = "") -> str:
        written = ""
        for place, node in enumerate(nodes):
            after = nodes[place + 1].content[:1] if place + 1 < len(nodes) and nodes[place + 1].type == "text" else ""
            written += self._span(node, inside, alone=not (written[-1:].isalnum() or after.isalnum()))
        return written

    def _span(self, node: "SyntaxTreeNode", inside: str, *, alone: bool) -> str:
        match node.type:
            case "inline":
                return self._inline(node.children, inside)
            case "text":
                return _literal(node.content)
            case "softbreak" | "hardbreak":
                return "\n"
            case "code_inline":
                return f"`{node.content}`"
            case "link":
                return self._link(node, inside)
            case "em" | "strong" | "s":
                return self._marked(node, inside, alone=alone)
            case _:
                return ""  # an image is a message of its own

    def _marked(self, node: "SyntaxTreeNode", inside: str, *, alone: bool) -> str:
        """Marks inside a word are no marks to WhatsApp: 1*2*3 is arithmetic."""
        mark = _MARKS.get(node.type) or _mark_of_emphasis(node, inside)
        content = self._inline(node.children, inside + mark)
        if not alone:
            return f"*{content}*" if node.type == "em" and node.markup == "*" else content
        return content if mark in inside else _wrapped(content, mark)

    def _link(self, node: "SyntaxTreeNode", inside: str) -> str:
        url, text = str(node.attrs.get("href", "")), self._inline(node.children, inside)
        shown = _ASIDE.sub(lambda found: self._links[int(found[1])], text)
        for scheme in _SPOKEN_SCHEMES:
            url = url.removeprefix(scheme)
        if not shown or shown == url:
            return url
        return text if url in shown or url.startswith(("#", "/")) else f"{text}: {url}"


def _mark_of_emphasis(node: "SyntaxTreeNode", inside: str) -> str:
    """*x* is WhatsApp's bold; within or around a bold it can only be italics."""
    return "_" if node.markup == "_" or "*" in inside or any(child.type == "strong" for child in node.children) else "*"


def _wrapped(content: str, mark: str) -> str:
    """Put marks around each line: WhatsApp's marks end with the line."""
    return "\n".join(f"{mark}{line.strip()}{mark}" if line.strip() else "" for line in content.split("\n"))


def _literal(text: str) -> str:
    """Characters that are no marks here, yet would be to WhatsApp, become lookalikes; doubled asterisks mean nothing to it."""
    text = _EMPTY.sub("", _LEFT_OVER.sub(r"\1", text))
    return _ACCIDENT.sub(lambda found: f"{_LOOKALIKE[found[1]]}{found[2]}{_LOOKALIKE[found[1]]}", text)
