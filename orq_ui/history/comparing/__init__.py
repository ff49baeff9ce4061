"""Any two runs side by side."""

from orq_ui.history.comparing.comparison import Comparison, compare
from orq_ui.history.comparing.delivery import Delivery, delivery

__all__ = ["Comparison", "Delivery", "compare", "delivery"]
