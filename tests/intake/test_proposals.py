"""What an import brings that nobody has decided about: words that no list has, and products that are drafts still."""

from pathlib import Path

from griya.accounts.models import Role
from griya.catalog.actions.proposals import map_word
from griya.catalog.models import Material, Product
from griya.catalog.models.vocabulary import TermProposal
from griya.catalog.queries.batches import list_waiting_batches
from griya.catalog.queries.proposals import list_proposals
from griya.core.clock import now
from griya.core.db import db
from griya.desk.tasks import Viewer, list_tasks
from griya.desk.tasks.kinds import KINDS
from tests.factories.accounts import make_account, sign_in
from tests.factories.state import set_state
from tests.intake.conftest import Run, code_in
from tests.page import PageClient

SHELF = "makanan"
ROWS = (
    "Nama IKM,Kabupaten/Kota,Nama Produk,Rak,Bahan,Teknik\n"
    'Sanggar Uji,Kab. Sambas,Tikar,ANYAMAN UJI,"rotan, purun danau",anyam silang uji\n'
    'Sanggar Uji,Kab. Sambas,Tas,makanan,"Purun Danau, ' + "panjang " * 9 + '",\n'
)


def imported(run: Run, folder: Path) -> str:
    file = folder / "daftar.csv"
    file.write_text(ROWS, encoding="utf-8")
    dry = run(file, "--category", SHELF)
    assert "dicatat sebagai usulan istilah" in dry.output and "tidak ada dalam daftar; tidak dicatat" in dry.output
    assert db.session.query(TermProposal).count() == 0, "a dry run writes nothing"
    code = code_in(dry)
    run(file, "--category", SHELF, "--confirm", code)
    return code


def test_unknown_words_are_proposed_with_their_products_and_the_batch(run: Run, tmp_path: Path) -> None:
    code = imported(run, tmp_path)
    found = {one.word: one for one in list_proposals(state="open", kind="", page=1).items}
    assert {word: (str(one.kind), one.products, one.batch) for word, one in found.items()} == {
        "purun danau": ("material", 2, code),
        "anyam silang uji": ("technique", 1, code),
        "ANYAMAN UJI": ("category", 1, code),
    }
    target = db.session.query(Material).order_by(Material.id).first()
    assert target is not None
    map_word(number=found["purun danau"].number, seen=2, into=target.slug, reason="Nama setempat")
    assert {one.word for one in list_proposals(state="open", kind="", page=1).items} == {
        "anyam silang uji", "ANYAMAN UJI",
    }  # fmt: skip


def test_an_import_waits_for_an_officer_until_its_last_product_is_decided(
    run: Run, tmp_path: Path, page: PageClient
) -> None:
    code = imported(run, tmp_path)
    officer = make_account(role="officer")
    db.session.commit()

    def tasks() -> list[str]:
        found = list_tasks(KINDS, Viewer(officer.id, Role.OFFICER), now())
        return [one.task.why for one in found if one.kind.key == "impor"]

    assert tasks() == ["2 produk belum diajukan"] and list_waiting_batches()[0].code == code
    sign_in(page, officer)
    links = [str(one.attrs["href"]) for one in page.get("/meja/tugas?jenis=impor").select(".task-list__link")]
    shown = page.get(links[0])
    assert len(shown.select("tbody tr")) == 2 and code in shown.text
    assert "0 produk" not in shown.text
    first, second = db.session.query(Product).order_by(Product.id)
    set_state(first, state="archived")
    assert tasks() == ["1 produk belum diajukan"]
    db.session.commit()
    assert len(page.get(links[0]).select("tbody tr")) == 1
    set_state(second, state="submitted")
    assert tasks() == []
