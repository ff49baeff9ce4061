"""A bash script, read by tree-sitter, as the commands in it: quotes, variables set in the script, here-documents.

Nothing is run: a command's output is not known, but for a plain ``printf`` that a command reads from.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from orq_ui.errors import InvalidInput
from orq_ui.importers.placeholders import FromEnvironment, Unread, fill_gaps, gap
from orq_ui.importers.positions import LARGEST
from orq_ui.importers.syntax_tree import SyntaxTree

if TYPE_CHECKING:
    from tree_sitter import Node

_OUTPUT = gap(Unread("is a command's output"))
_UNKNOWN = gap(Unread("is known to the shell alone"))
_EXPANSIONS = frozenset({"simple_expansion", "expansion", "command_substitution", "arithmetic_expansion"})
_SEPARATORS = frozenset({";", ";;", "&", "&&", "|", "||", "|&", ")", "}", "`", "\n"})
_QUOTED = re.compile(
    r"(?P<join>(?<=\S)(?:\\\n)+(?=\S))"  # a word goes on in the next line
    r"|\\.|'[^']*+'|\"(?:[^\"\\]++|\\.)*+\"|(?<!\S)(?<!\\\s)#[^\n]*+"
    r"|\$'(?P<ansi>(?:[^'\\]++|\\.)*+)'",
    re.DOTALL,
)
_BETWEEN = re.compile(r"((?:\\[ \t])*)(.*?)((?:\\[ \t])*)", re.DOTALL)
"""What is between two words: a blank after a backslash belongs to a word, which tree-sitter does not say."""


@dataclass(frozen=True)
class Command:
    """One command: its words, with gaps for what only a shell would know of them.

    ``files`` are contents that the shell itself hands over, by path, ``-`` for the standard input.
    """

    words: tuple[str, ...]
    files: Mapping[str, str] = field(default_factory=dict)
    mistake: InvalidInput | None = None

    def changed(self, change: Callable[[str], str]) -> Command:
        """Return the same command with its words and files changed."""
        files = {change(path): change(content) for path, content in self.files.items()}
        return Command(tuple(map(change, self.words)), files, self.mistake)


def commands(text: str, name: str) -> Iterator[Command]:
    """Yield every command in whose words a name occurs; each sees the variables and files set before it."""
    script = _Script(text)
    waiting = [script.tree.root]
    while waiting:
        node = waiting.pop()
        script.enter(node)
        inner = node.named_children
        if node.type == "command":
            if any(name in script.tree.text(child) for child in inner if child.end_byte < child.start_byte + 200):
                yield script.command(node)
            # What is set for one command is not seen by its own words.
            inner = [child for child in inner if child.type != "variable_assignment"]
        # What is redirected to a command is read before it.
        waiting.extend(sorted(reversed(inner), key=lambda child: child.type.endswith("_redirect")))  # noqa: C414


class _Script:
    """The variables and files that are known so far."""

    def __init__(self, text: str) -> None:
        self.tree = SyntaxTree("tree_sitter_bash.language", _QUOTED.sub(_spelled_out, text) + "\n")
        self.variables: dict[str, str] = {}
        self.files: dict[str, str] = {}
        self._expanded = 0
        self._piping = False

    def enter(self, node: Node) -> None:
        """Take note of what a node sets."""
        value = node.child_by_field_name("value")
        name = node.child_by_field_name("name") or node.child_by_field_name("variable")
        if node.type == "variable_assignment" and name is not None:
            before = self.variables.get(self.tree.text(name), "") if node.children[1].type == "+=" else ""
            self.variables[self.tree.text(name)] = before + ("" if value is None else self._text(value))
        elif node.type == "for_statement" and name is not None:
            self.variables[self.tree.text(name)] = _UNKNOWN
        elif node.type == "heredoc_redirect":
            self.files["-"] = self._document(node)
            path = self._written_to(node)
            if path:
                self.files[path] = self.files["-"]
        elif node.type == "herestring_redirect":
            self.files["-"] = self._text(node.named_children[-1]) + "\n"
        elif node.type == "file_redirect" and any(child.type == "<" for child in node.children):
            self.files.pop("-", None)

    def command(self, node: Node) -> Command:
        """Read a command with all that is redirected to it."""
        statement = node
        while statement.parent is not None and statement.parent.type in ("redirected_statement", "pipeline"):
            statement = statement.parent
        words: list[Node] = []
        for child in node.children:
            if child.type == "herestring_redirect":
                self.enter(child)
            elif child.type not in ("variable_assignment", "file_redirect"):
                words.append(child)
        if statement.type == "redirected_statement" and statement.children[0].end_byte == node.end_byte:
            for redirect in statement.children_by_field_name("redirect"):
                # tree-sitter takes words that follow a redirection for more of its targets.
                words += redirect.children_by_field_name("destination")[1:]
                words += redirect.children_by_field_name("argument")
        return Command(tuple(self._words(words)), self.files, self._mistake(node, statement))

    def _written_to(self, node: Node) -> str:
        """Return the file that a here-document of ``cat`` is written to, or an empty text."""
        statement = node.parent
        if statement is None or not self.tree.text(statement).lstrip().startswith("cat"):
            return ""
        beside = [*statement.children, *node.children]
        files = [child for child in beside if child.type == "file_redirect" and child.children[0].type == ">"]
        return self._text(files[0].named_children[-1]) if files and files[0].named_children else ""

    def _mistake(self, node: Node, statement: Node) -> InvalidInput | None:
        """Return what is wrong in a command, or follows it on its line: that may be a part of it."""
        after, parent = statement.next_sibling, statement.parent
        for piece in [*(piece for part in node.children for piece in part.children), after]:
            # tree-sitter begins a comment within a word.
            if piece is not None and piece.type == "comment":
                before = self.tree.between(node.start_byte, piece.start_byte).replace("\\\n", "")
                if not re.search(r"(?<!\\)\s$", before):
                    return self.tree.wrong(piece.start_byte, "is not understood")
        for mistake in self.tree.mistakes:
            around = mistake.start_byte <= node.start_byte and statement.end_byte <= mistake.end_byte
            if node.start_byte <= mistake.start_byte and not around and self._on_a_line(statement, mistake):
                return self.tree.describe(mistake)
        if after is None or parent is None or not parent.is_error or after.type in _SEPARATORS:
            return None
        return self.tree.describe(parent) if self._on_a_line(statement, after) else None

    def _on_a_line(self, node: Node, after: Node) -> bool:
        return "\n" not in self.tree.between(node.end_byte, after.start_byte).replace("\\\n", "")

    def _words(self, nodes: list[Node]) -> list[str]:
        words: list[str] = []
        end = 0
        for node in nodes:
            text = self._text(node)
            found = _BETWEEN.fullmatch(self.tree.between(end, node.start_byte).replace("\\\n", ""))
            before, blank, after = map(_unescaped, found.groups() if found and words else ("", " ", ""))
            if words and not blank:
                words[-1] += before + after + text
            else:
                words[-1:] = [words[-1] + before] if words else []
                words.append(after + text)
            end = node.end_byte
        return words

    def _text(self, node: Node) -> str:
        """Return one word, or a piece of one."""
        written = self.tree.text(node)
        if node.type == "raw_string":
            return written[1:-1]
        if node.type == "ansi_c_string":
            return ansi(written[2:-1])
        if node.type == "string":
            return self._spliced(node, node.start_byte + 1, node.end_byte - 1)
        if node.type in _EXPANSIONS:
            return self._expansion(node)
        if node.type == "process_substitution":
            return self._pipe(node)
        if node.type in ("concatenation", "command_name", "translated_string"):
            return "".join(map(self._text, node.children))
        if written == "$" and self.tree.between(node.end_byte, node.end_byte + 1) == '"':
            # A dollar sign before quotes asks for a translation.
            return ""
        return _OUTPUT if node.type in ("array", "brace_expression") else _unescaped(written)

    def _spliced(self, node: Node, start: int, end: int) -> str:
        """Return what is between double quotes, or in a here-document, where few signs mean something."""
        pieces: list[str] = []
        for child in node.children:
            if child.type in _EXPANSIONS:
                # tree-sitter takes blanks in front of an expansion for a part of it.
                blanks = re.match(r"\s*", self.tree.text(child))
                begin = child.start_byte + (blanks.end() if blanks else 0)
                pieces += [self._plain(node, start, begin), self._expansion(child)]
                start = child.end_byte
        return "".join([*pieces, self._plain(node, start, end)])

    def _plain(self, node: Node, start: int, end: int) -> str:
        text = self.tree.between(start, end)
        if node.type == "heredoc_body":
            text = re.sub(r"(?<!\\)`[^`]*`", _OUTPUT, text)
        quoted = '"' if node.type == "string" else ""
        return re.sub(rf"\\([\\$`{quoted}])|\\\n", r"\1", text)

    def _expansion(self, node: Node) -> str:
        if node.type == "command_substitution":
            return self._output(node)
        written = self.tree.text(node).strip()
        found = re.search(r"[A-Za-z_]\w{0,99}", written, re.ASCII) if "expansion" in node.type else None
        name = found[0] if found else ""
        if name in self.variables and written in (f"${name}", f"${{{name}}}"):
            self._expanded += len(self.variables[name])
            if self._expanded > LARGEST:
                raise self.tree.wrong(node.start_byte, "makes a text that is too long")
            return self.variables[name]
        elsewhere = name and name not in self.variables
        return gap(FromEnvironment(name)) if elsewhere else _UNKNOWN

    def _output(self, node: Node) -> str:
        """Return what ``cat`` gives of a here-document, without line breaks at its end; no other output is known."""
        inner = node.named_children[0] if node.named_child_count == 1 else node
        parts = {child.type: child for child in inner.named_children}
        if inner.type != "redirected_statement" or parts.keys() != {"command", "heredoc_redirect"}:
            return _OUTPUT
        is_cat = self.tree.text(parts["command"]).strip() == "cat"
        return self._document(parts["heredoc_redirect"]).rstrip("\n") if is_cat else _OUTPUT

    def _pipe(self, node: Node) -> str:
        """Return the path of a pipe; what ``printf`` writes into it is known where the format is a text alone."""
        command = next((child for child in node.named_children if child.type == "command"), None)
        path = f"/dev/fd/{len(self.files)}"
        if command is None or self._piping:
            return path + _OUTPUT
        self._piping = True
        words = [word for word in self._words(command.named_children) if word != "--"]
        self._piping = False
        match words:
            case ["printf", form] if "%" not in form.replace("%%", "") and fill_gaps(form) == form:
                self.files[path] = ansi(form.replace("%%", "%"))
                return path
        return path + _OUTPUT

    def _document(self, node: Node) -> str:
        start, body = (next((c for c in node.children if c.type == f"heredoc_{n}"), None) for n in ("start", "body"))
        if start is None or body is None:
            return ""
        quoted = re.search(r"['\"\\]", self.tree.text(start))
        text = self.tree.text(body) if quoted else self._spliced(body, body.start_byte, body.end_byte)
        return re.sub(r"^\t+", "", text, flags=re.M) if node.children[0].type == "<<-" else text


def _spelled_out(quoted: re.Match[str]) -> str:
    """Write what tree-sitter gets wrong in another way: a word over two lines, the end of ``$'a\\\\'``."""
    if quoted["ansi"] is None:
        return quoted[0] if quoted["join"] is None else ""
    signs = {"\\": r"\134", "'": r"\047"}
    return re.sub(r"\\(.)", lambda escape: signs.get(escape[1], escape[0]), quoted[0], flags=re.DOTALL)


def _unescaped(text: str) -> str:
    return re.sub(r"\\(?:\n|(.))", lambda escape: escape[1] or "", text, flags=re.DOTALL)


_SIMPLE = dict(zip(b"nrtabfveE\\'\"?", b"\n\r\t\a\b\f\v\x1b\x1b\\'\"?", strict=True))
_ESCAPE = re.compile(
    rb"\\(?:([0-7]{1,3})|x([0-9a-fA-F]{1,2})|u([0-9a-fA-F]{1,4})|U([0-9a-fA-F]{1,8})|c(.)|(.))", re.DOTALL
)


def ansi(text: str) -> str:
    """Resolve the escapes within ``$'…'``, and of a format of ``printf``: both are about bytes."""
    return _ESCAPE.sub(_escape, text.encode()).decode("utf-8", "replace")


def _escape(match: re.Match[bytes]) -> bytes:
    octal, byte, short, long, control, sign = match.groups()
    if octal or byte:
        return bytes([(int(octal, 8) if octal else int(byte, 16)) & 0xFF])
    if short or long:
        code = int(short or long, 16)
        return chr(code).encode("utf-8", "replace") if code <= 0x10FFFF else match[0]
    if control:
        return bytes([control[0] & 0x1F])
    return bytes([_SIMPLE[sign[0]]]) if sign[0] in _SIMPLE else match[0]
