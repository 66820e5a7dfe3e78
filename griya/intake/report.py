"""Says what a dry run found: columns as a table, each problem by row and column, and the sums."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from griya.core.text import number
from griya.intake.rules.columns import Column
from griya.intake.rules.plan import Outcome, Plan
from griya.intake.rules.tables import Book

MOST_FINDINGS = 200


def column_lines(book: Book, mapping: Mapping[str, Sequence[Column]]) -> Iterator[str]:
    """Which heading is read as what, and why the others are not."""
    for table in book.tables:
        columns = [column for column in mapping[table.name] if column.heading or column.field]
        width = min(max([5, *(len(column.heading) for column in columns)]), 40)
        yield ""
        yield (
            f"Lembar {table.name}: {number(len(table.rows))} baris"
            if table.name
            else f"{number(len(table.rows))} baris"
        )
        yield f"  {'Kolom':<{width}}  {'Dibaca sebagai':<14}  Keterangan"
        for column in columns:
            yield f"  {column.heading[:width]:<{width}}  {column.field or '–':<14}  {column.note}"


def finding_lines(plan: Plan) -> Iterator[str]:
    """Errors first, then warnings, each with its rows and column; the same problem in many rows is said once."""
    for is_error, title in ((True, "Kesalahan (barisnya ditolak)"), (False, "Peringatan (tidak menolak barisnya)")):
        groups: dict[tuple[str, str, str], list[int]] = {}
        for finding in plan.findings:
            if finding.is_error is is_error:
                groups.setdefault((finding.table, finding.column, finding.text), []).append(finding.row)
        if not groups:
            continue
        yield ""
        yield f"{title}: {number(sum(len(rows) for rows in groups.values()))}"
        for (table, column, text), rows in list(groups.items())[:MOST_FINDINGS]:
            yield f"  {where(table, rows, column)}: {text}"
        if len(groups) > MOST_FINDINGS:
            yield f"  … dan {number(len(groups) - MOST_FINDINGS)} lagi; --errors menuliskan semua baris yang ditolak."


def where(table: str, rows: Sequence[int], column: str) -> str:
    """`baris 12, kolom TELP`, with the sheet before it where the file has several, and runs of rows as `4–9`."""
    sheet = f"lembar {table}, " if table else ""
    behind = f", kolom {column}" if column else ""
    return f"{sheet}baris {_runs(rows)}{behind}"


def _runs(rows: Sequence[int]) -> str:
    runs: list[tuple[int, int]] = []
    for row in rows:
        if runs and runs[-1][1] in (row, row - 1):
            runs[-1] = (runs[-1][0], row)
        else:
            runs.append((row, row))
    return ", ".join(str(first) if first == last else f"{first}–{last}" for first, last in runs)


def summary_lines(plan: Plan) -> Iterator[str]:
    """The sums; every row that was read is in exactly one of them."""
    counts = Counter(plan.outcomes.values())
    warned = {(f.table, f.row) for f in plan.findings if not f.is_error}
    yield ""
    yield f"Baris dibaca        {number(plan.rows)}"
    yield f"  masuk             {number(counts[Outcome.TAKEN])}"
    yield f"  sudah ada         {number(counts[Outcome.EXISTS])}  (dilewati)"
    yield f"  ditolak           {number(counts[Outcome.REFUSED])}"
    if counts[Outcome.EXAMPLE]:
        yield f"Baris contoh        {number(counts[Outcome.EXAMPLE])}  (dilewati)"
    yield f"Baris berperingatan {number(len(warned))}"
    yield f"IKM baru            {number(plan.new_producers)}"
    yield f"Produk baru         {number(plan.new_products)}  (sebagai draf; kurator yang menayangkannya)"


def reasons_by_row(plan: Plan) -> dict[tuple[str, int], str]:
    """Everything that refused a row, in one text for the file that goes back."""
    reasons: dict[tuple[str, int], list[str]] = {}
    for finding in plan.findings:
        if finding.is_error:
            text = f"{finding.column}: {finding.text}" if finding.column else finding.text
            reasons.setdefault((finding.table, finding.row), []).append(text)
    return {key: " | ".join(texts) for key, texts in reasons.items()}
