"""Ready-made bodies to start from, in wire names."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Example:
    """``when`` says what one learns from it."""

    title: str
    when: str
    body: dict[str, Any]


EXAMPLES = (
    Example("Minimal", "Only what the endpoint requires.", {"model": "openai/dall-e-2"}),
    Example(
        "Survive a rate limit",
        "Retry a busy model, then go on to others.",
        {
            "model": "openai/gpt-image-1",
            "n": 2,
            "size": "512x512",
            "orq": {
                "name": "hero-image",
                "retry": {"count": 3, "on_codes": [429, 500, 502, 503, 504]},
                "fallbacks": [{"model": "openai/dall-e-2"}, {"model": "emulator/aquarelle"}],
                "timeout": {"call_timeout": 45000},
            },
        },
    ),
    Example(
        "Compare two models on live traffic",
        "Send one request in five to the candidate.",
        {
            "model": "openai/dall-e-2",
            "n": 4,
            "size": "512x512",
            "orq": {
                "name": "canary-riso",
                "load_balancer": {
                    "type": "weight_based",
                    "models": [
                        {"model": "openai/dall-e-2", "weight": 0.8},
                        {"model": "emulator/riso", "weight": 0.2},
                    ],
                },
            },
        },
    ),
    Example(
        "Pay once for equal requests",
        "Keep answers for an hour and get the pictures themselves, not links that die before the cache does.",
        {
            "model": "openai/dall-e-2",
            "n": 3,
            "size": "256x256",
            "response_format": "b64_json",
            "orq": {"name": "product-thumbnails", "cache": {"type": "exact_match", "ttl": 3600}},
        },
    ),
    Example(
        "Know who asked",
        "Traces and costs by customer.",
        {
            "model": "openai/dall-e-2",
            "n": 2,
            "user": "user-4711",
            "orq": {
                "name": "avatar-variations",
                "identity": {
                    "id": "customer-42",
                    "display_name": "Ada Lovelace",
                    "email": "ada@example.com",
                    "metadata": [{"plan": "pro"}, {"region": "eu"}],
                    "tags": ["beta", "avatars"],
                },
            },
        },
    ),
    Example(
        "Everything",
        "Every field and every option that there is.",
        {
            "model": "openai/dall-e-2",
            "n": 4,
            "response_format": "b64_json",
            "size": "512x512",
            "user": "user-4711",
            "orq": {
                "name": "everything",
                "retry": {"count": 2, "on_codes": [408, 429, 500, 502, 503, 504]},
                "fallbacks": [{"model": "openai/gpt-image-1"}, {"model": "emulator/mosaic"}],
                "fallback_on_codes": [408, 429, 500, 502, 503, 504],
                "cache": {"type": "exact_match", "ttl": 1800},
                "load_balancer": {
                    "type": "weight_based",
                    "models": [
                        {"model": "openai/dall-e-2", "weight": 0.7},
                        {"model": "emulator/neon", "weight": 0.3},
                    ],
                },
                "timeout": {"call_timeout": 30000},
                "prompt": {"id": "prompt-01", "version": "latest"},
                "identity": {
                    "id": "customer-42",
                    "display_name": "Ada Lovelace",
                    "email": "ada@example.com",
                    "metadata": [{"plan": "pro"}],
                    "logo_url": "https://example.com/logo.png",
                    "tags": ["beta"],
                },
                "contact": {
                    "id": "contact-7",
                    "display_name": "Charles Babbage",
                    "email": "charles@example.com",
                    "metadata": [{"source": "crm"}],
                    "logo_url": "https://example.com/contact.png",
                    "tags": ["legacy"],
                },
            },
        },
    ),
)
