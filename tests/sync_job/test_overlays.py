from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from fixture_homes import BS_1042, BS_1133, BS_1150

from panelin.errors import Misconfigured
from panelin.listing import Availability, Price, Source, State, Term
from panelin.overlays import merged
from panelin.store.documents import Overlay
from sync_job.overlays import Details, completed, read_overlays

NOW = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
SAMPLE = Path(__file__).parents[2] / "overlays.toml"


def read(tmp_path: Path, text: str):
    path = tmp_path / "overlays.toml"
    path.write_text(text, encoding="utf-8")
    return read_overlays(path, now=NOW)


def test_everything_that_may_stand_in_the_file(tmp_path):
    file = read(
        tmp_path,
        """
        [A-1]
        state = "reservado"
        since = 2026-11-20
        zone = "Axarquía"
        district = "Burriana"
        fees_note = "comunidad 60 €/mes"
        agent = "marta"
        dossier_url = "https://a.example/d.pdf"
        price_from = true
        plus_vat = true
        plot_m2 = 1200
        floor = 0
        beach_m = 300
        delivery = "4.º trimestre 2027"
        term = "larga_temporada"
        available_from = 2027-01-01
        extras.garaje = { price = 15000 }
        extras.trastero = { included = true }
        features.ascensor = false
        """,
    )
    assert file.overlays["A-1"] == Overlay(
        reference="A-1",
        state=State(Availability.RESERVADO, Source.FILE, datetime(2026, 11, 20, tzinfo=UTC)),
        zone="Axarquía",
        district="Burriana",
        fees_note="comunidad 60 €/mes",
        extras=(("garaje", 15_000_00, False), ("trastero", None, True)),
        features={"ascensor": False},
        agent="marta",
        dossier_url="https://a.example/d.pdf",
    )
    assert file.details["A-1"] == Details(
        from_=True, plus_vat=True, plot_m2=Decimal(1200), floor=0, beach_m=300, delivery="4.º trimestre 2027", term=Term.LARGA,
        available_from=date(2027, 1, 1),
    )  # fmt: skip


def test_a_state_without_a_date_holds_as_of_this_run_and_none_holds_from_tomorrow(tmp_path):
    file = read(tmp_path, '[A]\nstate = "vendido"\n[B]\nstate = "vendido"\nsince = 2027-01-01\n[C]\nsince = 2026-01-01')
    assert file.overlays["A"].state == State(Availability.VENDIDO, Source.FILE, NOW)
    assert file.overlays["B"].state.at == NOW
    assert file.overlays["C"].state is None


def test_a_file_that_says_nothing_says_nothing(tmp_path):
    assert read(tmp_path, "").overlays == {}
    assert completed(BS_1042, read(tmp_path, "[A]").details["A"]) == BS_1042
    assert completed(BS_1042, None) == BS_1042


def test_details_complete_the_record_and_leave_the_rest():
    home = completed(BS_1133, Details(plus_vat=True, floor=2))
    assert home.price == Price(BS_1133.price.cents, plus_vat=True)
    assert (home.floor, home.plot_m2) == (2, BS_1133.plot_m2)
    assert completed(BS_1150, Details(from_=False)).price == Price(BS_1150.price.cents, plus_vat=True)


def test_all_faults_are_told_at_once_each_with_its_path(tmp_path):
    with pytest.raises(Misconfigured) as caught:
        read(
            tmp_path,
            """
            [A]
            state = "libre"
            floor = true
            plot_m2 = "mucho"
            dossier_url = "http://a.example/d.pdf"
            distrito = "Burriana"
            since = "ayer"
            features.acensor = true
            features.jardin = 1
            extras.garaje = { price = 15000, included = true }
            extras.bodega = { included = true }
            extras.trastero = { euros = 3 }
            beach_m = 0
            """,
        )
    told = "\n".join(caught.value.problems)
    for path in ("A.state", "A.floor", "A.plot_m2", "A.dossier_url", "A.distrito", "A.since", "A.features.acensor", "A.features.jardin",
                 "A.extras.garaje.price", "A.extras.bodega", "A.extras.trastero.euros", "A.beach_m"):  # fmt: skip
        assert f"overlays.toml: {path}: " in told, path
    assert "did you mean ascensor?" in told
    assert "did you mean district?" in told


@pytest.mark.parametrize("text", ["[A", "A = 1", "\udcff"])
def test_a_file_that_is_none_is_told_in_one_sentence(tmp_path, text):
    path = tmp_path / "overlays.toml"
    path.write_bytes(text.encode("utf-8", "surrogateescape"))
    with pytest.raises(Misconfigured, match=r"overlays\.toml"):
        read_overlays(path, now=NOW)


def test_a_missing_file_is_told():
    with pytest.raises(Misconfigured, match="cannot be read"):
        read_overlays(Path("nowhere/overlays.toml"), now=NOW)


def test_the_sample_says_what_the_feed_of_the_sample_agency_cannot():
    file = read_overlays(SAMPLE, now=NOW)
    assert len(file.overlays) == 7
    assert [name for name, overlay in file.overlays.items() if overlay.state.value is not Availability.DISPONIBLE] == ["BS-1066"]
    assert file.details["BS-1150"].from_ is file.details["BS-1150"].plus_vat is True
    assert merged(BS_1042, file.overlays["BS-1042"]).extras == BS_1042.extras
    assert file.details["BS-1042"].beach_m == BS_1042.beach_m
