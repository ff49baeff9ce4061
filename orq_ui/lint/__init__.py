"""What a request may stumble over, told before it is sent: request, picture and connection in, findings out. Pure."""

from orq_ui.lint.finding import SEVERITIES, Finding, Severity
from orq_ui.lint.fix import REMOVE, Edit, Fix
from orq_ui.lint.registry import RULES, LintRule
from orq_ui.lint.runner import check

__all__ = ["REMOVE", "RULES", "SEVERITIES", "Edit", "Finding", "Fix", "LintRule", "Severity", "check"]
