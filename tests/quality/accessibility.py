"""`make a11y`: axe on every kind of page at three widths, light and dark; any violation fails."""

import sys
from collections import Counter
from collections.abc import Mapping

from axe_playwright_python.sync_playwright import Axe

from tests.quality.instance import ROLES, Seen, Visit, crawl, shapes, visiting

WIDTHS = ((360, 800), (768, 1024), (1440, 900))
SCHEMES = ("light", "dark")
OPTIONS = {
    "resultTypes": ["violations"],
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
}

# Accepted, each for the reason given.
ACCEPTED = {
    ("meta-refresh", "/layar/?n=1"): "a wall screen without scripts turns its slides this way; nobody operates it",
}


def main() -> int:
    """Check, print each violation once with the pages it stands on, and return the exit status."""
    with visiting() as visit:
        pages = crawl(visit)
        paths = shapes(pages)
        found: Counter[tuple[str, str, str]] = Counter()
        wide: Counter[tuple[str, int]] = Counter()
        for scheme in SCHEMES:
            for width, height in WIDTHS:
                _look(visit, {path: pages[path] for path in paths}, (scheme, width, height), found, wide)
    for (rule, path, element), times in sorted(found.items()):
        print(f"{rule} {path} {element} ({times} kali)")
    for (path, width), pixels in sorted(wide.items()):
        print(f"melebar {path} pada {width} px: {pixels} px terlalu lebar")
    print(
        f"axe: {len(paths)} halaman, {len(WIDTHS)} lebar, {len(SCHEMES)} skema warna: "
        f"{sum(found.values())} pelanggaran; {len(wide)} halaman melebar."
    )
    return 1 if found or wide or not paths else 0


def _look(
    visit: Visit,
    pages: Mapping[str, Seen],
    window: tuple[str, int, int],
    found: Counter[tuple[str, str, str]],
    wide: Counter[tuple[str, int]],
) -> None:
    scheme, width, height = window
    # Without motion: a slide that is half faded in has no contrast yet.
    contexts = {
        role: visit.context(
            role, color_scheme=scheme, viewport={"width": width, "height": height}, reduced_motion="reduce",
            bypass_csp=True,
        )
        for role in ROLES
    }  # fmt: skip
    axe = Axe()
    for path, seen in pages.items():
        page = contexts[seen.role].new_page()  # one each: a wall screen that turns would break off the next
        page.goto(path, wait_until="load")
        for violation in axe.run(page, options=OPTIONS).response["violations"]:
            for node in violation["nodes"] if (violation["id"], path) not in ACCEPTED else ():
                found[f"{violation['id']} [{scheme}]", path, str(node["target"])] += 1
        if not path.startswith(("/layar", "/kios")):
            beyond = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            if beyond > 0:
                wide[path, width] = beyond
        page.close()
    for context in contexts.values():
        context.close()
    print(f"  {scheme} {width} px: {len(pages)} halaman, {sum(found.values())} pelanggaran sampai di sini", flush=True)


if __name__ == "__main__":
    sys.exit(main())
