"""QR codes as paths."""

import re

import pytest
import segno

from griya.core.qr import qr_code


@pytest.mark.parametrize("text", ["http://127.0.0.1:8000/", "https://griya.example/produk/" + "panjang-" * 19])
def test_the_path_of_a_code_draws_its_modules_inside_a_quiet_zone_of_four(text: str) -> None:
    code = qr_code(text)
    dark = {
        (int(x) + step, int(y))
        for x, y, run in re.findall(r"M(\d+) (\d+)h(\d+)v1h-\3z", code.path)
        for step in range(int(run))
    }
    matrix = segno.make(text, error="m", micro=False, boost_error=False).matrix

    assert dark == {(x + 4, y + 4) for y, row in enumerate(matrix) for x, module in enumerate(row) if module}
    assert code.size == len(matrix) + 8
    assert re.fullmatch(r"(M\d+ \d+h\d+v1h-\d+z)+", code.path)
