"""`make html`: the Nu HTML checker over every page of a throw-away instance; any error fails."""

import json
import subprocess
import sys
from collections import Counter
from pathlib import Path

from tests.quality.instance import TOOLS, Seen, crawl, npm_tool, program, visiting


def main() -> int:
    """Check, print what is wrong where, and return the exit status."""
    java = program("java", "default-jre-headless")
    checker = npm_tool("vnu-jar", "vnu-jar/build/dist/vnu.jar")
    with visiting() as visit:
        pages = crawl(visit)
    files = _write(pages)
    done = subprocess.run(
        [java, "-jar", str(checker), "--format", "json", "--exit-zero-always", *map(str, files)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    messages = json.loads(done.stderr or done.stdout)["messages"]
    by_file = {path.name: address for path, address in files.items()}
    errors = [message for message in messages if message["type"] in {"error", "non-document-error"}]
    warnings = Counter(message["message"] for message in messages if message.get("subType") == "warning")
    for message in errors:
        address = by_file.get(message.get("url", "").rsplit("/", 1)[-1], "?")
        print(f"GALAT {address}:{message.get('lastLine', '?')} {message['message']}")
    for text, times in warnings.most_common():
        print(f"peringatan ({times} kali): {text}")
    print(f"{len(pages)} halaman diperiksa: {len(errors)} galat, {warnings.total()} peringatan.")
    return 1 if errors or not pages else 0


def _write(pages: dict[str, Seen]) -> dict[Path, str]:
    """One file for each page, as the checker reads them."""
    folder = TOOLS / "html"
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob("*.html"):
        old.unlink()
    files = {folder / f"{number:04}.html": address for number, address in enumerate(pages)}
    for path, address in files.items():
        path.write_text(pages[address].html, encoding="utf-8")
    return files


if __name__ == "__main__":
    sys.exit(main())
