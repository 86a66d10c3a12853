"""The command line: parse, build, run; no logic. Heavy imports wait until a command needs them."""

from __future__ import annotations

import sys

import click


class Plain(click.Group):
    """Commands that end in one sentence, and not in a traceback, where what they need cannot be had."""

    def invoke(self, ctx: click.Context) -> object:
        """The command.

        Raises:
            click.ClickException: what is configured, the database or its keys are not as they must be.
        """
        try:
            return super().invoke(ctx)
        except Exception as error:
            from bot.settings import SettingsError
            from storage.encryption import MasterKeyError
            from storage.engine import SchemaError, StoreUnavailableError
            from storage.urls import DatabaseUrlError

            told = (SettingsError, DatabaseUrlError, MasterKeyError, SchemaError, StoreUnavailableError)
            if isinstance(error, told):
                raise click.ClickException(str(error)) from error
            raise


@click.group(cls=Plain, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="delta-coach", prog_name="coach")
def main() -> None:
    """Delta, the interview coach: did we ship something, or did we make a difference?"""


@main.command()
@click.option(
    "--db", default="", help="A SQLite file to keep the conversation in (default: one in your home folder)."
)
@click.option("--zone", default=None, help="Your time zone, such as Europe/Lisbon (default: this machine's).")
def chat(db: str, zone: str | None) -> None:
    """Talk to the coach, here in the terminal."""
    import asyncio
    from pathlib import Path

    from bot.console.chat import talk
    from bot.console.places import database_file

    asyncio.run(talk(Path(db) if db else database_file(), zone))


@main.command()
@click.option("--pictures", default="demo-pictures", help="The folder for the pictures.", show_default=True)
def demo(pictures: str) -> None:
    """Play the whole story on a temporary database."""
    import asyncio

    from bot.console.demo import play

    asyncio.run(play(pictures))


@main.command()
def read() -> None:
    """Read answers for mindset: JSON lines in, JSON lines out."""
    from bot.lines import read_answers

    sys.exit(read_answers(sys.stdin, sys.stdout, sys.stderr))


@main.command()
def verdict() -> None:
    """Judge a company from its answers: JSON in, JSON out."""
    from bot.lines import judge_company

    sys.exit(judge_company(sys.stdin, sys.stdout, sys.stderr))


@main.command()
@click.option("--table", is_flag=True, help="Print it for people.")
@click.option("--png", default=None, help="Also draw the pictures into this folder.")
def compare(table: bool, png: str | None) -> None:
    """Compare offers: JSON in, JSON out."""
    from bot.lines import compare_offers

    sys.exit(compare_offers(sys.stdin, sys.stdout, sys.stderr, table=table, png=png))


@main.command()
def understand() -> None:
    """Understand plain words: JSON lines in, JSON lines out."""
    from bot.lines import understand_words

    sys.exit(understand_words(sys.stdin, sys.stdout, sys.stderr))


@main.command()
def doctor() -> None:
    """Say what is configured and what is missing."""
    from bot.doctor import examine

    sys.exit(examine())


def _process(role: str, port: int | None) -> None:
    import asyncio

    from bot import processes
    from bot.settings import load_settings

    settings = load_settings()
    where = port if port is not None else None if role == "WORKER" else settings.port
    try:
        asyncio.run(processes.run(getattr(processes, role), settings, where))
    except processes.CannotStart as error:
        raise click.ClickException(str(error)) from error


@main.command()
@click.option("--port", type=int, default=None, help="The port to listen on (default: PORT, or 3000).")
def serve(port: int | None) -> None:
    """Run everything in one process: web, reminders, delivery."""
    _process("SERVE", port)


@main.command()
@click.option("--port", type=int, default=None, help="The port to listen on (default: PORT, or 3000).")
def web(port: int | None) -> None:
    """Listen to the platforms; run as many as you like on PostgreSQL."""
    _process("WEB", port)


@main.command()
@click.option("--port", type=int, default=None, help="A port for health and metrics (default: none).")
def worker(port: int | None) -> None:
    """Deliver messages and reminders; run as many as you like on PostgreSQL."""
    _process("WORKER", port)


@main.command()
def key() -> None:
    """Make a new master key for COACH_MASTER_KEYS."""
    from bot.console.places import new_key

    click.echo(new_key())


@main.group()
def keys() -> None:
    """Change master keys and tenants' keys, while the coach goes on."""


@keys.command()
def rewrap() -> None:
    """Wrap every tenant's key by the newest of COACH_MASTER_KEYS; then the older ones can go."""
    import asyncio

    from bot.keys import rewrap as work

    click.echo(f"Wrapped anew: {asyncio.run(work())}")


@keys.command()
@click.argument("tenant")
def renew(tenant: str) -> None:
    """Give a tenant a new key, and seal everything it has with it."""
    import asyncio

    from bot.keys import renew as work

    click.echo(f"Sealed anew: {asyncio.run(work(tenant))}. An hour from now, run: coach keys retire {tenant}")


@keys.command()
@click.argument("tenant")
def retire(tenant: str) -> None:
    """Delete a tenant's replaced keys, an hour after `renew`."""
    import asyncio

    from bot.keys import retire as work

    click.echo(f"Deleted: {asyncio.run(work(tenant))}")


@main.command("forget-tenant")
@click.argument("tenant")
@click.confirmation_option(prompt="Everything that this tenant has is deleted for good. Go on?")
def forget_tenant(tenant: str) -> None:
    """Delete all that a tenant has, and its key: an organisation that no longer uses the coach."""
    import asyncio

    from bot.tenants import forget as work

    people = asyncio.run(work(tenant))
    counted = f"{people} {'person' if people == 1 else 'people'}"
    click.echo(f"Forgotten: {counted}, and their key." if people else f"Nothing is kept of {tenant}.")


@main.command()
def migrate() -> None:
    """Bring the database up to date."""
    from bot.settings import load_settings
    from storage.migrate import migrate as bring_up_to_date

    bring_up_to_date(load_settings().database_url)
    click.echo("The database is up to date.")


if __name__ == "__main__":
    main()
