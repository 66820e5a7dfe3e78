"""What only a browser can say of sharing: that the policy lets linked data be, and that the patterns are today's."""

import base64
import io
import json

import pytest
from PIL import Image, ImageChops
from playwright.sync_api import Browser

from griya.core.share import drawing
from tests.house import source
from tests.journeys.conftest import Site
from tests.journeys.watch import page_errors

pytestmark = pytest.mark.browser
PAGES = ("/", "/produk", "/rak/makanan", "/ikm/rumah-tenun-pucuk-rebung", "/bahan", "/en/teknik", "/data-terbuka")


def test_linked_data_breaks_no_policy_and_is_read_as_json(site: Site, browser: Browser) -> None:
    page = browser.new_page()
    said = page_errors(page)
    page.on("console", lambda message: said.append(message.text))
    page.add_init_script(
        "addEventListener('securitypolicyviolation', e => console.error('policy ' + e.violatedDirective))"
    )
    for path in PAGES:
        page.goto(f"{site.url}{path}")
        texts = page.eval_on_selector_all(
            'script[type="application/ld+json"]', "found => found.map(e => e.textContent)"
        )
        assert all("@type" in json.loads(text) for text in texts), path
    page.close()
    assert not said


def test_the_pattern_strip_is_what_a_browser_draws_of_the_svg_files(browser: Browser) -> None:
    size = drawing._MOTIF_SIZE
    files = [source.ROOT / f"static/img/motif/{name}.svg" for name in drawing.MOTIFS]
    encoded = [base64.b64encode(file.read_bytes()).decode() for file in files]
    tags = "".join(f'<img width="{size}" height="{size}" src="data:image/svg+xml;base64,{text}">' for text in encoded)
    page = browser.new_page(viewport={"width": size * len(files), "height": size})
    page.set_content(f'<body style="margin:0;background:#fff;font-size:0">{tags}')
    page.wait_for_function("[...document.images].every(image => image.complete && image.naturalWidth)")
    drawn = Image.open(io.BytesIO(page.screenshot())).convert("L").point(lambda value: 255 - value)
    page.close()
    with Image.open(drawing._MOTIF_STRIP) as strip:
        difference = ImageChops.difference(strip.convert("L"), drawn).histogram()
    far = sum(difference[40:]) / sum(difference)
    assert far < 0.01, f"draw motifs.png again (docs/design.md): {far:.1%} of it differs from static/img/motif"
