"""What the makers of single models say of them on endpoints of their own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from types import MappingProxyType

from orq_ui.lint.context import Case
from orq_ui.lint.finding import Severity
from orq_ui.lint.fix import REMOVE, Edit, Fix
from orq_ui.lint.messages import listed, quoted
from orq_ui.lint.registry import MAKER, Hit, rule

RETIRED: Mapping[str, date] = MappingProxyType(
    {
        "openai/dall-e-2": date(2026, 5, 12),
        "openai/dall-e-3": date(2026, 5, 12),
        "openai/gpt-image-1": date(2026, 10, 23),
    }
)
"""The day on which each was switched off; OpenAI's deprecations page."""
CLASSIC = frozenset({"openai/dall-e-2"})
"""The models made for variations: square PNG pictures under 4 MB only."""
_ONE_EACH = frozenset({"openai/dall-e-3"})


def always_bytes(model: str) -> bool:
    """Whether a model gives pictures as base64 whatever is asked, and refuses to be asked."""
    return model.startswith("openai/gpt-image-")


def real(case: Case) -> Severity | None:
    """The severity of what only a real model would mind: info on the emulator, else the rule's own."""
    return None if case.live else "info"


@rule("one-picture-models", "warning", MAKER)
def one_picture_models(case: Case) -> Iterator[Hit]:
    """Several pictures asked of a model that makes one a call."""
    n = case.at(("n",))
    models = sorted(case.asked & _ONE_EACH)
    if models and isinstance(n, int | float) and not isinstance(n, bool) and n > 1:
        said = f"{listed(map(quoted, models))} makes one picture a call."
        yield Hit("n", said, Fix("Ask for one", (Edit(("n",), 1),)), real(case))


@rule("response-format-refused", "warning", MAKER)
def response_format_refused(case: Case) -> Iterator[Hit]:
    """A format asked of a model that knows only one."""
    models = sorted(filter(always_bytes, case.asked))
    if models and case.at(("response_format",)) is not None:
        names = listed(quoted(model) for model in models)
        said = f"{names} always {'gives' if len(models) == 1 else 'give'} b64_json and may refuse response_format."
        yield Hit("response_format", said, Fix("Leave it out", (Edit(("response_format",), REMOVE),)), real(case))
