"""The photo pipeline: what is taken, what is refused with which sentence, what is left of a file, what it may cost."""

import io
import struct
import subprocess
import sys
import time
import zlib
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageCms, ImageDraw, PngImagePlugin

from griya.core import media, picture_worker, pictures
from griya.core.pictures import Picture, UnusablePicture, render

MARK = b"GRIYA-TANDA-7z"
RED, GREEN, BLUE, WHITE = (200, 30, 30), (30, 160, 60), (30, 60, 200), (255, 255, 255)


def quarters(size: tuple[int, int] = (600, 400), mode: str = "RGB") -> Image.Image:
    """A picture whose four quarters tell which way is up: red, green, blue, white."""
    image = Image.new("RGB", size, WHITE)
    width, height = size[0] // 2, size[1] // 2
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 0, width, height), fill=RED)
    draw.rectangle((width, 0, size[0], height), fill=GREEN)
    draw.rectangle((0, height, width, size[1]), fill=BLUE)
    return image.convert(mode)


def saved(image: Image.Image, kind: str, **options: Any) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def png_header(width: int, height: int, rows: int = 1) -> bytes:
    """A PNG that promises much and holds nearly nothing."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    header = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    line = b"\0" * (1 + (width + 7) // 8) * rows
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(line, 9)) + chunk(b"IEND", b"")


def opened(folder: Path, picture: Picture, extension: str = "jpg") -> Image.Image:
    """The largest stored file of one format."""
    file = max((file for file in picture.files if file.extension == extension), key=lambda file: file.width)
    image = Image.open(folder / f"{file.digest}.{extension}")
    image.load()
    return image


def is_like(pixel: Any, colour: tuple[int, int, int], within: int = 14) -> bool:
    return all(abs(a - b) <= within for a, b in zip(pixel[:3], colour, strict=True))


def corners(image: Image.Image) -> list[Any]:
    """The colours in the middle of the four quarters, as they are read."""
    image = image.convert("RGB")
    width, height = image.size
    return [image.getpixel((width * x // 4, height * y // 4)) for y in (1, 3) for x in (1, 3)]


def refusal(source: bytes, folder: Path) -> UnusablePicture:
    with pytest.raises(UnusablePicture) as caught:
        render(source, folder)
    assert not folder.exists(), "nothing is stored of a refused file"
    return caught.value


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "AVIF"])
def test_each_format_that_is_taken_becomes_all_three_formats(tmp_path: Path, kind: str) -> None:
    picture = render(saved(quarters(), kind), tmp_path / "media")
    assert {file.extension for file in picture.files} == {"avif", "webp", "jpg"}
    for extension, name in (("avif", "AVIF"), ("webp", "WEBP"), ("jpg", "JPEG")):
        image = opened(tmp_path / "media", picture, extension)
        assert image.format == name
        assert all(is_like(*pair) for pair in zip(corners(image), (RED, GREEN, BLUE, WHITE), strict=True))


def test_a_large_photo_comes_in_four_widths_and_a_small_one_is_never_enlarged(tmp_path: Path) -> None:
    large = render(saved(quarters((2400, 1600)), "JPEG"), tmp_path)
    small = render(saved(quarters((500, 400)), "JPEG"), tmp_path)
    assert sorted(file.width for file in large.files if file.extension == "avif") == [320, 640, 1080, 1920]
    assert sorted(file.width for file in small.files if file.extension == "avif") == [320, 500]
    assert (large.fallback.width, large.fallback.height) == (1920, 1280)


def test_a_portrait_photo_is_measured_by_its_longer_side(tmp_path: Path) -> None:
    picture = render(saved(quarters((1600, 2400)), "JPEG"), tmp_path)
    assert sorted(file.height for file in picture.files if file.extension == "jpg") == [320, 640, 1080, 1920]


def test_files_are_named_by_their_bytes_and_the_same_photo_gives_the_same_files(tmp_path: Path) -> None:
    source = saved(quarters(), "JPEG")
    first, second = render(source, tmp_path), render(source, tmp_path)
    assert first.files == second.files
    assert {path.name for path in tmp_path.iterdir()} == {f"{file.digest}.{file.extension}" for file in first.files}
    for file in first.files:
        content = (tmp_path / f"{file.digest}.{file.extension}").read_bytes()
        assert media.store(tmp_path, content, file.extension) == file.digest
        assert len(content) == file.size_bytes


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_photo_stands_upright_whatever_the_camera_wrote(tmp_path: Path, orientation: int) -> None:
    turned = quarters()
    undo = {2: 0, 3: 3, 4: 1, 5: 5, 6: 2, 7: 6, 8: 4}
    if orientation > 1:
        turned = turned.transpose(Image.Transpose(undo[orientation]))
    exif = Image.Exif()
    exif[0x0112] = orientation
    picture = render(saved(turned, "JPEG", exif=exif, quality=95), tmp_path)
    assert (picture.fallback.width, picture.fallback.height) == (600, 400)
    found = corners(opened(tmp_path, picture))
    assert all(is_like(*pair) for pair in zip(found, (RED, GREEN, BLUE, WHITE), strict=True)), found


def test_nothing_that_a_camera_or_a_program_wrote_is_kept(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x010F] = MARK.decode()
    gps = exif.get_ifd(0x8825)
    gps[1], gps[2], gps[3], gps[4] = "S", (0.0, 1.0, 48.0), "E", (109.0, 20.0, 24.0)
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    text = PngImagePlugin.PngInfo()
    text.add_text("Comment", MARK.decode())
    text.add_text("XML:com.adobe.xmp", MARK.decode(), zip=True)
    jpeg = saved(quarters(), "JPEG", exif=exif, comment=MARK, icc_profile=profile, xmp=MARK)
    assert MARK in jpeg
    sources = (
        jpeg + b"<script>" + MARK,
        saved(quarters(), "PNG", pnginfo=text, exif=exif, icc_profile=profile),
        saved(quarters(), "WEBP", exif=exif, xmp=MARK, icc_profile=profile),
        saved(quarters(), "AVIF", exif=exif, xmp=MARK, icc_profile=profile),
    )
    for source in sources:
        picture = render(source, tmp_path)
        for file in picture.files:
            path = tmp_path / f"{file.digest}.{file.extension}"
            content = path.read_bytes()
            assert not any(word in content for word in (MARK, b"Exif", b"ICC_PROFILE", b"ICCP", b"XMP", b"<script"))
            with Image.open(path) as image:
                assert not image.getexif()
                assert not {"comment", "exif", "icc_profile", "xmp", "gps"} & image.info.keys()


def test_colours_of_another_profile_are_turned_into_srgb(tmp_path: Path) -> None:
    """littlecms makes no wide-gamut profile, so a made-up one swaps red and blue by their tags' names."""
    profile = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    red, blue = profile.index(b"rXYZ", 128), profile.index(b"bXYZ", 128)
    profile[red : red + 4], profile[blue : blue + 4] = b"bXYZ", b"rXYZ"
    source = saved(Image.new("RGB", (400, 300), (220, 20, 20)), "PNG", icc_profile=bytes(profile))
    middle: Any = opened(tmp_path, render(source, tmp_path)).getpixel((200, 150))
    assert middle[2] > 150 > middle[0]
    broken = saved(Image.new("RGB", (400, 300), (220, 20, 20)), "PNG", icc_profile=b"no profile at all" * 20)
    assert is_like(opened(tmp_path, render(broken, tmp_path)).getpixel((200, 150)), (220, 20, 20))


@pytest.mark.parametrize("mode", ["L", "P", "1", "RGBA", "LA", "CMYK", "I;16", "PA"])
def test_every_kind_of_pixel_becomes_plain_colour(tmp_path: Path, mode: str) -> None:
    image = Image.new("L", (400, 300), 255)
    ImageDraw.Draw(image).rectangle((0, 0, 200, 300), fill=0)
    if mode == "I;16":
        source = saved(image.convert("I").point(lambda value: value * 257).convert("I;16"), "PNG")
    elif mode == "PA":
        source = saved(image.convert("P"), "PNG", transparency=0)  # its black is see-through
    else:
        source = saved(image.convert(mode), "JPEG" if mode == "CMYK" else "PNG")
    out = opened(tmp_path, render(source, tmp_path))
    assert out.mode == "RGB"
    assert is_like(out.getpixel((300, 150)), WHITE)
    assert is_like(out.getpixel((100, 150)), WHITE if mode == "PA" else (0, 0, 0))


def test_what_is_see_through_lies_on_white_paper(tmp_path: Path) -> None:
    image = Image.new("RGBA", (400, 300), (200, 30, 30, 0))
    image.paste((200, 30, 30, 255), (0, 0, 200, 300))
    out = opened(tmp_path, render(saved(image, "PNG"), tmp_path))
    assert is_like(out.getpixel((300, 150)), WHITE) and is_like(out.getpixel((100, 150)), RED)


@pytest.mark.parametrize("kind", ["PNG", "WEBP", "AVIF"])
def test_of_an_animation_the_first_picture_is_taken(tmp_path: Path, kind: str) -> None:
    frames = [Image.new("RGB", (300, 300), colour) for colour in (RED, GREEN, BLUE)]
    source = saved(frames[0], kind, save_all=True, append_images=frames[1:], duration=100)
    assert is_like(opened(tmp_path, render(source, tmp_path)).getpixel((150, 150)), RED)


def test_a_colour_and_a_few_blurred_ones_stand_in_its_place(tmp_path: Path) -> None:
    picture = render(saved(quarters((1200, 900)), "PNG"), tmp_path)
    assert len(picture.tint) == 6 and len(picture.blur) == 6 * 4 * 3
    assert is_like(bytes.fromhex(picture.blur[:6]), RED) and is_like(bytes.fromhex(picture.blur[18:24]), GREEN)
    plain = render(saved(Image.new("RGB", (400, 300), BLUE), "PNG"), tmp_path)
    assert is_like(bytes.fromhex(plain.tint), BLUE)


GOOD = saved(quarters(), "JPEG")
REFUSED = {
    "empty": (b"", "kosong"),
    "one byte": (b"a", "bukan foto"),
    "too many bytes": (b"\xff\xd8\xff" + b"\0" * 20_000_000, "lebih besar dari 20 MB"),
    "html": (b"<!doctype html><script>1</script>", "bukan foto"),
    "svg": (b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>', "bukan foto"),
    "program": (b"MZ" + b"\0" * 200, "bukan foto"),
    "gif": (saved(quarters(mode="P"), "GIF"), "GIF"),
    "gif that is a script": (b"GIF89a=1;alert(1);//", "GIF"),
    "bmp": (saved(quarters(), "BMP"), "BMP"),
    "tiff": (saved(quarters(), "TIFF"), "TIFF"),
    "pdf": (b"%PDF-1.4\n", "PDF"),
    "heic": (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + b"\0" * 100, "HEIC"),
    "900 megapixels": (png_header(30_000, 30_000), "900 megapiksel; paling besar 50"),
    "65535 squared": (png_header(65_535, 65_535), "megapiksel; paling besar 50"),
    "2 by 2147483647": (png_header(2_147_483_647, 2), "megapiksel; paling besar 50"),
    "a thin line": (png_header(20_000, 300, rows=300), "terlalu panjang"),
    "an icon": (saved(quarters((120, 90)), "PNG"), "120 × 90 piksel"),
    "webp canvas of 268 megapixels": (
        b"RIFF\x20\0\0\0WEBPVP8X\x0a\0\0\0\0\0\0\0\xfe\x3f\0\xfe\x3f\0" + b"\0" * 20, "paling besar 50"),
    "truncated jpeg": (GOOD[: len(GOOD) // 2], "rusak atau terpotong"),
    "truncated webp": (saved(quarters(), "WEBP")[:200], "rusak atau terpotong"),
    "truncated avif": (saved(quarters(), "AVIF")[:300], "rusak atau terpotong"),
    "truncated png": (saved(quarters(), "PNG")[:-60], "rusak atau terpotong"),
    "header only": (b"\xff\xd8\xff\xe0\0\x10JFIF\0", "rusak atau terpotong"),
    "noise behind a jpeg's head": (b"\xff\xd8\xff" + bytes(range(256)) * 40, "rusak atau terpotong"),
    "noise behind a webp's head": (b"RIFF\xff\xff\xff\xffWEBPVP8Q" + bytes(range(256)), "rusak atau terpotong"),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_a_file_that_is_no_usable_photo_gets_a_sentence(tmp_path: Path, name: str) -> None:
    source, words = REFUSED[name]
    sentence = str(refusal(source, tmp_path / "media"))
    assert words in sentence and sentence.endswith("."), sentence


def test_a_bomb_of_text_beside_a_small_picture_is_harmless(tmp_path: Path) -> None:
    plain = saved(quarters(), "PNG")
    content = b"x\0\0" + zlib.compress(b"a" * 50_000_000, 9)
    chunk = struct.pack(">I", len(content)) + b"zTXt" + content + struct.pack(">I", zlib.crc32(b"zTXt" + content))
    assert refusal(plain[:33] + chunk + plain[33:], tmp_path / "media").code == "broken"


def test_the_heic_sentence_says_what_to_do(tmp_path: Path) -> None:
    sentence = str(refusal(REFUSED["heic"][0], tmp_path / "media"))
    assert "Paling Kompatibel" in sentence and "JPEG" in sentence


@pytest.mark.parametrize(
    ("name", "options"),
    [("JPEG", {"quality": 60}), ("JPEG", {"quality": 60, "progressive": True}), ("PNG", {"compress_level": 1})],
)
def test_fifty_megapixels_stay_below_300_mb(tmp_path: Path, name: str, options: dict[str, Any]) -> None:
    image = Image.linear_gradient("L").resize((8640, 5760)).convert("RGB")
    picture = render(saved(image, name, **options), tmp_path)
    assert picture.fallback.width == 1920
    assert 0 < picture.peak_kb * 1024 < 300_000_000, f"{picture.peak_kb} kB"


def test_what_cannot_fit_is_told_before_it_is_tried(tmp_path: Path) -> None:
    image = Image.new("L", (5000, 3000), 128).convert("RGB")
    assert refusal(saved(image, "WEBP", method=0), tmp_path / "media").code == "pixels_of_kind"
    tall = Image.new("RGB", (8600, 5800), GREEN)
    heavy = saved(tall, "JPEG", progressive=True, subsampling=0)
    assert refusal(heavy, tmp_path / "media").code == "progressive"


def test_the_child_is_ended_by_its_own_limits(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A worker with 60 MB instead of 300 answers with the sentence about memory, and does not crash."""
    source = Path(picture_worker.__file__).read_text(encoding="utf-8")
    assert "MEMORY_BYTES: Final = 300_000_000" in source
    poor = tmp_path / "worker.py"
    poor.write_text(source.replace("MEMORY_BYTES: Final = 300_000_000", "MEMORY_BYTES: Final = 60_000_000"))
    monkeypatch.setattr(picture_worker, "__file__", str(poor))
    image = Image.new("RGB", (6000, 4000), GREEN)
    assert refusal(saved(image, "PNG", compress_level=1), tmp_path / "media").code == "memory"


@pytest.mark.parametrize(
    ("behaviour", "code"),
    [
        ("import os, signal; os.kill(os.getpid(), signal.SIGSEGV)", "memory"),
        ("import os, signal; os.kill(os.getpid(), signal.SIGXCPU)", "slow"),
        ("import time; time.sleep(60)", "slow"),
        ("print('x' * 10_000_000)", "memory"),
        ("", "memory"),
        ("""import sys, json, pathlib; pathlib.Path(sys.argv[1], "jpg-0").write_bytes(b"<script>")
print(json.dumps({"files": [{"format": "jpg", "number": 0, "width": 9, "height": 9}], "tint": "", "blur": "",
"cpu": {}, "peak_kb": 1}))""", "broken"),
    ],
    ids=["crash", "processor time", "hang", "flood", "silence", "a file that is no picture"],
)  # fmt: skip
def test_whatever_the_child_does_is_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, behaviour: str, code: str
) -> None:
    worker = tmp_path / "worker.py"
    worker.write_text(behaviour)
    monkeypatch.setattr(picture_worker, "__file__", str(worker))
    monkeypatch.setattr(pictures, "TIMEOUT_SECONDS", 1)
    began = time.monotonic()
    assert refusal(GOOD, tmp_path / "media").code == code
    assert time.monotonic() - began < 30, "a child that hangs for a minute is not waited for"


def test_a_picture_in_hand_can_be_stopped(tmp_path: Path) -> None:
    with pytest.raises(UnusablePicture) as caught:
        render(saved(quarters((2400, 1600)), "JPEG"), tmp_path, is_stopped=lambda: True)
    assert caught.value.code == "stopped"


def test_the_child_knows_nothing_of_griya_and_of_its_settings(tmp_path: Path) -> None:
    program = "import sys, runpy; runpy.run_path(sys.argv[1]); print([m for m in sys.modules if 'griya' in m])"
    command = [sys.executable, "-I", "-c", program, picture_worker.__file__]
    said = subprocess.run(command, capture_output=True, text=True, cwd=tmp_path, check=True)
    assert said.stdout.strip() == "[]"


def test_a_file_that_a_command_names_is_read_no_further_than_it_is_taken(tmp_path: Path) -> None:
    file = tmp_path / "besar.jpg"
    file.write_bytes(b"\xff" * 20_000_001)
    with pytest.raises(UnusablePicture, match="20 MB"):
        pictures.read_file(file)
