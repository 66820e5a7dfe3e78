"""Reading the codes that a page shows, as a telephone would from some way off."""

import io

import zxingcpp
from PIL import Image, ImageFilter

FAR = 4  # times smaller than it stands on the screen
SHAKEN_PX = 0.5


def read_codes(screenshot: bytes, *, times: int = FAR) -> list[str]:
    """What the codes in this picture say when it is seen that much smaller and a little out of focus."""
    picture = Image.open(io.BytesIO(screenshot)).convert("L")
    small = picture.resize((picture.width // times, picture.height // times), Image.Resampling.LANCZOS)
    return [code.text for code in zxingcpp.read_barcodes(small.filter(ImageFilter.GaussianBlur(SHAKEN_PX)))]
