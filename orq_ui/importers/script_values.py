"""Expressions of TypeScript and JavaScript as values: literals, names bound to literals, a few known calls."""

from __future__ import annotations

import math
from typing import Any

from orq_ui.importers.known_functions import OF_INTEREST, environment
from orq_ui.importers.placeholders import UNDEFINED, Call, FromEnvironment, PictureFile, Unread
from orq_ui.importers.positions import LARGEST, wrong
from orq_ui.importers.script_known import either, known
from orq_ui.importers.script_tokens import Script, Token

MOST_VALUES = 100_000
_CONSTANTS = {
    "true": True, "false": False, "null": None, "undefined": UNDEFINED, "NaN": math.nan, "Infinity": math.inf,
}  # fmt: skip
_ENDS = (",", ";", ")", "]", "}")
_PASSED_OVER = ("await", "new", "void")


class Reader:
    """Reads expressions at a place of a script. What it cannot read is passed over, up to the next comma."""

    def __init__(self, script: Script, *, strict: bool = False) -> None:
        self.script = script
        self.strict = strict
        self.place = 0
        self.bound: dict[str, Any] = {}
        self.calls: list[Call] = []
        self._values = 0

    def token(self, ahead: int = 0) -> Token:
        """The token at the place, or an empty sign after the last."""
        place = self.place + ahead
        return (
            self.script.tokens[place] if place < len(self.script.tokens) else Token("sign", "", len(self.script.text))
        )

    def is_sign(self, *signs: str) -> bool:
        """Whether one of the signs is next."""
        token = self.token()
        return token.kind == "sign" and token.value in signs

    def expression(self) -> Any:
        """The value of the expression here; the place is then after it."""
        self._count()
        value = self._operand()
        while not self._at_end():
            token = self.token()
            if token.kind == "name" and token.value in ("as", "satisfies"):
                self._pass_over()
            elif self.is_sign("+"):
                self.place += 1
                value = self._sum(value, self._operand())
            elif self.is_sign("??", "||"):
                self.place += 1
                other = self._operand()
                value = either(value, other)
            elif self.strict:
                raise wrong(self.script.text, token.index, "is not what an object may hold")
            else:
                self._pass_over()
                value = Unread()
        return value

    def _at_end(self) -> bool:
        token = self.token()
        if token.kind == "sign":
            return token.value in _ENDS or token.value == ""
        return self._begins_a_line()

    def _begins_a_line(self) -> bool:
        """Whether a name or text begins a statement here, in code without semicolons."""
        token, before = self.token(), self.script.tokens[self.place - 1]
        if token.kind == "sign" or (before.kind == "sign" and before.value not in (")", "]", "}", "!")):
            return False
        return "\n" in self.script.text[before.index : token.index]

    def _pass_over(self) -> None:
        while not self.is_sign(*_ENDS, "") and not (self.place and self._begins_a_line()):
            self._count()
            self.place = self.script.partner.get(self.place, self.place) + 1

    def _count(self, more: int = 1) -> None:
        self._values += more
        if self._values > MOST_VALUES:
            raise wrong(self.script.text, self.token().index, f"makes more than {MOST_VALUES:,} values")

    def _operand(self) -> Any:
        token = self.token()
        while token.kind == "name" and token.value in _PASSED_OVER:
            self.place += 1
            token = self.token()
        if token.kind in ("text", "number"):
            self.place += 1
            return self._after(token.value)
        if token.kind == "name":
            return self._named()
        if token.value in ("-", "+"):
            self.place += 1
            value = self._operand()
            number = isinstance(value, int | float) and not isinstance(value, bool)
            return Unread() if not number else -value if token.value == "-" else value
        if token.value == "{":
            return self._after(self._object())
        if token.value == "[":
            return self._after(self._items())
        if token.value == "(":
            return self._after(self._in_brackets())
        return Unread()

    def _in_brackets(self) -> Any:
        end = self.script.partner[self.place]
        self.place += 1
        value = self.expression()
        if self.place != end:
            value = Unread()
        self.place = end + 1
        return value

    def _after(self, value: Any) -> Any:
        """What follows a value and takes something of it: ``.name``, ``!``."""
        while self.is_sign(".", "?.", "!", "[", "("):
            if self.is_sign("!"):
                self.place += 1
            elif self.is_sign("[", "("):
                self.place = self.script.partner[self.place] + 1
                value = value if isinstance(value, PictureFile) else Unread()
            else:
                self.place += 2
                value = value if isinstance(value, PictureFile) else Unread()
        return value

    def _items(self) -> list[Any]:
        end = self.script.partner[self.place]
        self.place += 1
        made: list[Any] = []
        while self.place < end:
            spread = self.is_sign("...")
            self.place += spread
            if not self.is_sign(","):
                value = self.expression()
                made += value if spread and isinstance(value, list) else [value]
            self._next(end)
        self.place = end + 1
        return made

    def _next(self, end: int) -> None:
        """On to after the next comma: what stands before it was not understood, which a strict reader refuses."""
        if self.strict and self.place < end and not self.is_sign(","):
            raise wrong(self.script.text, self.token().index, "is not what an object may hold")
        while self.place < end and not self.is_sign(","):
            self.place = self.script.partner.get(self.place, self.place) + 1
        self.place = min(self.place + 1, end)

    def _object(self) -> dict[str, Any]:
        end = self.script.partner[self.place]
        self.place += 1
        made: dict[str, Any] = {}
        while self.place < end:
            if self.is_sign("..."):
                self.place += 1
                value = self.expression()
                made |= value if isinstance(value, dict) else {}
            else:
                self._member(made)
            self._next(end)
        self.place = end + 1
        return made

    def _member(self, made: dict[str, Any]) -> None:
        token = self.token()
        name = str(token.value)
        if self.is_sign("["):
            computed = self._in_brackets()
            if not isinstance(computed, str):
                return
            name = computed
        elif token.kind == "sign":
            return
        else:
            self.place += 1
        if self.is_sign(":"):
            self.place += 1
            value = self.expression()
        else:
            # Shorthand; a method's own body is passed over.
            value = self._looked_up(name) if token.kind == "name" and self.is_sign(",", "}") else Unread()
        if value is not UNDEFINED:
            made[name] = value

    def _looked_up(self, name: str) -> Any:
        if name in _CONSTANTS:
            return _CONSTANTS[name]
        return self._copied(self.bound[name]) if name in self.bound else Unread()

    def _copied(self, value: Any) -> Any:
        self._count(1 + (len(value) // 1000 if isinstance(value, str) else 0))
        if isinstance(value, dict):
            return {name: self._copied(member) for name, member in value.items()}
        return [self._copied(item) for item in value] if isinstance(value, list) else value

    def _named(self) -> Any:
        """A name with all that is taken of it or called on it."""
        name, value = self._dotted()
        while self.is_sign("("):
            value = self.called(name)
            more, _ = self._steps()
            name += more
        return self._after(value)

    def _dotted(self) -> tuple[str, Any]:
        first = str(self.token().value)
        self.place += 1
        more, key = self._steps()
        name = first + more
        if not more and key is None:
            return name, self._looked_up(first)
        if name.startswith(("process.env", "import.meta.env", "Deno.env")) and not self.is_sign("("):
            return name, environment(key)
        value: Any = self.bound.get(first, Unread())
        for step in [*more.split(".")[1:], *([key] if key and not more.endswith(key) else [])]:
            value = value.get(step, Unread()) if isinstance(value, dict) else Unread()
        return name, self._copied(value)

    def _steps(self) -> tuple[str, str | None]:
        """``.a.b["c"]`` -> ``.a.b`` and the last key; type arguments are passed over."""
        name, key = "", None
        while True:
            if self.is_sign(".", "?.") and self.token(1).kind == "name":
                key = str(self.token(1).value)
                name += f".{key}"
                self.place += 2
            elif self.is_sign("?.") and self.token(1).value in ("(", "["):
                self.place += 1
            elif self.is_sign("["):
                inner = self.script.tokens[self.place + 1]
                key = str(inner.value) if inner.kind == "text" else None
                self.place = self.script.partner[self.place] + 1
            elif self.is_sign("!"):
                self.place += 1
            else:
                return name, key

    def called(self, name: str) -> Any:
        """The value of a call whose bracket opens here; calls of interest are kept."""
        place = self.place
        arguments = self._items()
        verb = name.rpartition(".")[2]
        if verb in OF_INTEREST:
            self.calls.append(Call(name, tuple(arguments)))
        self._count(self.place - place)
        return known(name, verb, arguments)

    def _sum(self, left: Any, right: Any) -> Any:
        held = next((side for side in (left, right) if isinstance(side, FromEnvironment)), None)
        if held is not None:
            return held
        texts = isinstance(left, str) and isinstance(right, str) and len(left) + len(right) <= LARGEST
        return left + right if texts else Unread()
