"""The command line: arguments in, lines and exit statuses out; the work is done elsewhere.

Results go to stdout, everything else to stderr. Exit status: 0 done, 1 differences with
`--exit-code`, 2 wrong usage, 3 unreadable input, 4 upstream failed (design page, section 8);
beyond these 70 for an error of the program itself and 130 when it was stopped. Commands are
imported only when called, so that `tracker --version` starts at once.
"""

import sys
from importlib import import_module
from pathlib import Path
from typing import Any

import click

from tracker import __version__

COMMANDS = {
    "init": "starting",
    "run": "running",
    "fetch": "running",
    "status": "status",
    "log": "reading",
    "show": "reading",
    "parse": "reading",
    "diff": "reading",
    "amend": "amending",
    "gaps": "assessing",
    "alerts": "alerting",
    "build": "publishing",
    "serve": "publishing",
    "export": "publishing",
    "verify": "publishing",
    "watch": "watching",
}
"""Each command with the module of this package that defines it."""


def _note(ctx: click.Context, param: click.Parameter, value: bool) -> None:
    """Remember a flag that holds for the whole call, wherever on the line it stood.

    It stands in `ctx.meta`, which all commands of one call share, as `tracker.quiet` and
    `tracker.verbose`.
    """
    if not value:
        return
    ctx.meta[f"tracker.{param.name}"] = True
    if param.name == "verbose":
        import logging  # noqa: PLC0415 - only when asked for

        logging.basicConfig(level=logging.INFO, format="tracker: %(message)s")


def _everywhere() -> list[click.Parameter]:
    """Return the options that every command has."""
    return [
        click.Option(
            ["-q", "--quiet"], is_flag=True, expose_value=False, callback=_note,
            help="Say nothing but results and errors.",
        ),
        click.Option(
            ["-v", "--verbose"], is_flag=True, expose_value=False, callback=_note,
            help="Say more: each request, and where an error arose.",
        ),
    ]  # fmt: skip


def with_common_options(command: click.Command) -> click.Command:
    """Return a command that takes --quiet and --verbose, and its subcommands too."""
    if not any(parameter.name == "quiet" for parameter in command.params):
        command.params += _everywhere()
    for below in command.commands.values() if isinstance(command, click.Group) else ():
        with_common_options(below)
    return command


class SuggestingGroup(click.Group):
    """A group that answers an unknown name with the nearest one it has."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Name the nearest command when a name is unknown."""
        name, known = args[0], self.list_commands(ctx)
        if name not in known and not name.startswith("-"):
            from difflib import get_close_matches  # noqa: PLC0415 - only for a mistyped name

            near = get_close_matches(name, known, n=1)
            hint = f" Did you mean “{near[0]}”?" if near else f" See {ctx.command_path} --help."
            raise click.UsageError(f"There is no command “{name}”.{hint}", ctx)
        return super().resolve_command(ctx, args)


class LazyGroup(SuggestingGroup):
    """A group whose commands are imported when they are called."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """Return the commands in the order of a first day's work."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """Import and return a command, or None when there is none of that name."""
        if cmd_name not in COMMANDS:
            return None
        module = import_module(f"tracker.cli.{COMMANDS[cmd_name]}")
        command: click.Command = getattr(module, cmd_name)
        return with_common_options(command)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        """Write the list of commands without importing any of them."""
        with formatter.section("Commands"):
            formatter.write_dl(list(SUMMARIES.items()))

    def invoke(self, ctx: click.Context) -> Any:  # noqa: ANN401 - what a command returns
        """Run the command; errors leave as values of `endings`, before click turns them."""
        from tracker.cli import endings  # noqa: PLC0415 - keeps start-up lean

        with endings.kept_from_click(ctx):
            return super().invoke(ctx)


SUMMARIES = {
    "init": "Make a new instance for a subject of your own.",
    "run": "Fetch, store, compare, assess, build the site, print what moved.",
    "fetch": "Fetch what is on the watchlist into the store.",
    "status": "Say what is held, how fresh it is, what is missing, what is next.",
    "log": "List the versions held of a work.",
    "show": "Print the text of a version or of one provision.",
    "parse": "Read one file of any official format.",
    "diff": "Compare two versions or files clause by clause.",
    "amend": "Show the law as a bill or rule would have it read.",
    "gaps": "Show what each text does to each policy gap.",
    "alerts": "List what moved, for a channel or a period, or send it.",
    "build": "Build the site from the store.",
    "serve": "Serve the built site on this machine.",
    "export": "Write works and versions as plain files.",
    "verify": "Check store, hashes, identifiers and gap files.",
    "watch": "List, add or remove watched works.",
}


@click.group(
    cls=LazyGroup,
    params=_everywhere(),
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 96},
    epilog="Example:  tracker run --sample   ·   tracker diff 119hr2683@ih 119hr2683@eh",
)
@click.version_option(__version__, prog_name="tracker")
@click.option(
    "--config",
    type=click.Path(path_type=Path, dir_okay=False),
    help="The watchlist to use; else regulations/watchlist.toml here or in a folder above.",
)
@click.option(
    "--store",
    type=click.Path(path_type=Path, file_okay=False),
    help="The snapshot store to use; else regulations/snapshots.",
)
def cli(config: Path | None, store: Path | None) -> None:
    """Follow US law, version by version and clause by clause."""


def main() -> None:
    """Run the command line and exit with its status; mistakes end as one sentence."""
    try:
        status = cli.main(prog_name="tracker", standalone_mode=False)
        sys.stdout.flush()
    except BaseException as error:  # noqa: BLE001 - every end of the program is decided in one place
        from tracker.cli import endings  # noqa: PLC0415 - keeps start-up lean

        sys.exit(endings.status_of(error))
    sys.exit(status if isinstance(status, int) else 0)
