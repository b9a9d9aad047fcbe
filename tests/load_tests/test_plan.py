from collections import Counter, defaultdict
from dataclasses import replace

import pytest

from load_tests.plan import customers, kept, planned, written
from load_tests.profiles import PROFILES, Misconfigured, read

CAMPAIGN = replace(PROFILES["campaign"], seconds=90, rate=4)


def messages(parcels):
    return [message for parcel in parcels if not parcel.again for message in parcel.messages]


def test_the_same_seed_makes_the_same_plan_and_another_seed_another():
    assert planned(CAMPAIGN, 1) == planned(CAMPAIGN, 1) != planned(CAMPAIGN, 2)


def test_posts_are_in_the_order_of_their_times():
    due = [parcel.due for parcel in planned(CAMPAIGN)]
    assert due == sorted(due)


def test_every_message_is_delivered_once_apart_from_second_deliveries():
    counted = Counter((message.customer, message.number) for message in messages(planned(CAMPAIGN)))
    assert set(counted.values()) == {1}


def test_some_posts_come_again_after_the_first_and_soon():
    parcels = planned(CAMPAIGN)
    first = {parcel.messages: parcel.due for parcel in parcels if not parcel.again}
    delays = [parcel.due - first[parcel.messages] for parcel in parcels if parcel.again]
    assert 0.05 < len(delays) / len(first) < 0.2
    assert min(delays) >= 0
    assert max(delays) <= 3


def test_the_spike_is_ten_times_the_steady_rate():
    third = CAMPAIGN.seconds / 3
    counted = Counter(int(message.written // third) for message in messages(planned(CAMPAIGN)))
    assert counted[1] / third == pytest.approx(40, rel=0.25)
    assert counted[0] / third == pytest.approx(4, rel=0.5)


def test_a_steady_evening_has_no_spike():
    steady = PROFILES["steady"]
    assert {steady.rate_at(share) for share in (0, 0.5, 0.99)} == {steady.rate}


def test_customers_write_in_bursts_and_rest_between_them():
    bursts = defaultdict(list)
    for message in messages(planned(CAMPAIGN)):
        bursts[message.customer, message.burst].append(message.written)
    assert {len(times) for times in bursts.values()} == {1, 2, 3, 4, 5}
    for (customer, burst), times in bursts.items():
        following = bursts.get((customer, burst + 1))
        assert following is None or min(following) - max(times) > 8


def test_some_messages_are_overtaken_within_their_burst():
    arrived = [message for parcel in planned(CAMPAIGN) if not parcel.again for message in parcel.messages]
    highest, overtaken = {}, 0
    for message in arrived:
        overtaken += message.number < highest.get(message.customer, 0)
        highest[message.customer] = max(message.number, highest.get(message.customer, 0))
    assert 0.03 < overtaken / len(arrived) < 0.25


def test_some_messages_share_a_post():
    assert max(len(parcel.messages) for parcel in planned(CAMPAIGN)) > 1


def test_somebody_new_writes_when_all_customers_are_busy():
    assert len(customers(planned(replace(CAMPAIGN, customers=1)))) > 1


def test_a_plan_that_was_written_down_is_read_as_it_was(tmp_path):
    parcels = planned(replace(CAMPAIGN, seconds=10))
    written(parcels, tmp_path / "plan")
    assert kept(tmp_path / "plan") == parcels


def test_the_environment_chooses_a_profile_and_changes_its_size():
    chosen = read({"PROFILE": "campaign", "LOAD_SECONDS": "20", "LOAD_RATE": "0.5", "LOAD_CUSTOMERS": "9", "TIME_SCALE": "0.1"})
    assert chosen == replace(PROFILES["campaign"], seconds=20, rate=0.5, customers=9, scale=0.1)
    assert read({"PROFILE": ""}) == PROFILES["steady"]


def test_all_settings_at_fault_are_named_at_once():
    with pytest.raises(Misconfigured) as refusal:
        read({"PROFILE": "worse", "LOAD_SECONDS": "86400", "LOAD_RATE": "nan", "LOAD_CUSTOMERS": "many"})
    for name in ("PROFILE", "LOAD_SECONDS", "LOAD_RATE", "LOAD_CUSTOMERS"):
        assert name in str(refusal.value)
