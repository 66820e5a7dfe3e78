"""Drafts and their way to the public: actions on both databases."""

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from griya.accounts.models import Event
from griya.catalog.actions import publish_product
from griya.catalog.actions.drafts import drop_draft, save_draft
from griya.catalog.actions.review import Looked, approve_draft, release_draft, request_changes, submit_draft, take_draft
from griya.catalog.actions.standing import change_standing
from griya.catalog.models import Product, ProductRevision, ProductSlug, ProductState
from griya.catalog.models.drafts import ProductConsent
from griya.catalog.queries.drafts import fields_seen, find_base_revision, find_product_draft, stamp_of, typed_of
from griya.catalog.queries.products import ProductPage, find_product
from griya.core.clock import today
from griya.core.db import db
from griya.core.errors import Overtaken, Refused
from tests.factories.accounts import make_account
from tests.factories.catalog import make_product, newest_revision
from tests.factories.drafts import (
    CONSENT,
    draft_of,
    looked,
    make_complete,
    publish,
    revise,
    show_photo,
    start,
    submit,
    write,
)
from tests.factories.state import set_state


@pytest.fixture
def people(context: Session) -> tuple[int, int, int]:
    return make_account(role="officer").id, make_account().id, make_account().id


def find_public_product(slug: str) -> ProductPage | None:
    """What a visitor finds at this address now."""
    return find_product(slug, today=today())


def events(product: Product) -> list[Event]:
    rows = sa.select(Event).where(Event.object_type == "product", Event.object_key == product.code).order_by(Event.id)
    return list(db.session.scalars(rows))


def test_a_draft_is_saved_with_anything_and_with_nothing(people: tuple[int, int, int]) -> None:
    officer, _, _ = people
    product = start(officer)
    saved = save_draft(
        product=product, seen="0.0", fields={"price_idr": "25rb", "moq": "banyak", "name_id": ""}, actor_id=officer
    )
    assert saved.fields["price_idr"] == "25rb" and saved.fields["name_id"] == ""
    assert product.state == ProductState.DRAFT and product.live_revision_id is None
    assert events(product)[-1].after == {
        "name_id": "", "slug": "", "category": "", "price_idr": "25rb", "moq": "banyak", "source": "", "row_version": 1,
    }  # fmt: skip


def test_saving_the_same_again_changes_nothing(people: tuple[int, int, int]) -> None:
    officer, _, _ = people
    product = start(officer)
    write(product, officer)
    before = len(events(product))
    assert write(product, officer).row_version == 1
    assert len(events(product)) == before


def test_what_is_not_the_save_that_was_read_is_not_written_over(people: tuple[int, int, int]) -> None:
    officer, other, _ = people
    product = start(officer)
    write(product, officer)
    write(product, other, name_id="Nama Orang Lain")
    with pytest.raises(Overtaken):
        save_draft(product=product, seen="0.1", fields={"name_id": "Nama Saya"}, actor_id=officer)
    assert draft_of(product).fields["name_id"] == "Nama Orang Lain"


def test_the_whole_way_of_a_new_product(people: tuple[int, int, int]) -> None:
    officer, curator, _ = people
    product = make_complete(officer)
    submit(product, officer)
    assert product.state == ProductState.SUBMITTED
    take_draft(looked=looked(product, curator))
    assert product.state == ProductState.IN_REVIEW
    assert find_public_product(product.slug) is None
    revision = approve_draft(looked=looked(product, curator), note="Rapi.")
    assert product.state == ProductState.PUBLISHED and product.live_revision_id == revision.id
    shown = find_public_product(product.slug)
    assert shown is not None and str(shown.name) == "Amplang Tenggiri" and len(shown.photos) == 1
    assert find_product_draft(product.id) is None
    assert [event.verb for event in events(product)] == [
        "product.created", "product_draft.saved", "product_draft.photos_saved", "product_draft.photos_saved",
        "product_draft.submitted", "product_draft.taken", "photo.arranged", "product_draft.approved",
        "product.published",
    ]  # fmt: skip


def test_what_was_agreed_and_by_whom_is_on_record(people: tuple[int, int, int], context: Session) -> None:
    officer, curator, _ = people
    product = make_complete(officer)
    publish(product, officer, curator)
    consent = context.scalars(sa.select(ProductConsent)).one()
    assert (consent.kind, consent.agreed_by, str(consent.agreed_on)) == ("whatsapp", "Bu Aminah", "2026-11-20")
    approved = next(event for event in events(product) if event.verb == "product_draft.approved")
    assert approved.acting_for and approved.after and approved.after["consent_from"] == "Bu Aminah"
    revision = context.get_one(ProductRevision, product.live_revision_id)
    assert revision.acting_for == approved.acting_for and revision.created_by_id == officer


@pytest.mark.parametrize("gone", ["consent_kind", "consent_on", "consent_from"])
def test_without_consent_nothing_goes_in_on_behalf_of_a_maker(people: tuple[int, int, int], gone: str) -> None:
    officer, _, _ = people
    product = make_complete(officer, **{gone: ""})
    with pytest.raises(Refused, match="Persetujuan IKM"):
        submit(product, officer)


def test_the_office_mends_spelling_without_consent_and_an_officer_never_does(people: tuple[int, int, int]) -> None:
    officer, curator, third = people
    office = {"source": "kantor", "consent_kind": "", "consent_on": "", "consent_from": ""}
    mended = make_complete(curator, **office)
    publish(mended, curator, third)
    assert mended.state == ProductState.PUBLISHED and db.session.scalar(sa.select(ProductConsent.id)) is None
    filled_in = make_complete(officer, **office)
    with pytest.raises(Refused, match="atas nama IKM"):
        submit(filled_in, officer)
    with pytest.raises(Refused, match="atas nama IKM"):
        submit(filled_in, curator)


def test_an_incomplete_draft_is_not_handed_in_and_says_what_is_missing(people: tuple[int, int, int]) -> None:
    officer, _, _ = people
    product = start(officer)
    write(product, officer, summary_id="", unit="")
    with pytest.raises(Refused) as refusal:
        submit(product, officer)
    assert "Ringkasan" in str(refusal.value) and "Satuan" in str(refusal.value) and "Foto utama" in str(refusal.value)


def test_the_live_page_stays_as_it_is_until_the_draft_is_approved(people: tuple[int, int, int]) -> None:
    officer, curator, _ = people
    product = make_complete(officer)
    publish(product, officer, curator)
    revise(product, officer, name_id="Amplang Baru", price_idr="30.000")
    show_photo(product, officer)
    for step in (lambda: submit(product, officer), lambda: take_draft(looked=looked(product, curator))):
        step()
        live = find_public_product(product.slug)
        assert live is not None and str(live.name) == "Amplang Tenggiri" and len(live.photos) == 1
        assert product.state == ProductState.PUBLISHED
    approve_draft(looked=looked(product, curator))
    live = find_public_product(product.slug)
    assert live is not None and str(live.name) == "Amplang Baru" and len(live.photos) == 2


def test_nobody_approves_what_they_wrote_a_part_of(people: tuple[int, int, int]) -> None:
    officer, curator, third = people
    product = make_complete(officer)
    write(product, curator, name_en="Mackerel Crackers")
    submit(product, officer)
    take_draft(looked=looked(product, curator))
    with pytest.raises(Refused, match="ikut menulis"):
        approve_draft(looked=looked(product, curator))
    release_draft(looked=looked(product, curator))
    take_draft(looked=looked(product, third))
    approve_draft(looked=looked(product, third))


def test_who_has_not_taken_it_decides_nothing(people: tuple[int, int, int]) -> None:
    officer, curator, third = people
    product = make_complete(officer)
    submit(product, officer)
    with pytest.raises(Refused, match="Ambil dulu"):
        approve_draft(looked=looked(product, curator))
    take_draft(looked=looked(product, curator))
    with pytest.raises(Overtaken, match="orang lain"):
        approve_draft(looked=looked(product, third))
    with pytest.raises(Overtaken, match="orang lain"):
        take_draft(looked=looked(product, third))


def test_a_draft_that_changed_since_it_was_taken_is_not_approved(people: tuple[int, int, int]) -> None:
    officer, curator, _ = people
    product = make_complete(officer)
    submit(product, officer)
    take_draft(looked=looked(product, curator))
    seen = looked(product, curator)
    write(product, officer, name_id="Diam-diam Diganti")
    assert product.state == ProductState.SUBMITTED
    with pytest.raises(Overtaken):
        approve_draft(looked=seen)
    with pytest.raises(Refused, match="Ambil dulu"):
        approve_draft(looked=looked(product, curator))


def test_a_photo_that_changed_since_it_was_taken_is_not_approved_either(people: tuple[int, int, int]) -> None:
    officer, curator, _ = people
    product = make_complete(officer)
    submit(product, officer)
    take_draft(looked=looked(product, curator))
    seen = looked(product, curator)
    show_photo(product, officer)
    with pytest.raises(Overtaken):
        approve_draft(looked=seen)


def test_what_is_to_be_mended_is_told_with_code_field_and_words_and_must_be_mended(
    people: tuple[int, int, int],
) -> None:
    officer, curator, _ = people
    product = make_complete(officer)
    submit(product, officer)
    take_draft(looked=looked(product, curator))
    no_words, no_code = {"code": "salah", "field": "name_id", "text": " "}, {"code": "", "field": "", "text": "x"}
    for requests in ([], [no_words], [no_code]):
        with pytest.raises(Refused):
            request_changes(looked=looked(product, curator), requests=requests)
    wish = {"code": "bahasa", "field": "name_id", "text": "Ejaannya."}
    request_changes(looked=looked(product, curator), requests=[wish])
    assert product.state == ProductState.CHANGES_REQUESTED
    assert draft_of(product).requests == [wish]
    with pytest.raises(Refused, match="Belum ada yang diubah"):
        submit(product, officer)
    write(product, officer, name_id="Amplang Tenggiri Asli")
    submit(product, officer)
    assert product.state == ProductState.SUBMITTED


def test_a_draft_like_what_is_live_is_not_handed_in(people: tuple[int, int, int]) -> None:
    officer, curator, _ = people
    product = make_complete(officer)
    publish(product, officer, curator)
    revise(product, officer)
    with pytest.raises(Refused, match="sama dengan yang sedang tayang"):
        submit(product, officer)


def test_an_old_address_leads_on_and_one_that_is_taken_is_refused(
    people: tuple[int, int, int], context: Session
) -> None:
    officer, curator, _ = people
    product, other = make_complete(officer), make_product(slug="sudah-ada")
    publish(product, officer, curator)
    old = product.slug
    revise(product, officer, slug=other.slug)
    with pytest.raises(Refused, match="sudah dipakai"):
        submit(product, officer)
    revise(product, officer, slug="amplang-baru")
    publish(product, officer, curator)
    assert product.slug == "amplang-baru"
    assert context.get_one(ProductSlug, old).product_id == product.id
    revise(product, officer, slug=old)
    publish(product, officer, curator)
    assert product.slug == old and context.get(ProductSlug, old) is None
    assert context.get_one(ProductSlug, "amplang-baru").product_id == product.id


def test_a_live_product_comes_into_its_form_and_out_of_it_as_it_was(people: tuple[int, int, int]) -> None:
    officer, curator, _ = people
    product = make_product(
        net_weight_g=1_500, moq=1_000, capacity_per_month=250, lead_time_days=14, shelf_life_days=180,
        hs_code="1605.10", size_text="10 × 20 cm", description_id="Satu.\n\nDua.", summary_id="Kerupuk.",
    )  # fmt: skip
    before = typed_of(product, find_base_revision(product))
    revise(product, officer, name_en="Crackers")
    draft = draft_of(product)
    changed = {key: text for key, text in draft.fields.items() if before[key] != text}
    assert changed == {"name_en": "Crackers", **CONSENT}
    show_photo(product, officer)
    write(product, officer, materials=["ikan"])
    publish(product, officer, curator)
    after = typed_of(product, find_base_revision(product))
    assert {key for key in after if after[key] != before[key]} == {"name_en", "materials"}


def test_a_dropped_draft_leaves_what_is_live_and_says_why(people: tuple[int, int, int]) -> None:
    officer, curator, _ = people
    product = make_complete(officer)
    with pytest.raises(Refused, match="hanya ada sebagai draf"):
        drop_draft(product=product, stamp=stamp_of(draft_of(product)), reason="Salah", actor_id=officer)
    publish(product, officer, curator)
    revise(product, officer, name_id="Batal")
    stamp = stamp_of(draft_of(product))
    with pytest.raises(Refused, match="alasan"):
        drop_draft(product=product, stamp=stamp, reason=" ", actor_id=officer)
    drop_draft(product=product, stamp=stamp, reason="Tidak jadi", actor_id=officer)
    assert find_product_draft(product.id) is None and product.state == ProductState.PUBLISHED
    with pytest.raises(Overtaken):
        drop_draft(product=product, stamp=stamp, reason="Lagi", actor_id=officer)


def test_a_form_opened_before_somebody_published_does_not_bring_the_old_words_back(
    people: tuple[int, int, int],
) -> None:
    officer, curator, _ = people
    product = make_complete(officer)
    publish(product, officer, curator)
    seen = fields_seen(product, None)
    revise(product, officer, name_id="Amplang Baru")
    publish(product, officer, curator)
    with pytest.raises(Overtaken):
        save_draft(product=product, seen=seen, fields={"name_id": "Amplang Tenggiri"}, actor_id=officer)


STEPS = [
    ("withdraw", ProductState.PUBLISHED, ProductState.WITHDRAWN),
    ("return", ProductState.WITHDRAWN, ProductState.PUBLISHED),
    ("suspend", ProductState.PUBLISHED, ProductState.SUSPENDED),
    ("resume", ProductState.SUSPENDED, ProductState.WITHDRAWN),
    ("archive", ProductState.WITHDRAWN, ProductState.ARCHIVED),
    ("unarchive", ProductState.ARCHIVED, ProductState.WITHDRAWN),
]


def test_each_step_leads_where_it_should_from_where_it_may_and_nowhere_else(people: tuple[int, int, int]) -> None:
    officer, curator, _ = people
    product = make_complete(officer)
    publish(product, officer, curator)
    for command, before, after in STEPS:
        for state in ProductState:
            set_state(product, state=state)
            allowed = state == before or (command in ("suspend", "archive") and state not in ("suspended", "archived"))
            if not allowed:
                with pytest.raises(Refused):
                    change_standing(product=product, command=command, seen_state=state, reason="x", actor_id=curator)
                assert product.state == state
        set_state(product, state=before)
        with pytest.raises(Refused, match="alasan"):
            change_standing(product=product, command=command, seen_state=before, reason=" ", actor_id=curator)
        with pytest.raises(Overtaken):
            change_standing(product=product, command=command, seen_state="draft", reason="x", actor_id=curator)
        change_standing(product=product, command=command, seen_state=before, reason="Karena itu", actor_id=curator)
        assert product.state == after
        assert events(product)[-1].reason == "Karena itu"
        assert (find_public_product(product.slug) is not None) == (after == ProductState.PUBLISHED)


def test_a_withdrawn_product_that_became_incomplete_does_not_return(people: tuple[int, int, int]) -> None:
    _, curator, _ = people
    product = make_product()
    publish_product(product=product, revision=newest_revision(product))
    change_standing(product=product, command="withdraw", seen_state="published", reason="Musim", actor_id=curator)
    with pytest.raises(Refused, match="Foto utama"):
        change_standing(product=product, command="return", seen_state="withdrawn", reason="Musim", actor_id=curator)


def test_a_stopped_product_takes_no_draft(people: tuple[int, int, int]) -> None:
    officer, curator, _ = people
    product = make_complete(officer)
    publish(product, officer, curator)
    change_standing(product=product, command="suspend", seen_state="published", reason="Aduan", actor_id=curator)
    with pytest.raises(Refused, match="dihentikan"):
        save_draft(product=product, seen=fields_seen(product, None), fields={}, actor_id=officer)


def test_a_product_that_never_was_public_comes_out_of_the_archive_where_its_draft_stands(
    people: tuple[int, int, int],
) -> None:
    officer, curator, _ = people
    product = make_complete(officer)
    submit(product, officer)
    change_standing(product=product, command="archive", seen_state="submitted", reason="Ganda", actor_id=curator)
    with pytest.raises(Overtaken):
        submit_draft(looked=Looked(product, "9-9", officer))
    change_standing(product=product, command="unarchive", seen_state="archived", reason="Keliru", actor_id=curator)
    assert product.state == ProductState.SUBMITTED
