"""A file as a channel: each message exactly once, whatever the disk does."""

import json
import os
from datetime import date

import pytest

from tracker.alerts import Event, alerts_of
from tracker.channels import DeliveryError, Message
from tracker.channels.file import FileSink


def message(name):
    """Return a message of one alert."""
    event = Event(id=f"{name}#version", kind="new-version", tier="red", group=name,
                  on=date(2026, 1, 12), headline=f"News of {name}")  # fmt: skip
    return Message(tuple(alerts_of([event])))


@pytest.mark.parametrize("form", ["json", "text"])
def test_a_message_that_is_there_is_not_written_again(tmp_path, form):
    """A run that was killed after writing sends the same message, which the file has."""
    path = tmp_path / "deep/er/alerts.log"
    for name in ("a", "b", "a", "b"):
        FileSink(path, form, "", "log").send(message(name))
    told = path.read_text()

    assert [1, 1] == [told.count(message(name).id) for name in ("a", "b")]


def test_json_lines_are_whole_values(tmp_path):
    """A script reads the file line by line."""
    path = tmp_path / "alerts.jsonl"
    for name in ("a", "b"):
        FileSink(path, "json", "", "log").send(message(name))
    lines = [json.loads(line) for line in path.read_text().splitlines()]

    assert [["a#version"], ["b#version"]] == [
        [event["id"] for alert in line["alerts"] for event in alert["events"]] for line in lines
    ]


@pytest.mark.parametrize("kept", [1, 40, -1])
def test_half_a_line_is_cut_off_and_its_message_written(tmp_path, kept):
    """Power that failed in the middle of a write leaves no torn value behind."""
    path = tmp_path / "alerts.jsonl"
    FileSink(path, "json", "", "log").send(message("a"))
    whole = path.stat().st_size
    FileSink(path, "json", "", "log").send(message("b"))
    size = path.stat().st_size
    os.truncate(path, whole + kept if kept > 0 else size + kept)
    FileSink(path, "json", "", "log").send(message("b"))

    lines = [json.loads(line)["message"] for line in path.read_text().splitlines()]
    assert [message("a").id, message("b").id] == lines


def test_a_full_disk_is_an_error_and_leaves_the_file_as_it_was(tmp_path, monkeypatch):
    """What was told stays told; the message waits for the next run."""
    path = tmp_path / "alerts.jsonl"
    FileSink(path, "json", "", "log").send(message("a"))
    before = path.read_bytes()
    real, calls = os.write, []

    def full(descriptor, data):
        calls.append(data)
        if len(calls) > 1:
            raise OSError(28, "No space left on device")
        return real(descriptor, data[:100])

    monkeypatch.setattr(os, "write", full)
    with pytest.raises(DeliveryError, match="No space left"):
        FileSink(path, "json", "", "log").send(message("b"))
    monkeypatch.undo()

    assert before == path.read_bytes()
    FileSink(path, "json", "", "log").send(message("b"))
    assert 2 == len(path.read_text().splitlines())


def test_a_folder_in_its_place_is_named(tmp_path):
    """One sentence with the path."""
    with pytest.raises(DeliveryError, match="cannot be written"):
        FileSink(tmp_path, "json", "", "log").send(message("a"))
