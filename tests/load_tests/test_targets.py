import pytest

from load_tests.targets import NotAllowed, loopback


@pytest.mark.parametrize("url", ["http://127.0.0.1:8080", "http://127.9.9.9", "http://[::1]:8080/webhook"])
def test_load_may_go_to_this_machine(url):
    assert loopback(url) == url


@pytest.mark.parametrize(
    "url",
    [
        "https://panelin.example",
        "http://panelin.example:8080",
        "http://10.0.0.1",
        "http://0.0.0.0:8080",
        "http://localhost:8080",
        "http://127.0.0.1.example",
        "http://127.0.0.1@panelin.example",
        "http://user:127.0.0.1@panelin.example",
        "file:///127.0.0.1",
        "127.0.0.1:8080",
        "",
    ],
)
def test_load_goes_nowhere_else(url):
    with pytest.raises(NotAllowed):
        loopback(url)
