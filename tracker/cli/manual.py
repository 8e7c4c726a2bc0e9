"""The reference page of the site, written from the commands' own help.

    python -m tracker.cli.manual > site/pages/reference.md

A test compares the page with what this gives, so neither can be changed alone.
"""

import inspect
from collections.abc import Iterator
from importlib.resources import files

import click

from tracker.cli import COMMANDS, cli, with_common_options

HEAD = """\
# Reference

Made from the commands' own help. `tracker COMMAND --help` says the same on the terminal.

## Names

A work is named by its identifier or a short form: `119hr2683` (a bill of the 119th Congress), `2025-19001` (a Federal Register document), `15cfr734` (a CFR part), `/us/bill/119/hr/2683` (the full form). `@` names a version: `119hr2683@eh`, `15cfr734@2025-12-30`; a portion stands after a slash: `119hr2683@eh/s2/1`. A gap is named by its number or its slug: `G01`, `1`, or the words in its file's name. A name that is not there is answered with those that are near.

## Where it looks

The watchlist is `regulations/watchlist.toml` in the current folder or one above, or the one that `--config` names; gap files and store stand beside it, all output goes to `build/`. `TRACKER_CONTACT` (an e-mail address or URL) goes into the User-Agent of live runs; a key in `CONGRESS_API_KEY` lets them ask congress.gov where govinfo is late. With `NO_COLOR` set there is no colour; a file or a pipe never gets any.

## How it ends

| status | means |
|---|---|
| 0 | done |
| 1 | differences or news, with `--exit-code` only |
| 2 | wrong usage: an unknown command, option, work, version or gap |
| 3 | input that cannot be read: a file, the watchlist, the store, a mirror |
| 4 | an official service failed, wholly or in part; what came is kept |
| 70 | an error of the program itself; `-v` shows where |
| 130 | stopped; what was stored is whole |

Results go to standard output, everything else to standard error. Each command that prints results takes `--json`; a JSON Schema for each lies in `tracker/schemas/` of the package.

## Completion

The shell completes commands, options, and the names of works, versions and gaps that are held. For bash, zsh and fish in turn, in the shell's start-up file:

    eval "$(_TRACKER_COMPLETE=bash_source tracker)"; COMP_WORDBREAKS=${COMP_WORDBREAKS//@}
    eval "$(_TRACKER_COMPLETE=zsh_source tracker)"
    _TRACKER_COMPLETE=fish_source tracker | source

## Options of every command
"""  # noqa: E501 - paragraphs of the page are single lines, like those of its neighbours

SCHEMAS = files("tracker") / "schemas"


def page() -> str:
    """Return the page as Markdown."""
    blocks = [HEAD.rstrip("\n"), _table(cli)]
    for name in COMMANDS:
        blocks += _command(name)
    return "\n\n".join(block for block in blocks if block) + "\n"


def _command(name: str, parent: click.Group = cli) -> Iterator[str]:
    """Yield the blocks of one command, then those of the commands below it."""
    command = parent.get_command(click.Context(parent), name)
    if command is None:
        raise LookupError(name)
    with_common_options(command)
    full = f"tracker {name}" if parent is cli else f"tracker {parent.name} {name}"
    context = click.Context(command, info_name=full)
    yield f"## {full}"
    yield "    " + " ".join([full, *command.collect_usage_pieces(context)])
    yield inspect.cleandoc(command.help or "")
    yield _table(command)
    yield _schemas(full.removeprefix("tracker ").replace(" ", "-"))
    if command.epilog:
        examples = command.epilog.removeprefix("Example:").split("·")
        yield "\n".join(f"    {example.strip()}" for example in examples)
    if isinstance(command, click.Group):
        for below in command.list_commands(context):
            yield from _command(below, command)


def _table(command: click.Command) -> str:
    """Return the options of a command as a table; those of every command only for the whole."""
    everywhere = {"quiet", "verbose"} if command is not cli else set()
    rows = [
        f"| {_names(parameter)} | {_cell(parameter.help or '')}{_default(parameter)} |"
        for parameter in command.params
        if isinstance(parameter, click.Option) and parameter.name not in everywhere
    ]
    return "\n".join(["| option | does |", "|---|---|", *rows]) if rows else ""


def _names(option: click.Option) -> str:
    """Return the spellings of an option with what it takes."""
    taken = "" if option.is_flag else f" {option.make_metavar(click.Context(cli))}"
    return ", ".join(f"`{name}{taken}`" for name in option.opts).replace("|", "\\|")


def _default(option: click.Option) -> str:
    """Return what an option is when it is not given, where the help says so."""
    return f" Else {option.default}." if option.show_default and option.default else ""


def _cell(words: str) -> str:
    return words.replace("|", "\\|")


def _schemas(name: str) -> str:
    """Return which schemas the command's JSON follows."""
    listed = sorted(path.name for path in SCHEMAS.iterdir())
    found = [
        file
        for file in listed
        if file == f"{name}.schema.json"
        or (file.startswith(f"{name}-") and file.removesuffix(".schema.json") not in _OTHERS)
    ]
    if not found and name.startswith("watch-"):
        found = ["watch.schema.json"]
    return f"JSON: {', '.join(f'`schemas/{file}`' for file in found)}." if found else ""


_OTHERS = {"watch-list"}
"""Schemas that belong to a command below the one that their name begins with."""


if __name__ == "__main__":
    click.echo(page(), nl=False)
