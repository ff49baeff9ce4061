"""Ready-made bodies to start from, in wire names, by what one learns from them."""

from __future__ import annotations

from typing import Any

EXAMPLES: dict[str, dict[str, Any]] = {
    "Minimal": {"model": "openai/dall-e-2"},
    "Survive a rate limit": {
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
    "Compare two models on live traffic": {
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
    "Pay once for equal requests": {
        "model": "openai/dall-e-2",
        "n": 3,
        "size": "256x256",
        # Not links: they would die before the cache does.
        "response_format": "b64_json",
        "orq": {"name": "product-thumbnails", "cache": {"type": "exact_match", "ttl": 3600}},
    },
    "Know who asked": {
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
    "Everything": {
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
}
