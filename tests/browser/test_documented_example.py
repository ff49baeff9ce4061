"""The example of the vendor's documentation, from the paste to the pictures."""

import re

from playwright.sync_api import expect

from tests.browser.tab import Tab

# Written as every page of the documentation writes it: TypeScript, camelCase, a name of a model that is no model id,
# balanced by two that are, and no picture.
PAGE = """## Example

```typescript
import { CreateImageVariationRequestBody } from "@orq-ai/node/models/operations";

let value: CreateImageVariationRequestBody = {
  model: "Atelier",
  n: 2,
  responseFormat: "b64_json",
  orq: {
    retry: { count: 1, onCodes: [429, 503] },
    fallbacks: [{ model: "acme/atelier-mini" }],
    identity: { id: "contact_7", displayName: "Ada", tags: ["research"] },
    cache: { ttl: 600, type: "exact_match" },
    loadBalancer: {
      type: "weight_based",
      models: [
        { model: "acme/atelier-large", weight: 0.7 },
        { model: "example/studio-3", weight: 0.3 },
      ],
    },
    timeout: { callTimeout: 30000 },
  },
};
```
"""
BODY = {
    "model": "Atelier",
    "n": 2,
    "response_format": "b64_json",
    "orq": {
        "retry": {"count": 1, "on_codes": [429, 503]},
        "fallbacks": [{"model": "acme/atelier-mini"}],
        "identity": {"id": "contact_7", "display_name": "Ada", "tags": ["research"]},
        "cache": {"ttl": 600, "type": "exact_match"},
        "load_balancer": {
            "type": "weight_based",
            "models": [{"model": "acme/atelier-large", "weight": 0.7}, {"model": "example/studio-3", "weight": 0.3}],
        },
        "timeout": {"call_timeout": 30000},
    },
}


def test_the_documented_example_gives_pictures(tab: Tab) -> None:
    """The page is pasted as it is, explained, sent and answered, and nothing in it is changed on the way."""
    page = tab.page
    tab.use_sample().wait_until_stable()
    page.get_by_role("button", name="Import", exact=True).click()
    page.get_by_label("Paste a request", exact=True).fill(PAGE)
    page.get_by_role("button", name="Read it").click()
    page.get_by_role("button", name="Put it into the form").click()
    tab.expect_body(BODY)

    tab.go_to("Explain")
    main = page.get_by_test_id("stMain")
    expect(main).to_contain_text("acme/atelier-large")
    expect(main).to_contain_text("example/studio-3")
    expect(main.get_by_test_id("stAlert")).to_have_count(0)

    tab.go_to("Variations")
    tab.send(2)

    tab.expect_body(BODY)
    expect(tab.result_panel()).to_contain_text(re.compile("acme/atelier-large|example/studio-3"))
    assert all(min(size) > 0 for size in tab.image_sizes())
