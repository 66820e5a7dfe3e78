"""The list of credentials, and the printed list of those that end."""

from flask import render_template, request

from griya.accounts.guard import current_account, may_call
from griya.core import clock
from griya.core.filters import Choice, Filters, Words
from griya.core.paging import page_number
from griya.registry.rules.numbers import CredentialKind
from griya.verification.desk import blueprint
from griya.verification.queries import (
    NOBODY,
    STANDING_NAMES,
    Asked,
    Standing,
    count_credentials,
    list_credentials,
    list_holders,
    list_regions,
    page_of_credentials,
)
from griya.verification.rules.due import Due

# Standings that have a tab of their own; each tells its number.
TABS = (
    Standing.OPEN, Standing.CLAIMED, Standing.SEEN, Standing.CHECKED, Standing.LATER, Standing.EXPIRED,
    Standing.REJECTED, Standing.REVOKED, Standing.ALL,
)  # fmt: skip
MOST_PRINTED = 1000
_WORDS = Words("q", "Nomor, atau nama pembuat")
_KIND = Choice("jenis", "Jenis", {str(kind): kind.label for kind in CredentialKind}, "Semua jenis")
_DUE = Choice(
    "tenggat",
    "Tenggat",
    {Due.LATE: "Lewat waktu", Due.TODAY: "Hari ini", Due.LATER: "Belum"},
    "Semua tenggat",
    is_more=True,
)
_DOUBLE = Choice("ganda", "Nomor ganda", {"ya": "Hanya yang ganda"}, "Semua nomor", is_more=True)


@blueprint.get("")
def credential_index() -> str:
    """List the credentials, what is to be done first standing first."""
    account, today = current_account(), clock.today()
    holders = {NOBODY: "Belum dipegang", **list_holders()}
    if account.code in holders:
        holders[account.code] = f"{account.name} (saya)"
    raw = request.args.get("keadaan", "")
    standing = Standing(raw) if raw in set(Standing) else Standing.OPEN
    fields = (
        _WORDS,
        _KIND,
        Choice("daerah", "Kabupaten atau kota", list_regions(), "Semua daerah"),
        Choice("petugas", "Petugas", holders, "Siapa saja", is_more=True),
        _DUE,
        _DOUBLE,
        Words("ikm", "Kode pembuat", 20, is_more=True),
    )
    filters = Filters(request.args, *fields, keep={"keadaan": standing})
    asked = _asked(filters, standing)
    counts = count_credentials(asked, today=today)
    queries = {tab: Filters(request.args, *fields, keep={"keadaan": tab}).query() for tab in TABS}
    tabs = [(queries[tab], STANDING_NAMES[tab], counts[tab], tab is standing) for tab in TABS]
    return render_template(
        "desk/verification/credential_index.html",
        page=page_of_credentials(asked, today=today, page=page_number(request.args.get("hal"))),
        filters=filters,
        tabs=tabs,
        standing=standing,
        standing_name=STANDING_NAMES[standing],
        soon=counts[Standing.SOON],
        today=today,
        may_enter=may_call("desk.verification.claim_create"),
    )


@blueprint.get("/berakhir")
def expiry_index() -> str:
    """List what ends soon, on one page that can be printed and taken along."""
    today = clock.today()
    raw = request.args.get("dalam", "")
    standing = {"30": Standing.SOON, "lewat": Standing.EXPIRED}.get(raw, Standing.LATER)
    filters = Filters(request.args, _KIND, Choice("daerah", "Kabupaten atau kota", list_regions(), "Semua daerah"))
    asked = Asked(standing=standing, kind=filters.text("jenis"), region=filters.text("daerah"))
    return render_template(
        "desk/verification/expiry_index.html",
        rows=list_credentials(asked, today=today, limit=MOST_PRINTED),
        total=count_credentials(asked, today=today)[standing],
        counts=count_credentials(asked, today=today),
        filters=Filters(
            request.args,
            Choice(
                "dalam",
                "Berakhir",
                {"90": "Dalam 90 hari", "30": "Dalam 30 hari", "lewat": "Sudah lewat"},
                any_label="",
                start="90",
                is_chips=True,
            ),
            *(shown.field for shown in filters.fields),
        ),
        standing=standing,
        today=today,
        now=clock.now(),
    )


def _asked(filters: Filters, standing: Standing) -> Asked:
    return Asked(
        standing=standing,
        text=filters.text("q"),
        kind=filters.text("jenis"),
        region=filters.text("daerah"),
        due=filters.text("tenggat"),
        holder=filters.text("petugas"),
        producer=filters.text("ikm"),
        only_doubles=filters.text("ganda") == "ya",
    )
