"""``python -m orq_ui.emulator``: the command line."""

from __future__ import annotations

import argparse
import math
import sys
from pathlib import Path

from pydantic import ValidationError

from orq_ui.emulator import Options, create_app
from orq_ui.emulator.seeds import MAX_SEED
from orq_ui.emulator.server import listen, serve
from orq_ui.errors import InvalidInput
from orq_ui.routing import ALTERNATIVE_READINGS, BUILT_IN_SCENARIOS, DEFAULT_SET, DEFAULTS, Defaults, Scenario

_SCENARIOS = f"a scenario as JSON, or a built-in one: {', '.join(BUILT_IN_SCENARIOS)}"


def main(arguments: list[str] | None = None, program: str = "python -m orq_ui.emulator") -> None:
    """Read the arguments, then serve; the help calls itself by the name of the program."""
    parser = argparse.ArgumentParser(program, description="An emulator of orq.ai's image router.")
    where = "the address to listen on; over loopback it answers only as localhost, 127.0.0.1 or [::1], else as any name"
    parser.add_argument("--host", default="127.0.0.1", help=where)
    parser.add_argument("--port", type=_port, default=4010, help="0 picks a free one")
    parser.add_argument("--scenario", type=_scenario, default=Scenario(), metavar="FILE", help=_SCENARIOS)
    parser.add_argument("--time-scale", type=_scale, default=1.0, help="1 waits for real, 0 answers at once")
    seeds = "the first request's seed; each further one has the next, so that a sequence of requests can be repeated"
    parser.add_argument("--seed", type=_seed, default=0, help=seeds)
    parser.add_argument("--api-key", metavar="KEY", help="the only key to accept; without it any key will do")
    strict = "answer 404 for a model that neither the catalogue lists nor the scenario names"
    parser.add_argument("--strict-models", action="store_true", help=strict)
    cross = "let pages that were loaded from this machine (loopback origins) call it from a browser"
    parser.add_argument("--cors", action="store_true", help=cross)
    parser.add_argument("--exit-with-stdin", action="store_true", help="end when stdin is closed")
    written = "keep the scenario that is played in this file, as JSON, for a program that reads it often"
    parser.add_argument("--scenario-file", type=Path, metavar="FILE", help=written)
    _add_defaults(parser)
    given = parser.parse_args(arguments)
    options = Options(
        scenario=given.scenario,
        time_scale=given.time_scale,
        seed=given.seed,
        defaults=given.defaults.with_readings(**_readings(given)),
        api_key=given.api_key,
        strict_models=given.strict_models,
        cors=given.cors,
        scenario_file=given.scenario_file,
    )
    try:
        listening = listen(given.host, given.port)
    except OSError as reason:
        sys.exit(f"cannot listen on {given.host}:{given.port}: {reason}")
    serve(create_app(options), listening, exit_with_stdin=given.exit_with_stdin)


def _add_defaults(parser: argparse.ArgumentParser) -> None:
    """Add the set of defaults, and an option for each assumption, whose help says where its readings come from."""
    about = "What counts where a request is silent, and the sources say nothing or disagree."
    group = parser.add_argument_group("assumptions", about)
    sets = f"{', '.join(DEFAULTS)}, or one of them with other readings: {DEFAULT_SET}+retry_omitted=two"
    group.add_argument("--defaults", type=_defaults, default=DEFAULTS[DEFAULT_SET], metavar="SET", help=sets)
    for field, readings in ALTERNATIVE_READINGS.items():
        said = [f"{name}: {reading.rule.text} ({reading.rule.source})" for name, reading in readings.items()]
        option = f"--{field.replace('_', '-')}"
        group.add_argument(option, choices=tuple(readings), help=" ".join(said).replace("%", "%%"))


def _readings(given: argparse.Namespace) -> dict[str, str]:
    return {field: choice for field in ALTERNATIVE_READINGS if (choice := getattr(given, field)) is not None}


def _defaults(name: str) -> Defaults:
    try:
        return Defaults.read(name)
    except InvalidInput as reason:
        raise argparse.ArgumentTypeError(reason.reason) from reason


def _scenario(path: str) -> Scenario:
    if path in BUILT_IN_SCENARIOS:
        return BUILT_IN_SCENARIOS[path].scenario
    try:
        return Scenario.model_validate_json(Path(path).read_bytes())
    except (OSError, ValidationError) as reason:
        raise argparse.ArgumentTypeError(f"{path}: {reason}") from reason


def _port(text: str) -> int:
    port = int(text)
    # The resolver would take it modulo 65,536 instead of refusing it.
    if not 0 <= port <= 65_535:
        raise argparse.ArgumentTypeError("must be from 0 to 65535")
    return port


def _seed(text: str) -> int:
    seed = int(text)
    if not 0 <= seed <= MAX_SEED:
        raise argparse.ArgumentTypeError(f"must be from 0 to {MAX_SEED}")
    return seed


def _scale(text: str) -> float:
    scale = float(text)
    if not math.isfinite(scale) or scale < 0:
        raise argparse.ArgumentTypeError("must be 0 or more")
    return scale


if __name__ == "__main__":
    main()
