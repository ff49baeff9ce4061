"""The router's rules, pure: policy, scenario and seed in, ledger out. No clock, no network."""

from orq_ui.routing.builtin_scenarios import BUILT_IN_SCENARIOS, BuiltInScenario, built_in_name
from orq_ui.routing.cache import CacheEntry, CacheKey, CacheLookup, CacheOutcome
from orq_ui.routing.decision import Cause, Decision
from orq_ui.routing.defaults import ALTERNATIVE_READINGS, DEFAULT_SET, DEFAULTS, Default, Defaults
from orq_ui.routing.engine import route
from orq_ui.routing.ledger import Attempt, Difference, Draw, Ledger, Verdict
from orq_ui.routing.policy import Policy, ResolvedOption, Share
from orq_ui.routing.probabilities import Failure, Odds, odds
from orq_ui.routing.rules import RULES, Rule
from orq_ui.routing.scenario import Behaviour, Fault, Outcome, PayloadFault, Scenario
from orq_ui.routing.worst_case import WorstCase, worst_case

__all__ = [
    "ALTERNATIVE_READINGS",
    "BUILT_IN_SCENARIOS",
    "DEFAULTS",
    "DEFAULT_SET",
    "RULES",
    "Attempt",
    "Behaviour",
    "BuiltInScenario",
    "CacheEntry",
    "CacheKey",
    "CacheLookup",
    "CacheOutcome",
    "Cause",
    "Decision",
    "Default",
    "Defaults",
    "Difference",
    "Draw",
    "Failure",
    "Fault",
    "Ledger",
    "Odds",
    "Outcome",
    "PayloadFault",
    "Policy",
    "ResolvedOption",
    "Rule",
    "Scenario",
    "Share",
    "Verdict",
    "WorstCase",
    "built_in_name",
    "odds",
    "route",
    "worst_case",
]
