"""The router's rules, pure: policy, scenario and seed in, ledger out. No clock, no network."""

from orq_ui.routing.advice import Change, advise
from orq_ui.routing.builtin_scenarios import BUILT_IN_SCENARIOS, built_in_name
from orq_ui.routing.cache import CacheEntry, CacheKey, CacheOutcome
from orq_ui.routing.decision import Cause, Decision
from orq_ui.routing.defaults import ALTERNATIVE_READINGS, DEFAULT_SET, DEFAULTS, Defaults
from orq_ui.routing.engine import route
from orq_ui.routing.ledger import Attempt, Difference, Ledger
from orq_ui.routing.policy import Policy, Share
from orq_ui.routing.probabilities import Odds, odds
from orq_ui.routing.rules import RULES
from orq_ui.routing.scenario import Behaviour, Fault, PayloadFault, Scenario
from orq_ui.routing.worst_case import WorstCase, worst_case

__all__ = [
    "ALTERNATIVE_READINGS",
    "BUILT_IN_SCENARIOS",
    "DEFAULTS",
    "DEFAULT_SET",
    "RULES",
    "Attempt",
    "Behaviour",
    "CacheEntry",
    "CacheKey",
    "CacheOutcome",
    "Cause",
    "Change",
    "Decision",
    "Defaults",
    "Difference",
    "Fault",
    "Ledger",
    "Odds",
    "PayloadFault",
    "Policy",
    "Scenario",
    "Share",
    "WorstCase",
    "advise",
    "built_in_name",
    "odds",
    "route",
    "worst_case",
]
