"""Every rule of the registry, broken and kept."""

import re
from dataclasses import replace
from pkgutil import iter_modules

import pytest

from orq_ui.api import ImageVariationRequest
from orq_ui.imaging import CONVERSIONS
from orq_ui.lint import RULES, SEVERITIES, Finding, Fix, LintRule, rules
from orq_ui.routing import DEFAULT_SET, DEFAULTS
from orq_ui.routing import RULES as ROUTING
from tests.lint.cases import (
    CASES,
    DALLE,
    EXACT,
    HEAVY,
    OBLONG,
    PERSON,
    A,
    B,
    Body,
    C,
    Given,
    balanced,
    falling,
    live,
    orq,
    shown,
    top,
)

TWO_RETRIES = DEFAULTS[DEFAULT_SET].with_readings(retry_omitted="two")
NAMES = [f"{rule}-{path}" for rule, path, _, _ in CASES]


def fix_of(finding: Finding) -> Fix:
    assert finding.fix is not None
    return finding.fix


def test_every_module_of_the_rules_registers_one() -> None:
    """No file in the folder of the rules can be forgotten: each of them is loaded and has at least one rule."""
    modules = {module.name for module in iter_modules(rules.__path__)}

    assert {rule.check.__module__.rpartition(".")[2] for rule in RULES.values()} == modules


def test_every_rule_has_a_broken_and_a_clean_case() -> None:
    """The rules of the registry and those of the table are the same set."""
    assert set(RULES) == {rule for rule, *_ in CASES}


@pytest.mark.parametrize(("rule", "path", "broken", "clean"), CASES, ids=NAMES)
def test_a_rule_tells_apart(rule: str, path: str, broken: Given, clean: Given) -> None:
    """The broken case is found at its path, the clean one is not."""
    assert path in {finding.path for finding in broken.of(rule)}
    assert path not in {finding.path for finding in clean.of(rule)}


@pytest.mark.parametrize(("rule", "path", "broken", "clean"), CASES, ids=NAMES)
def test_a_fix_cures(rule: str, path: str, broken: Given, clean: Given) -> None:
    """A fix makes its finding go away, in the body or in the picture, and brings no new breach of the contract."""
    for finding in broken.of(rule):
        if finding.fix is None:
            continue
        fixed = finding.fix.apply(broken.whole)
        converted = broken.picture
        if finding.fix.conversion:
            assert broken.picture is not None
            converted = CONVERSIONS[finding.fix.conversion].run(broken.picture)
        after = replace(broken, body=fixed, picture=converted)

        assert (rule, finding.path) not in {(each.rule, each.path) for each in after.findings(fixed)}
        assert len(after.of("contract")) <= len(broken.of("contract"))
        assert bool(finding.fix.edits) is (finding.fix.conversion is None)


@pytest.mark.parametrize("rule", RULES.values(), ids=lambda rule: rule.id)
def test_rules_say_what_they_rest_on(rule: LintRule) -> None:
    """A rule has a severity, a source, a sentence on what it looks for, and an id as the routing rules have."""
    assert rule.severity in SEVERITIES
    assert rule.basis.source
    assert (rule.check.__doc__ or "").endswith(".")
    assert re.fullmatch(r"[a-z]+(-[a-z0-9]+)*", rule.id)


@pytest.mark.parametrize(
    ("rule", "routing"),
    [
        ("both-levels", "top-level-wins"),
        ("retry-without-codes", "retry-codes-newest"),
        ("balancer-weights", "balancer-weights"),
        ("wait-without-limit", "call-timeout-omitted"),
        ("model-provider", "malformed-model"),
    ],
)
def test_the_routers_rules_are_cited(rule: str, routing: str) -> None:
    """Where the router's rules know a fact, the lint rule has its source from there."""
    basis = RULES[rule].basis

    assert (basis.source, basis.documented) == (ROUTING[routing].source, ROUTING[routing].documented)


@pytest.mark.parametrize(
    ("given", "rule", "message"),
    [
        (top(n=99), "contract", "n must be at most 10."),
        (
            balanced((A, 1), (B, 0.6)),
            "balancer-weights",
            'The weights sum to 1.6, so the shares are "x/a" 62.5 % and "x/b" 37.5 %.',
        ),
        (
            orq(retry={"count": 3, "on_codes": [429]}, fallbacks=[{"model": B}], timeout={"call_timeout": 90_000}),
            "worst-wait",
            "At worst 8 attempts of 90 s and their waits take 738 s, but this client gives up after 600 s.",
        ),
        (
            top(retry={"on_codes": [404, 400, 500]}),
            "retry-codes-final",
            "400 and 404 are never retried, so listing them has no effect.",
        ),
        (
            top(cache={"type": "exact_match"}, orq={"cache": {"type": "exact_match", "ttl": 9}}),
            "both-levels",
            "cache at top level wins, so orq.cache.type is ignored.",
        ),
        (
            shown(HEAVY, model=DALLE),
            "picture-size",
            "The picture is 4.0 MB; openai/dall-e-2 accepts less than 4 MB.",
        ),
        (
            top(**{"orq[retry][count]": 2}),
            "unknown-key",
            '"orq[retry][count]" is bracket notation: from the form it is read as a place inside of orq.',
        ),
        (
            top(n=1, **{"n[]": 2}),
            "emulator-limits",
            '"n[]" is bracket notation for a place that does not fit the other fields.',
        ),
        (top(tries=1), "unknown-key", 'The contract has no "tries"; it is sent as it is.'),
        (
            orq(retry={"onCodes": [429]}),
            "unknown-key",
            'The contract has no "orq.retry.onCodes", so the router ignores it; orq.retry.on_codes may be meant.',
        ),
        (
            top(timeout={"call_timeout": 30}),
            "call-timeout-seconds",
            "call_timeout is in milliseconds, and no picture is made in 30 ms; if 30 s are meant, it is 30,000.",
        ),
        (
            falling(B, C, retry={"count": 4}),
            "wait-without-limit",
            "Without call_timeout nothing limits an attempt: 15 of a minute each and their waits take 956 s, "
            "but this client gives up after 600 s.",
        ),
        (
            balanced((A, 5000), (B, 1)),
            "contract",
            "load_balancer.models[0].weight must be at most 1; no weights within the limits have this ratio.",
        ),
        (top(n="3"), "contract", "n must be a whole number; a form carries texts alone, so n is read as 3."),
        (top(user=None), "contract", "user is null; a form has no null, so it is not sent."),
        (
            top(retry={"on_codes": [404]}),
            "retry-codes-final",
            "404 is never retried, so listing it has no effect, and no failure is retried.",
        ),
        (
            replace(live(top()), listed=(B,)),
            "model-unlisted",
            'The catalogue of this host does not list "x/a": expect a 404.',
        ),
    ],
)
def test_messages_carry_the_facts(given: Given, rule: str, message: str) -> None:
    """A message is one sentence with the numbers in it."""
    assert given.of(rule)[0].message == message


@pytest.mark.parametrize(
    ("given", "rule", "severity", "documented"),
    [
        (top(model=DALLE), "model-retired", "info", False),
        (live(top(model=DALLE)), "model-retired", "warning", False),
        (top(model="openai/dall-e-3", n=2), "one-picture-models", "info", False),
        (live(top(model="openai/dall-e-3", n=2)), "one-picture-models", "warning", False),
        (shown(OBLONG), "picture-square", "info", False),
        (live(shown(OBLONG, model=DALLE)), "picture-square", "warning", False),
        (live(top(), key=None), "key-missing", "error", True),
        (live(top(), "https://gateway.example.com", None), "key-missing", "warning", True),
        (top(retry={"on_codes": [400]}), "retry-codes-final", "warning", True),
        (top(retry={"on_codes": [404]}), "retry-codes-final", "warning", False),
        (top(user=None), "contract", "info", False),
        (top(n=1.5), "whole-number", "error", False),
        (falling(B, fallback_on_codes=[429.5]), "whole-number", "error", True),
        (top(retry={"count": 1}, orq={"retry": {"count": 1.5}}), "whole-number", "warning", False),
        (top(loadbalancer={}), "unknown-key", "warning", False),
        (top(quality="hd"), "unknown-key", "info", True),
        (replace(top(), listed=(B,)), "model-unlisted", "info", False),
        (replace(live(top()), listed=(B,)), "model-unlisted", "warning", False),
    ],
)
def test_severity_and_standing_follow_the_case(given: Given, rule: str, severity: str, documented: bool) -> None:
    """What only a real model minds is an info on the emulator; what is assumed says so."""
    (finding,) = given.of(rule)

    assert (finding.severity, finding.documented) == (severity, documented)


@pytest.mark.parametrize(
    ("given", "rule", "fixed"),
    [
        (top(n=99), "contract", {"n": 10}),
        (orq(retry={"count": 9}), "contract", {"orq": {"retry": {"count": 5}}}),
        (orq(retry={"count": 0}), "contract", {}),
        (top(retry={"count": 0}, orq={"retry": {"count": 3}}), "contract", {}),
        (top(retry={"count": 2}, orq={"retry": {"count": 0}}), "contract", {"retry": {"count": 2}}),
        (top(cache={**EXACT, "ttl": 0}), "contract", {}),
        (top(cache={"ttl": 9}), "contract", {"cache": {"ttl": 9, **EXACT}}),
        (top(size="512"), "contract", {"size": "512x512"}),
        (falling(B, fallback_on_codes=[200, 429, 600]), "contract", falling(B, fallback_on_codes=[429]).body),
        (top(retry={"on_codes": ["429", 503]}), "contract", {"retry": {"on_codes": [429, 503]}}),
        (top(retry={"count": "2"}), "contract", {"retry": {"count": 2}}),
        (top(cache={**EXACT, "ttl": "60"}), "contract", {"cache": {**EXACT, "ttl": 60}}),
        (top(retry={"on_codes": [99, 429]}), "contract", {"retry": {"on_codes": [429]}}),
        (top(retry={"on_codes": [200, 429]}), "codes-never-fail", {"retry": {"on_codes": [429]}}),
        (top(n="3"), "contract", {"n": 3}),
        (falling(B, fallback_on_codes=[429, 429]), "contract", falling(B, fallback_on_codes=[429]).body),
        (balanced((A, 70), (B, 30)), "contract", balanced((A, 0.7), (B, 0.3)).body),
        (
            balanced((A, 1), (B, 1), (C, 1)),
            "balancer-weights",
            balanced(*((each, 0.333333333) for each in (A, B, C))).body,
        ),
        (balanced((A, 0.0005), (B, 0.5)), "contract", balanced((A, 0.001), (B, 1)).body),
        (balanced((A, 1.5), B), "contract", balanced((A, 0.75), (B, 0.25)).body),
        (top(user=None), "contract", {}),
        (balanced((A, 0), (B, 1)), "contract", balanced((B, 1)).body),
        (top(responseFormat="url"), "unknown-key", {"response_format": "url"}),
        (
            top(retry={"on_codes": [500]}, **{"retry[count]": "2", "retry[on_codes][]": 429}),
            "unknown-key",
            {"retry": {"on_codes": [500, 429], "count": 2}},
        ),
        (top(identity={"id": "a"}), "unknown-key", {"orq": {"identity": {"id": "a"}}}),
        (orq(name="b"), "both-levels", None),
        (top(name="a", orq={"name": "b"}), "both-levels", {"name": "a"}),
        (
            top(retry={"count": 1}, orq={"name": "b", "retry": {"count": 2, "on_codes": [429]}}),
            "both-levels",
            {"retry": {"count": 1, "on_codes": [429]}, "orq": {"name": "b"}},
        ),
        (orq(contact={"id": "a"}), "contact-deprecated", {"orq": {"identity": {"id": "a"}}}),
        (falling(A), "fallback-primary", {}),
        (falling(A, B, A), "fallback-primary", {"fallbacks": [{"model": B}]}),
        (top(retry={"on_codes": [400, 503]}), "retry-codes-final", {"retry": {"on_codes": [503]}}),
        (top(timeout={"call_timeout": 30}), "call-timeout-seconds", {"timeout": {"call_timeout": 30_000}}),
        (top(model=" x/a"), "model-provider", {}),
        (top(call_timeout_s=30), "unknown-key", {"timeout": {"call_timeout": 30_000}}),
        (
            balanced((A, 1), (B, 0.5)),
            "balancer-weights",
            balanced((A, 0.666666667), (B, 0.333333333)).body,
        ),
        (balanced((A, 0.2), (B, 0.5), (A, 0.3)), "balancer-repeated", balanced((A, 0.5), (B, 0.5)).body),
        (balanced((A, 1), (B, 1), (A, 1)), "balancer-repeated", balanced((A, 0.666666667), (B, 0.333333333)).body),
        (balanced(B), "balancer-single", {"model": B}),
        (
            falling(B, timeout={"call_timeout": 400_000}),
            "worst-wait",
            {"fallbacks": [{"model": B}], "timeout": {"call_timeout": 300_000}},
        ),
    ],
)
def test_fixes_change_only_what_they_say(given: Given, rule: str, fixed: Body | None) -> None:
    """A fix leaves everything else as it was, and the objects that it empties go."""
    found = given.of(rule)
    after = fix_of(found[0]).apply(given.whole) if found else None

    assert after == (None if fixed is None else {"model": A} | fixed)


@pytest.mark.parametrize(
    "given",
    [
        top(Model={"id": 1}),  # would become the model, and break the contract
        top(responseFormat="url", response_format="url"),  # its place is taken
        top(Identity={"id": "a"}, orq=7),  # its place cannot be made
    ],
)
def test_a_key_is_not_moved_where_it_would_harm(given: Given) -> None:
    """An unknown key is renamed only into a free place where the contract takes its value."""
    assert [finding.fix for finding in given.of("unknown-key")] == [None]


@pytest.mark.parametrize(
    ("given", "rule"),
    [
        (balanced((A, 5000), (B, 1)), "contract"),  # no weights have this ratio
        (balanced((A, -1), (B, 2)), "contract"),
        (balanced((A, 0), (B, 0)), "contract"),
        (top(retry={"count": "two"}), "contract"),
        (top(retry={"count": "9"}), "contract"),
        (top(timeout={"call_timeout": 0}), "contract"),  # a millisecond would end every attempt
        (falling(B, fallback_on_codes=[200]), "contract"),
        (top(retry={"on_codes": [429, True]}), "contract"),
        (top(size="256x512"), "contract"),
        (orq(prompt={"id": "p", "version": "3"}), "contract"),  # another version is meant
        (top(retry={"on_codes": [404]}), "retry-codes-final"),
        (top(retry={"on_codes": [200]}), "codes-never-fail"),
        (top(timeout={"call_timeout": 700}), "call-timeout-seconds"),
        (top(loadbalancer={}), "unknown-key"),  # without its fields it is refused
        (orq(identity={**PERSON, "e-mail": "nobody"}), "unknown-key"),
        (
            top(model="openai/gpt-image-1", response_format="b64_json", fallbacks=[{"model": A}]),
            "response-format-refused",
        ),
        (
            replace(top(retry={"count": 0}), defaults=DEFAULTS[DEFAULT_SET].with_readings(retry_omitted="two")),
            "contract",
        ),
    ],
)
def test_there_is_no_fix_that_would_change_what_is_meant(given: Given, rule: str) -> None:
    """Where no single value means the same, or is surely meant, a person decides."""
    findings = given.of(rule)

    assert findings
    assert [finding.fix for finding in findings] == [None] * len(findings)


def test_limits_of_the_emulator_are_its_own() -> None:
    """On a live host nothing is said of what only the emulator refuses."""
    given = falling(*[B] * 501, extra=[float("inf")])

    assert [finding.path for finding in given.of("emulator-limits")] == ["fallbacks", "extra"]
    assert live(given).of("emulator-limits") == []


def test_an_unlisted_model_is_named_once() -> None:
    """However often a request names it, and not where it is known to be retired."""
    given = replace(balanced("x/b", "x/c", DALLE, fallbacks=[{"model": "x/b"}]), listed=("x/c",))

    assert [finding.path for finding in given.of("model-unlisted")] == ["load_balancer.models[0].model"]


def test_a_fix_leaves_the_given_body_alone() -> None:
    """The body that a fix is applied to stays as it was."""
    given = top(name="a", orq={"name": "b", "retry": {}})
    body = given.whole
    fix_of(given.of("both-levels")[0]).apply(body)

    assert body == given.whole == ImageVariationRequest.as_is(body).sent()
