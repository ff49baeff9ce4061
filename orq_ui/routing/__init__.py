"""The router's rules, pure: policy, scenario and seed in; ledger out. No clock, no network."""

from orq_ui.routing.scenario import Behaviour, Fault, Outcome, PayloadFault, Scenario

__all__ = ["Behaviour", "Fault", "Outcome", "PayloadFault", "Scenario"]
