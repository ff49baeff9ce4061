"""What may go wrong with a request, before it is sent: request, picture and connection in, findings out. Pure."""

import orq_ui.lint.rules  # noqa: F401 - importing the rules registers them
from orq_ui.lint.finding import SEVERITIES, Finding
from orq_ui.lint.fix import REMOVE, Edit, Fix
from orq_ui.lint.registry import RULES, LintRule
from orq_ui.lint.runner import check

__all__ = ["REMOVE", "RULES", "SEVERITIES", "Edit", "Finding", "Fix", "LintRule", "check"]
