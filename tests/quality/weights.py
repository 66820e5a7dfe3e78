"""What a page weighs on its first visit, out of a Lighthouse report, and the bars for it."""

from dataclasses import dataclass
from typing import Any

# kB are 1,000 bytes, as they go over the wire, headers included.
MOST_PAGE_KB = 60.0
MOST_TOTAL_KB = 350.0
MOST_CLS = 0.01
_PAGE_KINDS = {"Document", "Stylesheet", "Script", "Font"}


@dataclass(frozen=True)
class Weights:
    """HTML, CSS, JS and fonts; everything with pictures; how far things moved; who else was asked."""

    page_kb: float
    total_kb: float
    cls: float
    foreign: tuple[str, ...]

    def problems(self, *, is_first_view: bool) -> list[str]:
        """What is over a bar. The weights are promised for home, list and product."""
        found = [f"pergeseran {self.cls:.3f}, paling banyak {MOST_CLS}"] if self.cls > MOST_CLS else []
        found += [f"permintaan ke tempat lain: {url}" for url in self.foreign]
        if is_first_view and self.page_kb > MOST_PAGE_KB:
            found.append(f"HTML, CSS, JS dan huruf {self.page_kb:.1f} kB, paling banyak {MOST_PAGE_KB:.0f}")
        if is_first_view and self.total_kb > MOST_TOTAL_KB:
            found.append(f"semuanya {self.total_kb:.1f} kB, paling banyak {MOST_TOTAL_KB:.0f}")
        return found


def weights(report: dict[str, Any]) -> Weights:
    """Read a Lighthouse report."""
    origin = "/".join(report["finalDisplayedUrl"].split("/")[:3])
    requests = report["audits"]["network-requests"]["details"]["items"]
    own = [request for request in requests if request["url"].startswith(origin)]
    return Weights(
        page_kb=sum(r["transferSize"] for r in own if r.get("resourceType") in _PAGE_KINDS) / 1000,
        total_kb=sum(r["transferSize"] for r in own) / 1000,
        cls=report["audits"]["cumulative-layout-shift"]["numericValue"],
        foreign=tuple(r["url"] for r in requests if not r["url"].startswith((origin, "data:", "blob:"))),
    )
