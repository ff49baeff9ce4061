"""The request as a form: it walks the contract's fields, so a new field there is a new widget here."""

from orq_ui.ui.form.binding import Form
from orq_ui.ui.form.groups import draw_groups
from orq_ui.ui.form.registry import WIDGETS

__all__ = ["WIDGETS", "Form", "draw_groups"]
