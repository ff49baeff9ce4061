"""Any two runs side by side."""

from orq_ui.history.diff.comparison import Comparison, compare
from orq_ui.history.diff.requested_vs_actual import RequestedVsActual, requested_vs_actual

__all__ = ["Comparison", "RequestedVsActual", "compare", "requested_vs_actual"]
