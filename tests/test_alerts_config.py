"""alerts.toml: every mistake is named with its line, and no secret stands in it or comes out."""

import pytest

from tracker.config.channels import AlertsConfig, load_alerts, read_alerts
from tracker.errors import ConfigError

HIDDEN = "hunter2hunter2hunter2"
GOOD = """\
schema = 1
site = "https://example.org/tracker"
authority = "example.org,2026"
trouble_days = 5

[[channel]]
name = "mail"
to = "apprise"
url_env = "TRACKER_MAIL"
digest = "day"
works = ["119hr2683", "15cfr742/s742.6"]
gaps = ["G01"]
types = ["force"]
words = ["remote access"]

[[channel]]
name = "hook"
to = "webhook"
url = "https://example.org/hooks/tracker"
secret_env = "TRACKER_HOOK"
tiers = ["red"]
"""


def wrong(text):
    """Return the message that a text is refused with."""
    with pytest.raises(ConfigError) as caught:
        read_alerts(text, "alerts.toml", types={"force", "definition"}, gaps={"G01", "G02"})
    return str(caught.value)


def channel(lines, to="webhook"):
    """Return a file with one channel of these lines."""
    return f'schema = 1\n\n[[channel]]\nname = "hook"\nto = "{to}"\n{lines}\n'


def test_a_whole_file_is_read():
    """Identifiers become full, defaults are what the file's comment says."""
    found = read_alerts(GOOD, "alerts.toml", types={"force"}, gaps={"G01"})
    mail, hook = found.channels

    assert ("https://example.org/tracker/", 5, 14) == (
        found.site, found.trouble_days, found.awaited_days,
    )  # fmt: skip
    assert ("/us/bill/119/hr/2683", "/us/cfr/t15/p742/s742.6") == mail.works
    assert ("red", "amber") == mail.tiers
    assert ("red",) == hook.tiers
    assert mail == found.channel("mail")


def test_without_a_file_there_are_no_channels(tmp_path):
    """Alerts are an offer, not a duty."""
    assert AlertsConfig() == load_alerts(tmp_path / "alerts.toml")


def test_the_file_in_the_repository_is_right_and_tells_nobody():
    """A fresh clone sends nothing anywhere."""
    from pathlib import Path

    path = Path(__file__).resolve().parents[1] / "regulations/alerts.toml"

    assert () == load_alerts(path).channels


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("schema = 2", "alerts.toml:1: alerts: “schema” must be 1"),
        ("schema = 1\nhue = 1", "alerts.toml:2: alerts: unknown key “hue”"),
        ("schema = 1\n[[channel]]\nname = ", "alerts.toml:3: is not readable TOML"),
        ('schema = 1\nsite = "example.org"', "alerts.toml:2: alerts: “site” must be an address"),
        ('schema = 1\nauthority = "x y"', "alerts.toml:2"),
        ("schema = 1\ntrouble_days = 0", "alerts.toml:2"),
        (channel("", to="fax"), "alerts.toml:5: [[channel]]: “to” is none of"),
        ('schema = 1\n[[channel]]\nname = "Über"\nto = "file"', "alerts.toml:3"),
        ('schema = 1\n[[channel]]\nname = "gaps"\nto = "file"', "“gaps” is taken"),
        (channel('digest = "week"\nsecret_env = "A1"\nurl_env = "B1"'), "alerts.toml:6"),
        (channel('url = "https://e.org/x"'), "“secret_env” must be the name"),
        (channel('secret_env = "KEY_1"'), "needs one of “url” and “url_env”"),
        (channel('secret_env = "KEY_1"\nurl = "ftp://e.org/"'), "must begin with https://"),
        (channel('secret_env = "KEY_1"\nurl = "http://e.org/"'), "must begin with https://"),
        (channel("", to="file"), "“path” must be a text and is needed"),
        (channel('path = "x"\nformat = "xml"', to="file"), "“format” is none of json, text"),
        (channel('path = "x"\ntiers = ["pink"]', to="file"), "alerts.toml:7"),
        (channel('path = "x"\ngaps = ["G1"]', to="file"), "did you mean “G01”?"),
        (channel('path = "x"\ntypes = ["defintion"]', to="file"), "did you mean “definition”?"),
        (channel('path = "x"\nworks = ["119hr2683@eh"]', to="file"), "names a version"),
        (channel('path = "x"\nworks = ["H.R. 2683"]', to="file"), "alerts.toml:7"),
        (channel('path = "x"\nwords = [""]', to="file"), "matches everything"),
        (GOOD.replace('"hook"', '"mail"'), "“mail” is already on line 6"),
    ],
)
def test_a_mistake_is_named_with_its_line(text, said):
    """What is wrong, in which line, what to do."""
    assert said in wrong(text)


@pytest.mark.parametrize(
    "lines",
    [
        f'secret = "{HIDDEN}"',
        f'token = "{HIDDEN}"',
        f'password = "{HIDDEN}"',
        f'secret_env = "{HIDDEN}"\nurl = "https://e.org/x"',
        f'url_env = "https://e.org/{HIDDEN}"\nsecret_env = "KEY_1"',
        f'url = "https://e.org/hooks/{HIDDEN}"\nsecret_env = "KEY_1"',
        f'url = "https://user:{HIDDEN}@e.org/"\nsecret_env = "KEY_1"',
        f'url = "https://e.org/?key={HIDDEN}"\nsecret_env = "KEY_1"',
    ],
)
def test_a_secret_in_the_file_is_refused_and_never_repeated(lines):
    """The message names the key and the way out, not the value."""
    said = wrong(channel(lines))

    assert "alerts.toml:" in said
    assert "environment variable" in said
    assert HIDDEN not in said
