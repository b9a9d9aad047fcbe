from load_tests.ledger import Attempt, attempts, line

ATTEMPT = Attempt(7, (1, 2), (100, 101), (1, 1), 99.5, 100.0, 100.25, 200)


def test_attempts_are_read_as_they_were_written(tmp_path):
    (tmp_path / "ledger").write_text(line(ATTEMPT) * 2)
    assert attempts(tmp_path / "ledger") == [ATTEMPT, ATTEMPT]


def test_a_line_that_was_cut_off_is_none(tmp_path):
    (tmp_path / "ledger").write_text(line(ATTEMPT) + line(ATTEMPT)[:30])
    assert attempts(tmp_path / "ledger") == [ATTEMPT]


def test_a_run_that_wrote_nothing_has_no_attempts(tmp_path):
    assert attempts(tmp_path / "ledger") == []
