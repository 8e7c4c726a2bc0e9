"""Downloads: each follows its published schema, and the CSV says what the JSON says."""

import csv
import io
import json
from datetime import date

import jsonschema
import pytest

from tracker.render import datasets, exports
from tracker.render.context import Context
from tracker.render.data import SiteData
from tracker.render.derived import Cache


@pytest.fixture(scope="module")
def files(makers, tmp_path_factory):
    """Return name -> bytes of every download of the invented site."""
    context = Context(makers.site_data(), "code")
    return dict(exports.files(context, Cache(tmp_path_factory.mktemp("cache"))))


def plain(value):
    """Return a JSON value as it stands in CSV."""
    return "" if value is None else json.dumps(value)


def rows_of(files, name):
    """Return a CSV file as (head, rows)."""
    head, *rows = csv.reader(io.StringIO(files[f"data/{name}.csv"].decode()))
    return head, rows


@pytest.mark.parametrize("name", datasets.FILES)
def test_a_download_follows_its_schema(files, name):
    """The file names its schema, the schema is one, and the data are as it says."""
    data = json.loads(files[f"data/{name}.json"])
    schema = json.loads(files[f"data/{data['schema']}"])
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(data, schema, cls=jsonschema.Draft202012Validator)
    [rows] = [value for key, value in data.items() if isinstance(value, list) and key != "gaps"]
    assert rows


@pytest.mark.parametrize("name", datasets.FILES)
def test_a_schema_refuses_what_is_wrong(files, name):
    """A missing field and a date that is a number are found."""
    data = json.loads(files[f"data/{name}.json"])
    schema = json.loads(files[f"data/schemas/{name}.schema.json"])
    for broken in (data | {"as_of": 3}, {k: v for k, v in data.items() if k != "as_of"}):
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate(broken, schema)


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("versions", "versions"),
        ("changes", "comparisons"),
        ("matrix", "cells"),
        ("history", "events"),
        ("clock", "due"),
    ],
)
def test_the_table_has_a_line_for_each_entry(files, name, key):
    """CSV and JSON hold the same entries in the same order."""
    data = json.loads(files[f"data/{name}.json"])
    head, rows = rows_of(files, name)
    assert len(data[key]) == len(rows)
    shared = [field for field in head if field in data[key][0]]
    for entry, row in zip(data[key], rows, strict=True):
        values = dict(zip(head, row, strict=True))
        for field in shared:
            shown = entry[field]
            assert values[field] == (shown if isinstance(shown, str) else plain(shown))


def test_the_package_describes_every_file(files):
    """Every download is listed with its columns; nothing is listed that is not there."""
    package = json.loads(files["data/datapackage.json"])
    paths = {f"data/{resource['path']}" for resource in package["resources"]}
    assert paths == {name for name in files if "schemas" not in name} - {"data/datapackage.json"}
    for resource in package["resources"]:
        if resource["mediatype"] == "text/csv":
            head, _ = rows_of(files, resource["path"].removesuffix(".csv"))
            assert head == [field["name"] for field in resource["schema"]["fields"]]


def test_effect_and_force_are_two_columns(files):
    """What words do and whether they bind are never joined."""
    head, rows = rows_of(files, "matrix")
    assert {"effect", "force"} < set(head)
    assert {row[head.index("force")] for row in rows} >= {"passed-one-chamber", "in-force"}


def test_an_empty_site_has_its_downloads_too(tmp_path):
    """Without any work the files are there, empty and valid."""
    context = Context(SiteData(as_of=date(2026, 11, 26)), "code")
    made = dict(exports.files(context, Cache(tmp_path)))
    for name in datasets.FILES:
        data = json.loads(made[f"data/{name}.json"])
        jsonschema.validate(data, json.loads(made[f"data/schemas/{name}.schema.json"]))


def test_downloads_quote_what_a_spreadsheet_would_run():
    """A cell that starts like a formula is defused."""
    raw = exports._csv(["a"], [["=1+1"], ["plain"], [None], [True]])
    rows = list(csv.reader(io.StringIO(raw.decode())))
    assert rows == [["a"], ["'=1+1"], ["plain"], [""], ["true"]]
