"""The child process that turns one hostile-until-proven picture into the files that are served.

It is run by path in Python's isolated mode (`python -I picture_worker.py FOLDER`), gets the picture on standard input,
writes `<format>-<number>` files into FOLDER and one JSON line to standard output, and imports nothing of Griya. A
second argument `page` makes one JPEG of a photographed document instead of a photo's renditions. What a file does to a
decoder, it does to a process that holds no secret, no database, and at most 300 MB of memory.
"""

import importlib
import io
import json
import os
import struct
import sys
import time
import warnings
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Any, Final

from PIL import Image, ImageCms, ImageFile

MAX_FILE_BYTES: Final = 20_000_000
MAX_PIXELS: Final = 50_000_000
MIN_SIDE: Final = 200
MAX_RATIO: Final = 5
# What each decoder holds at its peak, in bytes a pixel, measured (docs/decisions/005-pictures.md): libwebp's animation
# decoder keeps two canvases, libavif the planes and two copies of the result. Such a picture of 50 MP cannot fit.
MAX_PIXELS_OF: Final = {"WEBP": 14_000_000, "AVIF": 20_000_000, "HEIF": 16_000_000}

MEMORY_BYTES: Final = 300_000_000
CPU_SECONDS: Final = 12

# The longer side of each rendition. A portrait photo is as large as a landscape one, so it costs and weighs the same.
SIDES: Final = (320, 640, 1080, 1920)
PLACEHOLDER_COLUMNS: Final = 4
PLACEHOLDER_ROWS: Final = 3
_STRIP_ROWS: Final = 64
_MAX_PROFILE_BYTES: Final = 2_000_000
_PAPER: Final = (255, 255, 255)

_FORMATS: Final[dict[str, dict[str, Any]]] = {
    "avif": {"format": "AVIF", "quality": 52, "speed": 9, "max_threads": 1, "subsampling": "4:2:0"},
    "webp": {"format": "WEBP", "quality": 76, "method": 3},
    "jpg": {"format": "JPEG", "quality": 78, "progressive": True, "optimize": True, "subsampling": "4:2:0"},
}
# A photographed document is read, not looked at: one file, letters sharp, no chroma subsampling.
PAGE_SIDE: Final = 2000
_PAGE: Final[dict[str, Any]] = {"format": "JPEG", "quality": 85, "optimize": True, "subsampling": "4:4:4"}
_BRANDS: Final = {
    "AVIF": {b"avif", b"avis"},
    "HEIF": {b"heic", b"heix", b"hevc", b"hevx", b"heim", b"heis", b"hevm", b"hevs"},
}
_KNOWN_OTHERS: Final = (
    (b"GIF8", "GIF"),
    (b"BM", "BMP"),
    (b"II*\0", "TIFF"),
    (b"MM\0*", "TIFF"),
    (b"%PDF", "PDF"),
    (b"\0\0\0\x0cjP  ", "JPEG 2000"),
    (b"\xff\x0a", "JPEG XL"),
    (b"\0\0\0\x0cJXL ", "JPEG XL"),
)
_TURNS: Final = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}


class Unfit(Exception):
    """The picture cannot be used; `code` is a key of the parent's sentences, `detail` fills a gap in one."""

    def __init__(self, code: str, **detail: Any) -> None:
        super().__init__(code)
        self.code = code
        self.detail = detail


class Clock:
    """Processor time by what it was spent on, in seconds."""

    def __init__(self) -> None:
        self.spent: dict[str, float] = {"start": time.process_time()}

    @contextmanager
    def on(self, name: str) -> Iterator[None]:
        """Count the block under `name`."""
        began = time.process_time()
        try:
            yield
        finally:
            self.spent[name] = self.spent.get(name, 0.0) + time.process_time() - began


def limit_resources() -> None:
    """Bound memory and processor time of this process; a system without `resource` has the parent's clock only.

    What may still be mapped is what is left of the promised memory, not a fixed size: libraries take address space that
    they never fill.
    """
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (2 * MAX_FILE_BYTES, 2 * MAX_FILE_BYTES))
    with suppress(OSError):
        os.nice(10)  # whoever waits for a page comes first.
    with suppress(ValueError, OSError, IndexError):  # without /proc, or macOS, which refuses the value.
        mapped, resident = (int(n) * resource.getpagesize() for n in Path("/proc/self/statm").read_text().split()[:2])
        most = mapped + MEMORY_BYTES - resident
        resource.setrlimit(resource.RLIMIT_AS, (most, most))


def kind_of(head: bytes) -> str:
    """The Pillow format that these first bytes announce. A name or a declared type is never asked.

    Raises:
        Unfit: when it is none that is taken.
    """
    if head.startswith(b"\xff\xd8\xff"):
        return "JPEG"
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return "PNG"
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "WEBP"
    if head[4:8] == b"ftyp":
        length = min(struct.unpack(">I", head[:4])[0], len(head))
        brands = {head[8:12], *(head[at : at + 4] for at in range(16, length - 3, 4))}
        for kind, known in _BRANDS.items():
            if brands & known:
                return kind
        if brands & {b"mif1", b"msf1"}:
            return "HEIF"
    other = next((name for start, name in _KNOWN_OTHERS if head.startswith(start)), None)
    raise Unfit("other_picture", name=other) if other else Unfit("no_picture")


def webp_size(head: bytes) -> tuple[int, int]:
    """Width and height out of a WebP header. libwebp's decoder takes memory for the canvas as soon as it is opened."""
    chunk = head[12:16]
    if chunk == b"VP8X":
        return 1 + int.from_bytes(head[24:27], "little"), 1 + int.from_bytes(head[27:30], "little")
    if chunk == b"VP8L":
        bits = int.from_bytes(head[21:25], "little")
        return 1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF)
    if chunk == b"VP8 ":
        return int.from_bytes(head[26:28], "little") & 0x3FFF, int.from_bytes(head[28:30], "little") & 0x3FFF
    raise Unfit("broken")


def check_size(kind: str, width: int, height: int) -> None:
    """Refuse by width and height, before anything is decoded."""
    pixels = width * height
    most = min(MAX_PIXELS, MAX_PIXELS_OF.get(kind, MAX_PIXELS))
    if pixels > MAX_PIXELS:
        raise Unfit("pixels", megapixels=_mega(pixels))
    if pixels > most:
        raise Unfit("pixels_of_kind", kind=kind, megapixels=_mega(pixels), most=most // 1_000_000)
    if min(width, height) < MIN_SIDE:
        raise Unfit("too_small", width=width, height=height)
    if max(width, height) > MAX_RATIO * min(width, height):
        raise Unfit("too_long", width=width, height=height)


def open_picture(source: IO[bytes]) -> Image.Image:
    """The picture with its size checked and nothing of it decoded yet."""
    head = source.read(64)
    source.seek(0)
    if not head:
        raise Unfit("empty")
    kind = kind_of(head)
    if kind == "WEBP":
        check_size(kind, *webp_size(head))
    if kind == "HEIF":
        _register_heif()
    Image.MAX_IMAGE_PIXELS = None  # ours is the check below, which says a sentence.
    picture: Image.Image = Image.open(source, formats=(kind,))
    check_size(kind, *picture.size)
    if kind == "JPEG":
        _check_progressive(picture)
    return picture


def _register_heif() -> None:
    try:
        extra = importlib.import_module("pillow_heif")  # installed by those who want it.
    except ImportError as error:
        raise Unfit("heic") from error
    extra.register_heif_opener(thumbnails=False)


def _check_progressive(picture: Image.Image) -> None:
    """A progressive JPEG is held whole as 16-bit coefficients until its last scan, whatever size is wanted of it."""
    if not picture.info.get("progressive"):
        return
    layers = [(layer[1], layer[2]) for layer in getattr(picture, "layer", [])]
    widest, tallest = max((h for h, _ in layers), default=1), max((v for _, v in layers), default=1)
    parts = sum(h * v for h, v in layers) / (widest * tallest)
    if 2 * parts * picture.width * picture.height > 0.7 * MEMORY_BYTES:
        raise Unfit("progressive", megapixels=_mega(picture.width * picture.height))


def read_picture(source: IO[bytes]) -> Image.Image:
    """An upright RGB copy at most twice as large as the largest rendition, on paper where it was see-through."""
    picture = open_picture(source)
    picture.draft("RGB", _fitting(picture.size, SIDES[-1]))
    picture.load()
    orientation = _orientation(picture)
    profile = picture.info.get("icc_profile")
    small = _shrunk(picture)
    picture.close()
    return _upright(_on_paper(_in_srgb(small, profile)), orientation)


def _orientation(picture: Image.Image) -> int:
    try:
        return int(picture.getexif().get(0x0112, 1))
    except Exception:  # noqa: BLE001 - anything can stand in EXIF, and none of it is worth refusing a photo.
        return 1


def _upright(picture: Image.Image, orientation: int) -> Image.Image:
    turn = _TURNS.get(orientation)
    return picture.transpose(turn) if turn is not None else picture


def _shrunk(picture: Image.Image) -> Image.Image:
    """A small copy in a plain mode, made strip by strip: beside the decoded picture nothing large is ever held."""
    factor = max(1, max(picture.size) // SIDES[-1])
    width, height = -(-picture.width // factor), -(-picture.height // factor)
    mode, small = "", None
    step = _STRIP_ROWS * factor
    for top in range(0, picture.height, step):
        strip = _plain(picture.crop((0, top, picture.width, min(top + step, picture.height))), picture)
        if small is None:
            mode = strip.mode
            small = Image.new(mode, (width, height))
        small.paste(strip.reduce(factor) if factor > 1 else strip, (0, top // factor))
    if small is None:
        raise Unfit("broken")
    return small


def _plain(strip: Image.Image, whole: Image.Image) -> Image.Image:
    """A strip in one of the modes L, RGB, RGBA or CMYK."""
    if strip.mode.startswith(("I", "F")):  # 16 bits of grey
        return strip.convert("I").point(lambda value: value * (1 / 256)).convert("L")
    if strip.mode in {"P", "PA", "LA", "La", "RGBa"} or (
        strip.mode in {"L", "RGB", "1"} and "transparency" in whole.info
    ):
        return strip.convert("RGBA")
    return strip if strip.mode in {"L", "RGB", "RGBA", "CMYK"} else strip.convert("RGB")


def _in_srgb(picture: Image.Image, profile: bytes | None) -> Image.Image:
    """The same colours in sRGB; a profile that cannot be used is as good as none."""
    if not profile or len(profile) > _MAX_PROFILE_BYTES:
        return picture
    target = "RGBA" if picture.mode == "RGBA" else "RGB"
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        turned = ImageCms.profileToProfile(picture, source, ImageCms.createProfile("sRGB"), outputMode=target)
    except Exception:  # noqa: BLE001 - littlecms speaks through several kinds of exception.
        return picture
    return picture if turned is None else turned


def _on_paper(picture: Image.Image) -> Image.Image:
    """A new RGB picture that carries pixels and nothing else: Pillow keeps comments and profiles through a `save`."""
    paper = Image.new("RGB", picture.size, _PAPER)
    if picture.mode == "RGBA":
        paper.paste(picture, mask=picture.getchannel("A"))
    else:
        paper.paste(picture.convert("RGB"))
    return paper


def _fitting(size: tuple[int, int], side: int) -> tuple[int, int]:
    """The size with this longer side in the same proportion; never larger than it is."""
    longest = max(size)
    if longest <= side:
        return size
    width, height = (max(1, round(length * side / longest)) for length in size)
    return width, height


def renditions(picture: Image.Image) -> list[Image.Image]:
    """The picture in every size that it is served in, the largest first; each is made from the one before it."""
    longest = max(picture.size)
    sides = [side for side in SIDES if side < longest] + [longest] * (longest <= SIDES[-1])
    made = []
    for side in reversed(sides):
        size = _fitting(picture.size, side)
        picture = picture if size == picture.size else picture.resize(size, Image.Resampling.LANCZOS)
        made.append(picture)
    return made


def placeholder(picture: Image.Image) -> tuple[str, str]:
    """The colour that stands for the picture, and 4 by 3 colours that stand for it blurred, as hex digits."""
    grid = picture.resize((PLACEHOLDER_COLUMNS, PLACEHOLDER_ROWS), Image.Resampling.BOX)
    colours = grid.tobytes().hex()
    few = picture.resize((48, 48), Image.Resampling.BOX).quantize(6, dither=Image.Dither.NONE)
    counted = sorted(few.getcolors() or [], reverse=True)
    palette = bytes(few.getpalette() or [])
    index = counted[0][1] if counted and isinstance(counted[0][1], int) else 0
    return palette[3 * index : 3 * index + 3].hex(), colours


def work(source: IO[bytes], folder: Path) -> dict[str, Any]:
    """Make everything of one picture. Returns what the parent needs to know."""
    clock = Clock()
    with clock.on("decode"):
        upright = read_picture(source)
    with clock.on("resize"):
        pictures = renditions(upright)
        tint, blur = placeholder(pictures[-1])
    del upright
    files = []
    for extension, options in _FORMATS.items():
        for number, picture in enumerate(pictures):
            with clock.on(extension):
                picture.save(folder / f"{extension}-{number}", **options)
            files.append({"format": extension, "number": number, "width": picture.width, "height": picture.height})
    return {"files": files, "tint": tint, "blur": blur, "cpu": clock.spent, "peak_kb": _peak_kb()}


def work_page(source: IO[bytes], folder: Path) -> dict[str, Any]:
    """Make the one file that is kept of a photographed document."""
    upright = read_picture(source)
    page = upright.resize(_fitting(upright.size, PAGE_SIDE), Image.Resampling.LANCZOS)
    page.save(folder / "jpg-0", **_PAGE)
    return {"files": [{"format": "jpg", "number": 0, "width": page.width, "height": page.height}]}


def _peak_kb() -> int:
    with suppress(OSError):
        for line in Path("/proc/self/status").read_text().splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1])
    return 0


def main(folder: Path, kind: str = "photo") -> None:
    """Answer with what was made, or with why nothing was."""
    warnings.simplefilter("ignore")
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    limit_resources()
    try:
        answer = (work_page if kind == "page" else work)(sys.stdin.buffer, folder)
    except Unfit as unfit:
        answer = {"error": unfit.code, **unfit.detail}
    except MemoryError:
        answer = {"error": "memory"}
    except Exception as error:  # noqa: BLE001 - decoders raise whatever they like, SyntaxError too
        answer = {"error": "broken", "cause": f"{type(error).__name__}: {error}"[:200]}
    sys.stdout.write(json.dumps(answer))


def _mega(pixels: int) -> int:
    return -(-pixels // 1_000_000)


if __name__ == "__main__":
    main(Path(sys.argv[1]), *sys.argv[2:])
