"""What a share picture costs: processor time, bytes and memory, with photos, patterns and the longest words.

.venv/bin/python -m bench.share
"""

import io
import resource
import tempfile
import time
from pathlib import Path

from PIL import Image

from griya.core.share.card import Patch, ShareCard
from griya.core.share.drawing import draw

ROUNDS = 20


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        media = Path(folder)
        for name, size in (("large", (1920, 1440)), ("small", (640, 480))):
            out = io.BytesIO()
            Image.effect_noise(size, 60).convert("RGB").save(out, "JPEG", quality=78, progressive=True)
            (media / f"{name}.jpg").write_bytes(out.getvalue())
        origin = ("Rumah Tenun Pucuk Rebung", "Kab. Sambas")
        cards = {
            "one photo": ShareCard("Tenun", "Songket Sambas", origin, (Patch("makanan", "large.jpg"),)),
            "four photos": ShareCard("Tenun", "Songket Sambas", origin, (Patch("makanan", "small.jpg"),) * 4),
            "a pattern": ShareCard("Tenun", "Songket Sambas", origin, (Patch("tenun-busana"),)),
            "120 wide letters": ShareCard("W" * 80, "W" * 120, ("W" * 120, "W" * 120), (Patch("anyaman"),)),
        }
        draw(cards["a pattern"], media)
        for name, card in cards.items():
            began = time.process_time()
            for _ in range(ROUNDS):
                content = draw(card, media)
            spent = (time.process_time() - began) / ROUNDS
            print(f"{name:18} {spent * 1000:6.0f} ms processor  {len(content) / 1000:6.0f} kB")
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(f"largest resident memory of this process: {peak:.0f} MB")


if __name__ == "__main__":
    main()
