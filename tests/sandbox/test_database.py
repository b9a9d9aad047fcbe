import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from sandbox.database import Database

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def database(tmp_path):
    database = Database(tmp_path / "deep" / "state.db")
    yield database
    database.close()


def test_a_document_is_kept_replaced_and_deleted(database):
    database.put("people", "a", {"name": "Lucía"})
    database.put("people", "a", {"name": "Ñoño 🏠"})
    assert database.get("people", "a") == {"name": "Ñoño 🏠"}
    assert database.delete("people", "a")
    assert database.get("people", "a") is None
    assert not database.delete("people", "a")


def test_documents_of_a_kind_come_in_the_order_of_their_keys(database):
    for key in ("b", "a", "c"):
        database.put("kind", key, {"is": key})
    database.put("other", "z", {})
    assert list(database.all("kind")) == ["a", "b", "c"]


def test_every_log_counts_from_one_on_its_own(database):
    assert [database.append("sent", {"n": n}) for n in range(3)] == [1, 2, 3]
    assert database.append("events", {}) == 1
    assert database.read("sent", after=1) == [{"seq": 2, "n": 1}, {"seq": 3, "n": 2}]
    assert database.read("sent", after=0, limit=1) == [{"seq": 1, "n": 0}]
    assert database.last("sent") == 3
    assert database.last("nothing") == 0


def test_a_trimmed_log_keeps_its_newest_entries_and_its_numbering(database):
    for n in range(10):
        database.append("spans", {"n": n})
    database.trim("spans", 3)
    assert [entry["seq"] for entry in database.read("spans")] == [8, 9, 10]
    assert database.append("spans", {}) == 11


def test_bytes_are_kept_as_they_are(database):
    database.put_bytes("m1", b"\x00\xff%PDF")
    assert database.get_bytes("m1") == b"\x00\xff%PDF"
    database.delete_bytes("m1")
    assert database.get_bytes("m1") is None


def test_what_is_written_together_lands_as_a_whole_or_not_at_all(database):
    def half():
        with database.together():
            database.put("k", "a", {})
            with database.together():
                database.append("log", {})
            raise RuntimeError

    with pytest.raises(RuntimeError):
        half()
    assert database.all("k") == {}
    assert database.read("log") == []
    with database.together():
        database.put("k", "a", {"n": 1})
    assert database.get("k", "a") == {"n": 1}


def test_after_clear_every_log_starts_at_one_again(database):
    database.put("k", "a", {})
    database.append("log", {})
    database.put_bytes("m", b"x")
    database.clear()
    assert database.all("k") == {}
    assert database.get_bytes("m") is None
    assert database.append("log", {}) == 1


def test_threads_that_append_at_once_share_one_numbering(database):
    def write():
        for _ in range(50):
            database.append("log", {})

    threads = [threading.Thread(target=write) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [entry["seq"] for entry in database.read("log")] == list(range(1, 201))


def test_what_was_written_survives_kill_9(tmp_path):
    program = (
        "import sys, time; from sandbox.database import Database\n"
        "database = Database(sys.argv[1])\n"
        "for n in range(100): database.append('log', {'n': n})\n"
        "print('written', flush=True); time.sleep(60)"
    )
    path = tmp_path / "state.db"
    process = subprocess.Popen([sys.executable, "-c", program, str(path)], cwd=ROOT, stdout=subprocess.PIPE)
    assert process.stdout.readline() == b"written\n"
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    process.stdout.close()
    database = Database(path)
    assert len(database.read("log")) == 100
    database.close()
