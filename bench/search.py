"""How well and at what cost the search answers.

    .venv/bin/python -m bench.search                      forgiveness, on the sample catalogue: recall and precision
    .venv/bin/python -m bench.search --draw SEED…         the same, on typos drawn anew and kept beside the tests
    .venv/bin/python -m bench.search --instance FOLDER    processor time per question, in multiples of a Flask "hello"

The second works on any instance, such as one that `bench.catalogue` made; `griya search rebuild` has to have run on it.
Questions are asked inside one process pinned to one core, each in an application context and a transaction of its own
as a request has. "first" forgets what the process remembers of queries before each question, "again" does not.
"""

import argparse
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from flask import Flask
from werkzeug.test import EnvironBuilder

from griya import serving
from griya.app import create_app
from griya.catalog.queries.lookup import entries, products, suggestions, understanding
from griya.catalog.queries.lookup.products import find_product_ids, first_products
from griya.catalog.queries.lookup.suggestions import suggest
from griya.catalog.queries.lookup.understanding import understand
from griya.catalog.queries.search import search
from griya.config import Settings
from griya.core.db import db
from tests.catalog.search import measures

ROUNDS = 60
SECONDS = 3

QUERIES = {
    "one word": ("tenun", "kopi", "rotan", "amplang", "kerupuk", "madu"),
    "two words": ("tenun sambas", "kerupuk udang", "kopi liberika", "anyaman rotan", "madu hutan", "lidah buaya"),
    "misspelt": ("tenum sambs", "kerpuk udang", "kopi liberka", "anyamn rotn", "madu htan", "lida buaya"),
    "nothing": ("zzzzz tenun", "qqqqq", "kopi xxxxx", "wwwww sambas"),
}
TYPED = ("te", "ten", "tenu", "tenun s", "tenun sam", "kopi", "lida bua", "kerup", "songkt", "pontia")


def settings_for(instance: Path) -> Settings:
    return Settings.from_env({"GRIYA_MODE": "local", "GRIYA_INSTANCE": str(instance)})


def forgiveness(draw: Sequence[int] = ()) -> None:
    """Print recall and precision on the sample catalogue, from the query files beside the tests.

    With `draw`, the typos of those seeds are drawn first and written there.
    """
    with tempfile.TemporaryDirectory() as folder:
        app = create_app(settings_for(Path(folder)))
        serving.prepare(app, sample=True, say=lambda line: print(line, file=sys.stderr))
        with app.app_context():
            if draw:
                measures.write_typos(draw)
            words = measures.catalogue_words()
            print(f"{len(words)} words of the sample catalogue, {measures.TYPOS} one-letter typos in a draw")
            scores = []
            for seed, typos in measures.drawn_typos().items():
                scores.append(measures.score((typo.typed, typo.meant) for typo in typos))
                print(f"  seed {seed}: {scores[-1]}")
            mean = [statistics.mean(getattr(score, name) for score in scores) for name in ("recall", "precision")]
            print(f"  mean: recall {mean[0]:.3f}, precision {mean[1]:.3f}")
            score = measures.score(measures.misspellings())
            print(f"misspellings people make: {score}")
            for miss in score.misses:
                print(f"  {miss}")
            forms = measures.affixed_forms()
            met = sum(measures.meet(form, base) for form, base in forms)
            print(
                f"affixed forms that meet their base: {met} of {len(forms)} ({len({base for _, base in forms})} bases)"
            )


def cost(instance: Path) -> None:
    """Print processor time per question, in milliseconds and as a multiple of a bare Flask "hello"."""
    os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    hello = _hello()
    base = _time(hello, [()])
    print(f"hello: {base * 1e3:.3f} ms")
    app = create_app(settings_for(instance))

    def ask(function: Callable[..., Any], *, forget: bool) -> Callable[..., None]:
        def once(*arguments: Any) -> None:
            if forget:
                understanding.memory.forget()
                suggestions.memory.forget()
                products.memory.forget()
                products.firsts.forget()
                entries.memory.forget()
            with app.app_context():
                function(*arguments)
                db.session.rollback()

        return once

    questions: list[tuple[str, Callable[..., Any], Sequence[tuple[Any, ...]]]] = [
        *((f"ids, {kind}", find_product_ids, [(text,) for text in texts]) for kind, texts in QUERIES.items()),
        *((f"first 24 and count, {kind}", _first_page, [(text,) for text in texts]) for kind, texts in QUERIES.items()),
        *((f"whole search, {kind}", search, [(text,) for text in texts]) for kind, texts in QUERIES.items()),
        ("suggestions", suggest, [(text,) for text in TYPED]),
    ]
    print(f"{'':32}{'first':>18}{'again':>18}{'hits':>10}")
    for name, function, arguments in questions:
        first, again = (_time(ask(function, forget=forget), arguments) for forget in (True, False))
        with app.app_context():
            hits = statistics.mean(first_products(understand(text), 1)[1] for (text,) in arguments)
        print(f"{name:32}{_told(first, base)}{_told(again, base)}{hits:>10.0f}")


def _first_page(text: str) -> None:
    first_products(understand(text), 24)


def _hello() -> Callable[[], None]:
    app = Flask("hello")

    @app.get("/")
    def hello() -> str:
        return "Hello, World!"

    environ = EnvironBuilder("/").get_environ()

    def once() -> None:
        list(app(dict(environ), lambda _status, _headers, _info=None: lambda _data: None))

    return once


def _time(function: Callable[..., Any], arguments: Sequence[tuple[Any, ...]]) -> float:
    """The median processor time in seconds, over `ROUNDS` rounds through the arguments or as many as time allows."""
    for values in arguments:
        function(*values)
    taken: list[float] = []
    while len(taken) < ROUNDS and sum(taken) * len(arguments) < SECONDS:
        began = time.process_time()
        for values in arguments:
            function(*values)
        taken.append((time.process_time() - began) / len(arguments))
    return statistics.median(taken)


def _told(seconds: float, base: float) -> str:
    return f"{seconds * 1e3:>9.3f} ms {seconds / base:>4.1f}x"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--instance", type=Path, help="measure cost on this instance")
    parser.add_argument("--draw", type=int, nargs="+", default=(), metavar="SEED", help="draw the typos anew first")
    wanted = parser.parse_args()
    cost(wanted.instance) if wanted.instance else forgiveness(wanted.draw)


if __name__ == "__main__":
    main()
