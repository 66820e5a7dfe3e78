"""What a photo costs: processor time by format and the child's peak memory.

    .venv/bin/python -m bench.pictures [FILE ...]

Without files it makes its own: a 12-megapixel photo-like JPEG (5.4 MB, as noisy as a phone's at night), and the
heaviest of each kind that is taken.
"""

import io
import sys
import tempfile
from pathlib import Path

from PIL import Image, ImageChops

from griya.core.pictures import UnusablePicture, render


def photo_like(width: int, height: int) -> Image.Image:
    """Noise at five scales, each colour its own: about what a sensor gives in bad light."""
    channels = []
    for _ in range(3):
        layer = Image.effect_noise((width // 64, height // 64), 90).resize((width, height), Image.Resampling.BICUBIC)
        for scale, strength in ((16, 40), (4, 25), (2, 14), (1, 6)):
            noise = Image.effect_noise((width // scale, height // scale), strength)
            layer = ImageChops.add(layer, noise.resize((width, height), Image.Resampling.BICUBIC), offset=-128)
        channels.append(layer)
    return Image.merge("RGB", channels)


def saved(image: Image.Image, kind: str, **options: object) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def own_files():
    phone = photo_like(4000, 3000)
    yield "JPEG 12 MP, a phone's", saved(phone, "JPEG", quality=90)
    yield "WebP 12 MP", saved(phone, "WEBP", quality=70, method=0)
    yield "AVIF 12 MP", saved(phone, "AVIF", quality=60, speed=10)
    smooth = Image.linear_gradient("L").resize((8640, 5760)).convert("RGB")
    yield "JPEG 50 MP", saved(smooth, "JPEG", quality=85)
    yield "JPEG 50 MP, progressive", saved(smooth, "JPEG", quality=85, progressive=True)
    yield "PNG 50 MP", saved(smooth, "PNG", compress_level=1)
    yield "PNG 50 MP, see-through", saved(smooth.convert("RGBA"), "PNG", compress_level=1)


def main(files: list[str]) -> None:
    sources = ((Path(name).name, Path(name).read_bytes()) for name in files) if files else own_files()
    parts = ("start", "decode", "resize", "avif", "webp", "jpg")
    print(
        f"{'seconds of CPU':28}{'file':>8}" + "".join(f"{part:>8}" for part in parts),
        "    all   peak  served",
    )
    with tempfile.TemporaryDirectory() as folder:
        for name, source in sources:
            try:
                made = render(source, Path(folder))
            except UnusablePicture as error:
                print(f"{name:28}{error}")
                continue
            times = "".join(f"{made.cpu[part]:8.2f}" for part in parts)
            weight = sum(file.size_bytes for file in made.files) // 1000
            size, total = f"{len(source) / 1e6:.1f} MB", sum(made.cpu.values())
            print(f"{name:28}{size:>8}{times}  {total:6.2f} {made.peak_kb // 1000:3d} MB {weight:4d} kB")


if __name__ == "__main__":
    main(sys.argv[1:])
