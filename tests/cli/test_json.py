"""Every command that prints results prints JSON that follows its published schema."""

import json
from pathlib import Path

import click
import pytest
from jsonschema import Draft202012Validator, FormatChecker
from referencing import Registry, Resource

from tracker.cli import COMMANDS, cli

SCHEMAS = Path(__file__).parents[2] / "tracker/schemas"
FILE = Path(__file__).parents[2] / (
    "tracker/sources/sample/answers/www.govinfo.gov/bulkdata/BILLS/119/1/hr/BILLS-119hr99001eh.xml"
)
CALLS = [
    ("run", ["run", "--sample"]),
    ("fetch", ["fetch", "--sample"]),
    ("log", ["log", "119hr99001"]),
    ("log-all", ["log"]),
    ("show", ["show", "119hr99001@eh"]),
    ("show", ["show", "119hr99001@eh/s2/1"]),
    ("parse", ["parse", "BILL"]),
    ("diff", ["diff", "119hr99001@ih", "119hr99001@eh", "--all"]),
    ("amend", ["amend", "2025-99002"]),
    ("amend", ["amend", "119hr99001@eh"]),
    ("amend-explain", ["amend", "--explain", "Section 2 is amended by striking “a”."]),
    ("gaps", ["gaps", "--all"]),
    ("gaps-gap", ["gaps", "G01"]),
    ("gaps-review", ["gaps", "--review"]),
    ("alerts", ["alerts", "--since", "2000-01-01"]),
    ("alerts", ["alerts"]),
    ("status", ["status"]),
    ("build", ["build"]),
    ("verify", ["verify"]),
    ("watch-list", ["watch", "list"]),
    ("watch", ["watch", "add", "119hr9999"]),
    ("watch", ["watch", "remove", "119hr5885"]),
]


def checker(name: str) -> Draft202012Validator:
    """Return a validator for a published schema; schemas refer to each other by file name."""
    held = {path.name: json.loads(path.read_text("utf-8")) for path in SCHEMAS.glob("*.json")}
    registry = Registry().with_resources(
        (key, Resource.from_contents(value)) for key, value in held.items()
    )
    return Draft202012Validator(
        held[f"{name}.schema.json"], registry=registry, format_checker=FormatChecker()
    )


@pytest.mark.parametrize(
    ("schema", "arguments"), CALLS, ids=[" ".join(map(str, c[1][:3])) for c in CALLS]
)
def test_the_output_follows_the_schema(tracker, place, schema, arguments):
    """Stdout is one JSON document and nothing else; the schema allows nothing it does not name."""
    arguments = [FILE if argument == "BILL" else argument for argument in arguments]
    done = tracker(*arguments, "--json", cwd=place)
    assert 0 == done.returncode, done.stderr

    checker(schema).validate(json.loads(done.stdout))


def test_an_export_follows_its_schema(tracker, place, tmp_path):
    """It needs an empty folder."""
    done = tracker("export", tmp_path / "out", "--json", cwd=place)

    checker("export").validate(json.loads(done.stdout))


def test_findings_of_verify_follow_its_schema(tracker, place, tmp_path):
    """A register that is wrong gives findings, and exit status 3."""
    (tmp_path / "watchlist.toml").write_text('schema = 1\n[[bill]]\nhue = "red"\n')
    done = tracker("--config", tmp_path / "watchlist.toml", "verify", "--json", cwd=place)
    found = json.loads(done.stdout)

    assert 3 == done.returncode
    assert found
    checker("verify").validate(found)


def test_every_schema_is_one():
    """Each file is a valid JSON Schema of draft 2020-12 that names itself and says what it is."""
    files = sorted(SCHEMAS.glob("*.json"))
    for path in files:
        schema = json.loads(path.read_text("utf-8"))
        Draft202012Validator.check_schema(schema)
        assert path.name == schema["$id"]
        assert schema["title"].startswith("tracker ")
    assert files


def test_every_command_takes_json_but_the_server():
    """A command without --json would be closed to scripts; `serve` has no result."""
    context = click.Context(cli)

    def commands(command, name):
        if isinstance(command, click.Group):
            for below, one in command.commands.items():
                yield from commands(one, f"{name} {below}")
        else:
            yield name, command

    for name in COMMANDS:
        for full, command in commands(cli.get_command(context, name), name):
            options = {option for param in command.params for option in param.opts}
            assert "--json" in options or full == "serve", full
            assert {"--quiet", "--verbose"} <= options, full
