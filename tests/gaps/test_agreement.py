"""On the real texts the rules say what the facts say."""

import tomllib
from pathlib import Path

import pytest

from tracker.formats import parse
from tracker.gaps import evaluate, force_register
from tracker.identifiers import short

FACTS = tomllib.loads((Path(__file__).parent / "agreement.toml").read_text(encoding="utf-8"))
NAMES = [f"{pair['gap']}-{pair['text']}" for pair in FACTS["pair"]]


@pytest.fixture(scope="session")
def mirror(upstream_dir):
    """Return every bill, Federal Register document and CFR part of the mirror."""
    found = []
    for file in sorted(upstream_dir.rglob("*")):
        place = str(file.relative_to(upstream_dir))
        work = version = ""
        if "federalregister.gov/documents" in place and file.suffix == ".xml":
            work, version = f"/us/fr/{file.stem}", "-".join(file.parts[-4:-1])
        elif "title-15.xml@part=" in file.name:
            work, version = f"/us/cfr/t15/p{file.name.partition('=')[2]}", file.parent.name
        elif not ("BILLS/" in place and file.suffix == ".xml"):
            continue
        found.append(parse(file.read_bytes(), source=file.name, work=work, version=version))
    return found


@pytest.fixture(scope="session")
def results(mirror, gaps):
    """Return what the rules say of all these texts."""
    found = {}
    for document in mirror:
        for one in evaluate.compute(gaps, document):
            found.setdefault((one.gap, short(one.work)), {})[one.version] = one
    return found


@pytest.mark.corpus
@pytest.mark.parametrize("pair", FACTS["pair"], ids=NAMES)
def test_the_rules_agree_with_the_facts(results, pair):
    """Every graded pair agrees; an ungraded one says what is written beside it."""
    work, _, version = pair["text"].partition("@")
    held = results[(pair["gap"], work)]
    chosen = [one for name, one in held.items() if version in {"", name}]
    expected = pair["effect"] or pair["rules"]
    limbs = tuple(pair.get("limbs", ()))
    assert chosen
    assert [(expected, limbs)] * len(chosen) == [(one.effect, one.limbs) for one in chosen]


@pytest.mark.corpus
def test_no_gap_is_closed_at_the_horizon_of_the_facts(mirror, results, gaps, kept_notes):
    """The tool comes to that by itself: no text both closes a gap and is in force."""
    register = force_register.load(
        Path(__file__).resolve().parents[2] / "regulations" / "force.toml"
    )
    computed = [one for versions in results.values() for one in versions.values()]
    forces = evaluate.gather(mirror, {}, register)
    assert register.checked is not None
    found = evaluate.combine(gaps, computed, forces, register.checked,
                             judgements=kept_notes.judgements)  # fmt: skip
    states = {one.gap: one.state for one in evaluate.states(gaps, found)}
    assert "closed" not in states.values()
    assert "unverified" not in states.values()
    assert "open" == states["G01"]
    assert "open" == states["G08"]
