"""Any two runs side by side."""

from orq_ui.history.diff.comparison import Comparison, compare
from orq_ui.history.diff.requested_vs_actual import Delivery, delivery

__all__ = ["Comparison", "Delivery", "compare", "delivery"]
