"""The report on a scanned ring: its pages, picture and workbook are read back by other programs."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import openpyxl
import pypdfium2
import pytest
from click.testing import CliRunner
from PIL import Image

from app.components import ring_words
from app.report import write
from app.texts import texts
from graphfraud.cli.main import cli
from graphfraud.errors import NotFoundError, SettingError, WorkspaceError
from graphfraud.model.ring import Ring
from graphfraud.store.embedded import EmbeddedStore
from tests.claims import Town, at, swipes
from tests.integration.scan.scanning import rings

CARDS = [f"C{i}" for i in range(7)]
DAYS = [3, 17, 29, 66, 101, 148, 190, 233, 290]
SHOP = "P99010000001"
HOSTILE = "=HYPERLINK(0)<b>药房</b>&\u202e\U0001f600" + "长" * 300
NAME, MASKED = "欧阳静喆", "欧*喆"


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a scanned town with a ring of seven cards, a refund, and a pharmacy whose name means harm."""
    town = Town()
    town.ordinary(1)
    paid = swipes(town, CARDS, DAYS, [SHOP])
    refund = {"refd_setl_flag": "1", "init_setl_id": paid[0], "fund_pay_sumamt": "0.00", "acct_pay": "0.00"}
    town.settle(CARDS[0], SHOP, at(4), medfee_sumamt="-30.00", **refund)
    town.psn_info_b = [{"psn_no": c, "psn_name": NAME, "certno": f"11010119800101{i:04d}"} for i, c in enumerate(CARDS)]
    town.more["medins_info_b"] = [{"fixmedins_code": SHOP, "fixmedins_name": HOSTILE}]
    town.live_apart()
    folder = tmp_path_factory.mktemp("report") / "w"
    town.load(folder)
    rings(folder)
    return folder


@pytest.fixture(scope="module")
def store(workspace: Path) -> EmbeddedStore:
    return EmbeddedStore(workspace)


@pytest.fixture(scope="module")
def ring(store: EmbeddedStore) -> Ring:
    (found,) = [r for r in store.rings().rings if set(r.patients) == set(CARDS)]
    return found


def pages(pdf: bytes) -> list[str]:
    """Give the text of each page, without line ends: a sentence may be broken anywhere."""
    read = pypdfium2.PdfDocument(pdf)
    return ["".join(page.get_textpage().get_text_range().split()) for page in read]


def bare(text: str) -> str:
    return "".join(text.split())


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_report_says_it_all_in_the_order_of_reading(store: EmbeddedStore, ring: Ring, lang: str) -> None:
    t = texts(lang)
    found = pages(write.made(store, ring.ring_id, ".pdf", lang=lang))
    whole = "".join(found)
    run = store.run()
    parts = [
        ring_words.story(t, ring)[0],
        t("ring.graph"),
        t("ring.members", n=len(CARDS)),
        t("ring.gatherings", n=len(DAYS)),
        t("ring.evidence", n=len(ring.evidence)),
        t("ring.innocent"),
        t("ring.money"),
        t("report.versions"),
    ]
    places = [whole.find(bare(part)) for part in parts]
    assert -1 not in places
    assert places == sorted(places)
    for said in [*CARDS, SHOP, run.run_id, run.data_version, run.params_version, ring.ring_id]:
        assert said in whole
    for evidence in ring.evidence:
        assert bare(ring_words.sentence(t, ring_words.said(t, evidence.detail))) in whole
    for number, page in enumerate(found, start=1):
        assert bare(t("report.page", page=number, pages=len(found))) in page
        assert bare(t("report.disclaimer")) in page


def test_names_are_masked_and_hostile_ones_stay_text(store: EmbeddedStore, ring: Ring) -> None:
    whole = "".join(pages(write.made(store, ring.ring_id, ".pdf", lang="zh")))
    assert MASKED in whole
    assert NAME not in whole
    assert "11010119800101" not in whole
    assert "=HYPERLINK(0)<b>药房</b>&〓长长" in whole
    assert "\u202e" not in whole


@pytest.mark.parametrize("suffix", write.FORMATS)
def test_the_same_ring_gives_the_same_bytes_in_another_process(
    workspace: Path, store: EmbeddedStore, ring: Ring, suffix: str, tmp_path: Path
) -> None:
    words = ["ring", ring.ring_id, "--report", str(tmp_path / f"r{suffix}"), "--workspace", str(workspace)]
    done = subprocess.run(
        [sys.executable, "-m", "graphfraud", *words],
        env={**os.environ, "PYTHONHASHSEED": "17", "TZ": "America/Lima"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == str(tmp_path / f"r{suffix}")
    assert (tmp_path / f"r{suffix}").read_bytes() == write.made(store, ring.ring_id, suffix, lang="zh")


def test_the_picture_is_one_and_shows_every_kind(store: EmbeddedStore, ring: Ring) -> None:
    image = Image.open(io.BytesIO(write.made(store, ring.ring_id, ".png", lang="zh")))
    assert image.format == "PNG"
    seen = {colour for _, colour in image.convert("RGB").getcolors(1 << 24) or ()}
    # The blue of patients and the orange of pharmacies (app.components.graph.LOOKS).
    assert {(0x00, 0x72, 0xB2), (0xE6, 0x9F, 0x00)} <= seen


def test_the_workbook_holds_every_part(store: EmbeddedStore, ring: Ring) -> None:
    t = texts("zh")
    book = openpyxl.load_workbook(io.BytesIO(write.made(store, ring.ring_id, ".xlsx", lang="zh")))
    sheets = ("summary", "members", "evidence", "behind", "innocent", "gatherings", "links", "ledger", "claims")
    assert book.sheetnames == [t(f"sheet.{name}") for name in sheets]
    ids = {row[1].value for row in book[t("sheet.members")].iter_rows(min_row=2)}
    assert ids == {m.id for m in ring.members}
    claims = [row[0].value for row in book[t("sheet.claims")].iter_rows(min_row=2)]
    assert sorted(claims) == list(ring.setl_ids)
    money = list(book[t("sheet.ledger")].iter_rows(min_row=2, values_only=True))
    total = sum(Decimal(str(line[3])) for line in money)
    assert total == ring.amounts.medfee_sumamt == Decimal("6270.00")
    assert [line[1] for line in money][-1] == t("ledger.refunds")
    # A formula would be read as such: every cell of text is text.
    kinds = {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row}
    assert kinds <= {"s", "n", "d"}
    assert any(cell.value and str(cell.value).startswith("=HYPERLINK") for cell in book[t("sheet.members")]["C"])


def test_wrong_orders_are_refused_and_leave_no_file(
    workspace: Path, store: EmbeddedStore, ring: Ring, tmp_path: Path
) -> None:
    with pytest.raises(SettingError) as caught:
        write.write(store, ring.ring_id, tmp_path / "report.doc", lang="zh")
    assert ".pdf" in caught.value.hint
    with pytest.raises(NotFoundError):
        write.write(store, "R0", tmp_path / "report.pdf", lang="zh")
    with pytest.raises(WorkspaceError):
        write.write(store, ring.ring_id, tmp_path / "no" / "report.pdf", lang="zh")
    words = ["ring", ring.ring_id, "--report", str(tmp_path / "r.txt"), "--workspace", str(workspace)]
    told = CliRunner().invoke(cli, words)
    assert told.exit_code != 0
    assert list(tmp_path.iterdir()) == []
