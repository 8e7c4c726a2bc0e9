"""Alerts through the real command line: real processes, a real mail server, a real webhook."""

import base64
import hashlib
import hmac
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
KEY = "a secret of the reader's"
CHANNELS = """\
schema = 1
site = "https://example.org/t/"

[[channel]]
name = "mail"
to = "apprise"
url_env = "T_MAIL"
digest = "run"

[[channel]]
name = "hook"
to = "webhook"
url_env = "T_HOOK"
secret_env = "T_KEY"
tiers = ["red"]

[[channel]]
name = "log"
to = "file"
path = "build/alerts.jsonl"
tiers = ["red", "amber", "grey"]
"""


def tracker(*arguments, cwd, **environment):
    """Run the real command line."""
    return subprocess.run(
        [sys.executable, "-m", "tracker", *map(str, arguments)],
        cwd=cwd, env={**os.environ, "PYTHONPATH": str(ROOT), **environment},
        capture_output=True, text=True, timeout=240, check=False,
    )  # fmt: skip


@pytest.fixture(scope="module")
def sampled(tmp_path_factory):
    """Return an instance that holds the sample and has told nobody of it."""
    folder = tmp_path_factory.mktemp("instance")
    for name in ("site", "regulations"):
        ignore = shutil.ignore_patterns("snapshots")
        shutil.copytree(ROOT / name, folder / name, ignore=ignore)
    shutil.copy(ROOT / "mkdocs.yml", folder)
    (folder / "regulations/alerts.toml").write_text(CHANNELS)
    done = tracker("fetch", "--sample", cwd=folder)
    assert 0 == done.returncode, done.stderr
    return folder


@pytest.fixture
def place(sampled, tmp_path):
    """Return a copy of that instance of one's own."""
    shutil.copytree(sampled, tmp_path / "instance")
    return tmp_path / "instance"


@pytest.fixture
def reach(mail, receiver):
    """Return the environment in which the channels reach the receivers."""
    return {"T_MAIL": mail.url, "T_HOOK": receiver.url, "T_KEY": KEY}


def listed(place, *arguments):
    """Return the alerts that the command prints as JSON."""
    done = tracker("alerts", "--json", *arguments, cwd=place)
    assert 0 == done.returncode, done.stderr
    return json.loads(done.stdout)


def ids(alerts):
    """Return the ids of all events of alerts."""
    return sorted(event["id"] for alert in alerts for event in alert["events"])


def logged(place):
    """Return the messages that the file has."""
    file = place / "build/alerts.jsonl"
    return [json.loads(line) for line in file.read_text().splitlines()] if file.exists() else []


def test_a_period_is_listed_by_the_laws_own_days_and_fits_the_schema(place):
    """`tracker alerts --since … --until … --json` follows the published schema."""
    import jsonschema

    schema = json.loads((ROOT / "tracker/schemas/alerts.schema.json").read_text())
    everything = listed(place, "--since", "2000-01-01")
    jsonschema.validate(everything, schema, jsonschema.Draft202012Validator)
    days = [alert["on"] for alert in everything["alerts"] if alert["on"]]
    middle = days[len(days) // 2]
    before = listed(place, "--since", "2000-01-01", "--until", middle)["alerts"]

    assert sorted(days) == days
    assert before
    assert max(alert["on"] for alert in before if alert["on"]) <= middle
    assert set(ids(before)) <= set(ids(everything["alerts"]))


def test_ids_are_the_same_in_every_run_and_every_copy(place, tmp_path):
    """An event's id derives from store and registers alone."""
    first = listed(place, "--since", "2000-01-01")
    shutil.rmtree(place / "build", ignore_errors=True)

    assert first == listed(place, "--since", "2000-01-01")


def test_filters_and_full_text_on_the_command_line(place):
    """What a channel may ask for, a person may ask for too."""
    red = tracker("alerts", "--since", "2000-01-01", "--tier", "red", "--full", cwd=place)
    shown = listed(place, "--since", "2000-01-01", "--type", "definition")["alerts"]

    assert "RED · " in red.stdout
    assert "AMBER · " not in red.stdout
    assert shown
    assert all(
        any("definition" in clause["types"] for event in alert["events"]
            for clause in event["clauses"])
        for alert in shown
    )  # fmt: skip


def test_a_first_run_on_a_full_store_starts_at_now_and_says_how_to_get_the_past(
    place, reach, mail, receiver
):
    """New channels are not flooded; the past is a command away."""
    done = tracker("run", "--sample", cwd=place, **reach)

    assert 0 == done.returncode, done.stderr
    assert ([], [], []) == (mail.got, receiver.got, logged(place))
    for name in ("mail", "hook", "log"):
        assert f"tracker alerts --channel {name} --since DATE --send" in done.stderr


def test_every_channel_gets_what_it_asked_for(place, reach, mail, receiver):
    """One letter with all red and amber, a signed post for each red, a file with everything."""
    tracker("run", "--sample", cwd=place, **reach)
    for name in ("mail", "hook", "log"):
        done = tracker(
            "alerts", "--channel", name, "--since", "2000-01-01", "--send", cwd=place, **reach
        )
        assert 0 == done.returncode, done.stderr
    past = listed(place, "--since", "2000-01-01")["alerts"]
    red = [alert for alert in past if alert["tier"] == "red"]

    assert ids(past) == ids([alert for line in logged(place) for alert in line["alerts"]])
    assert 1 == len(mail.got)
    assert "SAMPLE (fiction)" in mail.got[0]["subject"]
    posted = [json.loads(body) for _, body in receiver.got]
    assert ids(red) == ids([alert for body in posted for alert in body["alerts"]])
    headers, body = receiver.got[0]
    held = {name.lower(): value for name, value in headers.items()}
    signed = f"{held['webhook-id']}.{held['webhook-timestamp']}.".encode() + body
    mac = base64.b64encode(hmac.new(KEY.encode(), signed, hashlib.sha256).digest()).decode()
    assert f"v1,{mac}" == held["webhook-signature"]


def test_a_channel_that_is_down_fails_the_run_and_loses_nothing(place, reach, mail, receiver):
    """Exit 4, one sentence for each; once it is up, the next run sends what waited."""
    tracker("run", "--sample", cwd=place, **reach)
    down = {**reach, "T_HOOK": "http://127.0.0.1:9/hook", "T_MAIL": ""}
    for name in ("mail", "hook"):
        done = tracker(
            "alerts", "--channel", name, "--since", "2000-01-01", "--send", cwd=place, **down
        )
        assert 4 == done.returncode
        assert f"channel {name}: " in done.stderr
        assert "waiting" in done.stderr
        assert "Traceback" not in done.stderr
    failed = tracker("run", "--sample", cwd=place, **down)
    assert 4 == failed.returncode
    assert "T_MAIL is not set" in failed.stderr
    assert "127.0.0.1 cannot be reached" in failed.stderr
    mended = tracker("run", "--sample", cwd=place, **reach)
    red = [a for a in listed(place, "--since", "2000-01-01")["alerts"] if a["tier"] == "red"]

    assert 0 == mended.returncode, mended.stderr
    assert 1 == len(mail.got)
    assert ids(red) == ids(
        [alert for _, body in receiver.got for alert in json.loads(body)["alerts"]]
    )


def test_without_a_network_what_falls_due_is_told_all_the_same(place, reach):
    """Silence past a day needs no answer of any service."""
    shutil.rmtree(place / "regulations/snapshots")
    watched = 'schema = 1\n[[bill]]\nwork = "119hr99001"\n'
    (place / "regulations/watchlist.toml").write_text(watched)
    clock = place / "regulations/clock.toml"
    clock.write_text("")
    mirror = ROOT / "tracker/sources/sample/answers"
    tracker("run", "--mirror", mirror, cwd=place, **reach)
    clock.write_text(
        '[[due]]\non = 2026-01-01\nwhat = "A report"\nsource = "x"\nas_of = 2025-12-01\n'
    )
    away = {"HTTPS_PROXY": "http://127.0.0.1:9", "NO_PROXY": "127.0.0.1"}
    done = tracker("run", cwd=place, **away, **reach)
    told = ids([alert for line in logged(place) for alert in line["alerts"]])

    assert 4 == done.returncode
    assert "nothing came from" in done.stderr
    assert "Due 1 January 2026, not seen: A report" in done.stdout
    assert [event for event in told if event.startswith("due:2026-01-01:")]


def test_the_terminal_is_told_once(place):
    """What `tracker run` printed is no news to `tracker alerts`."""
    first = tracker("run", "--sample", cwd=place, T_MAIL="", T_HOOK="", T_KEY="")
    again = tracker("alerts", cwd=place)

    assert first.stdout.count("\n") > 5
    assert "" == again.stdout
    assert "nothing new" in again.stderr


def test_a_wrong_alerts_file_stops_before_anything_is_done(place):
    """Exit 3, file and line; nothing is sent and no secret is shown."""
    file = place / "regulations/alerts.toml"
    file.write_text('schema = 1\n\n[[channel]]\nname = "x"\nto = "webhook"\nsecret = "hunter2"\n')
    done = tracker("run", "--sample", cwd=place)

    assert 3 == done.returncode
    assert "alerts.toml:6" in done.stderr
    assert "hunter2" not in done.stderr


def test_an_unknown_channel_is_answered_with_those_there_are(place):
    """Wrong usage ends with 2 and a way on."""
    done = tracker("alerts", "--channel", "post", "--send", cwd=place)

    assert 2 == done.returncode
    assert "known: mail, hook, log" in done.stderr


def test_the_site_has_the_feeds(place, reach):
    """All, per tier, per gap, per work, in both formats."""
    done = tracker("run", "--sample", cwd=place, **reach)
    assert 0 == done.returncode, done.stderr
    feeds = {path.name for path in (place / "build/public/feeds").iterdir()}

    assert {"all.xml", "all.json", "tier-red.xml", "gap-g01.json", "119hr99001.xml"} <= feeds
    told = (place / "build/public/feeds/all.xml").read_text()
    assert "tag:" in told
    name = (place / "mkdocs.yml").read_text().partition("site_name: ")[2].partition("\n")[0]
    assert f"<title>{name}: all alerts</title>" in told
