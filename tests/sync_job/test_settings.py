import pytest

from panelin.errors import Misconfigured
from sync_job.settings import read

GOOD = {"FEEDS": "xcp+https://a.example/xcp.xml", "OPENAI_API_KEY": "hush"}


@pytest.fixture(autouse=True)
def elsewhere(tmp_path, monkeypatch):
    """Where no sample file lies."""
    monkeypatch.chdir(tmp_path)


def problems(**values: str) -> str:
    with pytest.raises(Misconfigured) as caught:
        read({**GOOD, **values})
    return "\n".join(caught.value.problems)


def test_a_feed_and_a_key_are_enough():
    settings = read(GOOD)
    assert settings.store_url == "sqlite:///var/panelin.db"
    assert [feed.url for feed in settings.feeds] == ["https://a.example/xcp.xml"]
    assert settings.overlays.overlays == {}
    assert (settings.openai_base_url, settings.vector_store_id, settings.accepted, settings.time_scale) == (None, None, "", 1.0)
    assert "hush" not in repr(settings)


def test_every_setting_at_fault_is_named_in_one_message():
    with pytest.raises(Misconfigured) as caught:
        read({"FEEDS": " ", "OVERLAYS_FILE": "nowhere.toml", "TIME_SCALE": "fast", "LOG_FORMAT": "loud"})
    told = str(caught.value)
    for name in ("FEEDS is missing", "nowhere.toml", "TIME_SCALE is malformed", "LOG_FORMAT is malformed", "OPENAI_API_KEY is missing"):
        assert name in told


def test_the_overlay_file_is_read_where_it_lies_or_where_it_is_said_to_lie(tmp_path):
    (tmp_path / "overlays.toml").write_text('[A]\nstate = "reservado"')
    (tmp_path / "other.toml").write_text('[B]\nstate = "reservado"')
    assert set(read(GOOD).overlays.overlays) == {"A"}
    other = read({**GOOD, "OVERLAYS_FILE": "other.toml"})
    assert set(other.overlays.overlays) == {"B"}
    assert other.overlays_mark != read(GOOD).overlays_mark


def test_faults_of_the_overlay_file_stand_beside_those_of_the_settings(tmp_path):
    (tmp_path / "overlays.toml").write_text('[A]\nstate = "libre"\nfloor = "x"')
    told = problems(OPENAI_API_KEY="")
    assert "A.state" in told
    assert "A.floor" in told
    assert "OPENAI_API_KEY" in told


@pytest.mark.parametrize(
    "real",
    [
        {"STORE_URL": "firestore://p/(default)"},
        {"GRAPH_BASE_URL": "https://graph.facebook.com"},
        {"INMOENTER_BASE_URL": "https://crm.example"},
    ],
)
@pytest.mark.parametrize("moved", [{"CLOCK_URL": "http://127.0.0.1:8090/control/clock"}, {"TIME_SCALE": "0.1"}])
def test_the_clock_is_moved_on_one_machine_only(real, moved):
    assert "are for one machine" in problems(**real, **moved)
    assert read({**GOOD, **moved, "GRAPH_BASE_URL": "http://127.0.0.1:8090/graph"}).time_scale in (1.0, 0.1)
    assert read({**GOOD, **real}).time_scale == 1.0


def test_the_emulator_counts_as_one_machine():
    assert read({**GOOD, "STORE_URL": "firestore://p/(default)", "FIRESTORE_EMULATOR_HOST": "127.0.0.1:8080", "TIME_SCALE": "0.5"})
