"""What the makers of some models say of them on endpoints of their own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from types import MappingProxyType

from orq_ui.lint.context import Context
from orq_ui.lint.finding import Severity
from orq_ui.lint.fix import REMOVE, Edit, Fix
from orq_ui.lint.messages import join_words, quote
from orq_ui.lint.registry import MODEL_MAKER, Hit, rule

RETIRED: Mapping[str, date] = MappingProxyType(
    {
        "openai/dall-e-2": date(2026, 5, 12),
        "openai/dall-e-3": date(2026, 5, 12),
        "openai/gpt-image-1": date(2026, 10, 23),
    }
)
"""The day on which each was switched off; OpenAI's deprecations page."""
CLASSIC = frozenset({"openai/dall-e-2"})
"""The models made for variations: they take only square PNG pictures under 4 MB."""
_ONE_EACH = frozenset({"openai/dall-e-3"})


def always_base64(model: str) -> bool:
    """Return whether a model gives pictures as base64 whatever is asked, and refuses to be asked."""
    return model.startswith("openai/gpt-image-")


def severity_if_real(context: Context) -> Severity | None:
    """Return the severity of what only a real model would mind: info on the emulator, else the rule's own."""
    return None if context.is_live else "info"


@rule("one-picture-models", "warning", MODEL_MAKER)
def one_picture_models(context: Context) -> Iterator[Hit]:
    """Find several pictures asked of a model that makes one per call."""
    n = context.at(("n",))
    models = sorted(context.callable_models & _ONE_EACH)
    if models and isinstance(n, int | float) and not isinstance(n, bool) and n > 1:
        message = f"{join_words(map(quote, models))} makes one picture per call."
        yield Hit("n", message, Fix("Ask for one", (Edit(("n",), 1),)), severity_if_real(context))


@rule("response-format-refused", "warning", MODEL_MAKER)
def response_format_refused(context: Context) -> Iterator[Hit]:
    """Find a format asked of a model that knows only one."""
    models = sorted(filter(always_base64, context.callable_models))
    asked = context.at(("response_format",))
    if models and asked is not None:
        names = join_words(quote(model) for model in models)
        message = f"{names} always {'gives' if len(models) == 1 else 'give'} b64_json and may refuse response_format."
        fix = Fix("Leave it out", (Edit(("response_format",), REMOVE),))
        yield Hit(
            "response_format",
            message,
            # Without it the other models, if there are any, give links.
            fix if asked == "url" or len(models) == len(context.callable_models) else None,
            severity_if_real(context),
        )
