import pytest
from sandbox_server import environment_for

from sandbox.settings import read_settings
from sandbox.world import World


@pytest.fixture
def settings(tmp_path):
    return read_settings(environment_for(tmp_path / "sandbox.db"))


@pytest.fixture
def world(settings):
    world = World.open(settings)
    yield world
    world.close()


def test_a_new_world_answers_with_the_scripted_assistant(world):
    assert world.model == "sandbox-assistant"


def test_the_chosen_model_survives_a_restart(world, settings):
    world.choose_model("sandbox-echo")
    again = World.open(settings)
    assert again.model == "sandbox-echo"
    again.close()


def test_a_model_that_there_is_not_is_refused(world):
    with pytest.raises(ValueError, match="sandbox-liar"):
        world.choose_model("gpt-5")
    assert world.model == "sandbox-assistant"


def test_a_reset_forgets_everything_and_tells_whoever_keeps_state(world):
    forgotten = []
    world.resets.append(lambda: forgotten.append("crm"))
    world.choose_model("sandbox-liar")
    world.clock.advance(1000)
    world.faults.add({"target": "graph", "kind": "reset"})
    world.limits.change({"per_second": 1})
    world.people.meet("34600000001", None)
    world.webhooks.deliver({"field": "messages", "value": {}}, lane="a", name="w")
    world.reset()
    assert world.model == "sandbox-assistant"
    assert world.clock.offset == 0
    assert world.faults.list() == []
    assert world.limits.values["per_second"] == 80
    assert world.people.find("34600000001") is None
    assert world.webhooks.pending() == []
    assert forgotten == ["crm"]
