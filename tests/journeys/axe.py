"""What axe-core finds on a page that is open, one sentence for each rule; a page is loaded once and looked at often."""

from axe_core_python.base import AXE_SCRIPT
from playwright.sync_api import Page

RUN = """() => axe.run({resultTypes: ["violations"]}).then((found) => found.violations.map((one) =>
  `${one.id}: ${one.nodes.slice(0, 3).map((node) => node.target.join(" ")).join(", ")}`))"""


def violations(page: Page) -> list[str]:
    """The rules that are broken and the first places where they are."""
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    return page.evaluate(RUN)
