"""The command line: arguments in, lines and exit statuses out; the work is done elsewhere.

Results go to stdout, everything else to stderr. Exit status: 0 done, 1 differences with
`--exit-code`, 2 wrong usage, 3 unreadable input, 4 upstream failed (design page, section 8).
Commands are imported only when called, so that `tracker --version` starts at once.
"""

import os
import sys
from importlib import import_module
from pathlib import Path

import click

from tracker import __version__

COMMANDS = {
    "run": "running",
    "fetch": "running",
    "log": "reading",
    "show": "reading",
    "parse": "reading",
    "diff": "reading",
    "amend": "amending",
    "gaps": "assessing",
    "alerts": "assessing",
    "build": "publishing",
    "serve": "publishing",
    "export": "publishing",
    "verify": "publishing",
    "watch": "watching",
}
"""Each command with the module of this package that defines it."""


class LazyGroup(click.Group):
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
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        """Write the list of commands without importing any of them."""
        with formatter.section("Commands"):
            formatter.write_dl(list(SUMMARIES.items()))

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Name the nearest command when a name is unknown."""
        name = args[0]
        if name not in COMMANDS and not name.startswith("-"):
            from difflib import get_close_matches  # noqa: PLC0415 - only for a mistyped name

            near = get_close_matches(name, COMMANDS, n=1)
            hint = f" Did you mean “{near[0]}”?" if near else " See tracker --help."
            raise click.UsageError(f"There is no command “{name}”.{hint}", ctx)
        return super().resolve_command(ctx, args)


SUMMARIES = {
    "run": "Fetch, store, compare, assess, build the site, print what moved.",
    "fetch": "Fetch what is on the watchlist into the store.",
    "log": "List the versions held of a work.",
    "show": "Print the text of a version or of one provision.",
    "parse": "Read one file of any official format.",
    "diff": "Compare two versions or files clause by clause.",
    "amend": "Show the law as a bill or rule would have it read.",
    "gaps": "Show what each text does to each policy gap.",
    "alerts": "List what is new since a channel last took note.",
    "build": "Build the site from the store.",
    "serve": "Serve the built site on this machine.",
    "export": "Write works and versions as plain files.",
    "verify": "Check store, hashes, identifiers and gap files.",
    "watch": "List, add or remove watched works.",
}


@click.group(
    cls=LazyGroup,
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
@click.pass_context
def cli(ctx: click.Context, config: Path | None, store: Path | None) -> None:
    """Follow US law on remote access to controlled computing, clause by clause."""
    ctx.obj = {"config": config, "store": store}


def main() -> None:
    """Run the command line and exit with its status; mistakes end as one sentence."""
    from tracker.errors import TrackerError  # noqa: PLC0415 - keeps start-up lean

    try:
        status = cli.main(standalone_mode=False)
    except click.exceptions.Abort:
        click.echo("tracker: stopped; what was stored is whole", err=True)
        sys.exit(130)
    except click.exceptions.Exit as exit_:
        sys.exit(exit_.exit_code)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except TrackerError as error:
        click.echo(f"tracker: {error}", err=True)
        sys.exit(error.exit_status)
    except BrokenPipeError:
        # The reader went away (`| head`); point stdout elsewhere so that exit stays quiet.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    sys.exit(status if isinstance(status, int) else 0)
