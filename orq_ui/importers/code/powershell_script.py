"""PowerShell's ``Invoke-RestMethod`` and ``Invoke-WebRequest``, as the syntax tree of Python code with their meaning.

Also what browsers copy "as PowerShell". https://learn.microsoft.com/powershell/module/microsoft.powershell.utility
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable

from orq_ui.importers.code.program import Code
from orq_ui.importers.positions import DEEPEST, TOO_DEEP, wrong

_CALLS = frozenset({"invoke-restmethod", "invoke-webrequest", "irm", "iwr"})
_FILES = frozenset({"get-item", "get-content", "gi", "gc"})
_PARAMETERS = {"uri": "url", "infile": "content"}
"""Parameters that have another name in calls of other languages."""
_SWITCHES = frozenset({"usebasicparsing", "skipcertificatecheck", "verbose", "raw", "compress", "asbytestream"})
_CONSTANTS = {"true": True, "false": False, "null": None}
_CALL = re.compile(
    r"(?:^|[|=(;])[ \t]*(?:Invoke-(?:RestMethod|WebRequest)|irm|iwr)[ \t]"
    r"|^[ \t]*\$\w+[ \t]*=[ \t]*(?:\[\w+\])?@\{",
    re.IGNORECASE | re.MULTILINE,
)
_TOKEN = re.compile(
    r"(?P<blank>(?:[ \t\r]++|`[ \t]*\n|#[^\n]*+|<#(?:[^#]|#(?!>))*+#>)+)"
    r"|(?P<end>[\n;])"
    r"|@(?P<quote>['\"])[ \t]*\n(?P<document>.*?)(?:\n(?P=quote)@|(?P<unclosed>\Z))"
    r"|'(?P<raw>(?:[^']|'')*+)'|\"(?P<text>(?:[^\"`]|`.|\"\")*+)\""
    r"|(?P<open>@\{|@\(|\$\(|[({])|(?P<close>[)}])|(?P<sign>[,|=]|\+=)"
    r"|(?P<type>\[[A-Za-z][\w.]{0,99}\](?:::\w+)?)"
    r"|@(?P<splat>[A-Za-z_]\w{0,99})"
    r"|\$(?:env:(?P<env>\w{1,99})|\{?(?P<name>\w{1,99})\}?)(?P<members>(?:\.\w{1,99})*)"
    r"|(?P<number>-?\d{1,15}(?:\.\d{1,15})?)(?![\w./:-])|-(?P<option>[A-Za-z]\w{0,50}):?|(?P<word>[^\s,;|(){}'\"=]+)",
    re.DOTALL | re.IGNORECASE,
)
_SPECIAL = re.compile(
    r"`(?P<tick>.)|(?P<quote>\"\")|\$(?:env:(?P<env>\w{1,99})|\{?(?P<name>[A-Za-z_]\w{0,99})\}?)",
    re.IGNORECASE | re.DOTALL,
)
_SIGNS = {"n": "\n", "r": "\r", "t": "\t", "0": "\0"}


def is_powershell(text: str) -> bool:
    """Return whether a text has a call by one of PowerShell's own commands, or a hash table."""
    return _CALL.search(text) is not None


def parse(text: str) -> Code:
    """Parse a script; raises InvalidInput where a quote or bracket is not closed."""
    return Code(ast.fix_missing_locations(ast.Module(_Parser(text).statements(), [])))


class _Parser:
    """Reads one token after another; what has no meaning here becomes a value that is not known."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._place = self._depth = 0
        self._tables: dict[str, ast.Dict] = {}
        self._token = self._read()

    def statements(self) -> list[ast.stmt]:
        made: list[ast.stmt] = []
        while self._token is not None:
            if self._token["end"]:
                self._next()
                continue
            made.append(self._statement())
            while self._token is not None and not self._token["end"]:
                self._skip("")
        return made

    def _statement(self) -> ast.stmt:
        value = self._pipeline()
        token = self._token
        if token is not None and token["sign"] == "=" and isinstance(value, ast.Name | ast.Attribute | ast.Subscript):
            self._next()
            made = self._pipeline()
            if isinstance(value, ast.Name) and isinstance(made, ast.Dict):
                self._tables[value.id] = made
            return ast.Assign([value], made)
        return ast.Expr(value)

    def _pipeline(self) -> ast.expr:
        self._blanks()
        value = self._command()
        while self._is("sign", "|"):
            self._next()
            self._blanks()
            name = self._word()
            given = self._arguments()
            if name == "convertto-json":
                value = _call("stringify", [value])
            elif name in _CALLS:
                value = _call("post", [], {"body": value} | given)
            elif name not in ("convertfrom-json", "out-null"):
                value = _unknown()
        if not self._goes_on():
            return value
        # An index, a method or an operator makes something else of it.
        while self._goes_on():
            self._skip("")
        return _unknown()

    def _command(self) -> ast.expr:
        if self._token is None or not self._token["word"]:
            return self._list()
        name = self._word()
        if name in _FILES:
            return _call("open", [next(iter(self._arguments().values()), _unknown())])
        given = self._arguments()
        if name in _CALLS:
            return _call("post", [], given)
        return next(iter(given.values()), _unknown()) if name == "write-output" else _unknown()

    def _arguments(self) -> dict[str, ast.expr]:
        """Return what a command is given, by the names that a call of it has here."""
        given: dict[str, ast.expr] = {}
        while self._token is not None and not (self._token["end"] or self._token["close"] or self._token["sign"]):
            option = (self._token["option"] or "").lower()
            if self._token["splat"]:
                table = self._tables.get(self._next()["splat"], ast.Dict([], []))
                for key, value in zip(table.keys, table.values, strict=True):
                    name = str(key.value).lower() if isinstance(key, ast.Constant) else ""
                    given[_PARAMETERS.get(name, name)] = value
            elif option:
                self._next()
                if option not in _SWITCHES and not self._ends():
                    given[_PARAMETERS.get(option, option)] = self._list()
            else:
                given.setdefault("url", self._list())
        return given

    def _list(self) -> ast.expr:
        first = self._value()
        items = [first]
        while self._is("sign", ","):
            self._next()
            self._blanks()
            items.append(self._value())
        return first if len(items) == 1 else ast.List(items)

    def _value(self) -> ast.expr:
        token = self._token
        if token is None or token["end"] or token["close"] or token["sign"]:
            return _unknown()
        if token["open"]:
            return self._group()
        self._next()
        while token["type"] and self._token is not None and self._token["type"]:
            token = self._next()
        if token["type"]:
            # A type in front of a value, or a method of it: [ordered]@{…}, [IO.File]::ReadAllBytes("a.png").
            if "::read" in token["type"].lower() and self._is("open", "("):
                return _call("open", [self._group()])
            return self._value()
        if token["document"] is not None:
            return _spliced(token["document"]) if token["quote"] == '"' else ast.Constant(token["document"])
        if token["raw"] is not None:
            return ast.Constant(token["raw"].replace("''", "'"))
        if token["text"] is not None:
            return _spliced(token["text"])
        if token["number"]:
            return ast.Constant(float(token["number"]) if "." in token["number"] else int(token["number"]))
        return _variable(token) if token["env"] or token["name"] else ast.Constant(token["word"] or "")

    def _group(self) -> ast.expr:
        """Return what is in brackets: a hash table, a list, or one value."""
        opened = self._next()
        self._depth += 1
        if self._depth > DEEPEST:
            raise wrong(self._text, opened.start(), TOO_DEEP)
        items: list[ast.expr] = []
        made = ast.Dict([], [])
        while self._token is not None and not self._token["close"]:
            if self._token["end"]:
                self._next()
                continue
            if opened["open"] != "@{":
                items.append(self._pipeline())
                self._skip(",")
                continue
            key = self._value()
            self._skip("=")
            self._blanks()
            made.keys.append(key)
            made.values.append(self._pipeline())
        if self._token is None:
            raise wrong(self._text, opened.start(), "opens a bracket that is never closed")
        self._next()
        self._depth -= 1
        if opened["open"] == "@{":
            return made
        alone = items[0] if len(items) == 1 and (opened["open"] != "@(" or isinstance(items[0], ast.List)) else None
        return ast.List(items) if alone is None and items else alone or ast.List([])

    def _word(self) -> str:
        return (self._next()["word"] or "").lower()

    def _ends(self) -> bool:
        token = self._token
        return token is None or bool(token["end"] or token["close"] or token["option"])

    def _goes_on(self) -> bool:
        token = self._token
        return token is not None and not (token["end"] or token["close"] or token["sign"])

    def _is(self, kind: str, sign: str) -> bool:
        return self._token is not None and self._token[kind] == sign

    def _skip(self, sign: str) -> None:
        """Pass over a sign, or over whatever is where it belongs."""
        if self._token is not None and self._token["open"]:
            self._group()
        elif self._token is not None and (self._token["sign"] or not sign):
            # Another sign than the one that belongs there is passed over too, so that every loop goes on.
            self._next()

    def _blanks(self) -> None:
        while self._is("end", "\n"):
            self._next()

    def _next(self) -> re.Match[str]:
        token, self._token = self._token, self._read()
        if token is None:
            raise wrong(self._text, len(self._text), "ends where more is needed")
        return token

    def _read(self) -> re.Match[str] | None:
        while self._place < len(self._text):
            token = _TOKEN.match(self._text, self._place)
            if token is None or not token[0] or token["unclosed"] is not None:
                raise wrong(self._text, self._place, "opens a quote that is never closed")
            self._place = token.end()
            if not token["blank"]:
                return token
        return None


def _call(name: str, arguments: list[ast.expr], given: dict[str, ast.expr] | None = None) -> ast.expr:
    keywords = [ast.keyword(key, value) for key, value in (given or {}).items()]
    return ast.Call(ast.Name(name), arguments, keywords)


def _unknown() -> ast.expr:
    # A set has no value in a request.
    return ast.Set([])


def _variable(token: re.Match[str]) -> ast.expr:
    if token["env"]:
        return ast.Attribute(ast.Attribute(ast.Name("process"), "env"), token["env"])
    name = token["name"]
    made: ast.expr = ast.Constant(_CONSTANTS[name.lower()]) if name.lower() in _CONSTANTS else ast.Name(name)
    for member in token["members"].split(".")[1:]:
        made = ast.Attribute(made, member)
    return made


def _spliced(text: str) -> ast.expr:
    """Return a text with the values of its variables."""
    pieces: list[ast.expr] = []
    start = 0
    plain: Callable[[str], ast.expr] = ast.Constant
    for found in _SPECIAL.finditer(text):
        pieces.append(plain(text[start : found.start()]))
        start = found.end()
        if found["tick"]:
            pieces.append(plain(_SIGNS.get(found["tick"], found["tick"])))
        elif found["quote"]:
            pieces.append(plain('"'))
        else:
            env = ast.Attribute(ast.Attribute(ast.Name("process"), "env"), found["env"] or "")
            pieces.append(env if found["env"] else ast.Name(found["name"]))
    pieces.append(plain(text[start:]))
    return ast.JoinedStr(pieces) if len(pieces) > 1 else pieces[0]
