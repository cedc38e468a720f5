"""`scapolicy pseudonymize`: names replaced by codes."""

import click


@click.command("pseudonymize")
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@click.option(
    "--names",
    required=True,
    metavar="FILE",
    help="Names to replace, one a line: NAME, or NAME = CODE.",
)
@click.option("-o", "--out", metavar="DIR", help="A new or empty folder for the transcripts.")
@click.option("--key", metavar="FILE", help="A new file for the key, which you keep elsewhere.")
def pseudonymize_command(
    paths: tuple[str, ...], names: str, out: str | None, key: str | None
) -> None:
    """Replace names in transcripts by stable codes.

    Without --out and --key, what would be replaced is only shown. The transcripts are written in
    the plain Markdown form; the key can be read by you alone.
    """
    from scapolicy.pseudonyms import preview, pseudonymize, read_names

    codes = read_names(names)
    if (out is None) != (key is None):
        raise click.UsageError("give both --out and --key, or neither to see what would change")
    if out is None or key is None:
        found = preview(paths, codes)
        for one in found:
            click.echo(f"{one.source}:{one.turn} {one.name} -> {one.code}: … {one.context} …")
        missing = [name for name in codes if name not in {one.name for one in found}]
        click.echo(f"{len(found)} names would be replaced in what is said; nothing was written.")
        if missing:
            click.echo(f"Never found: {', '.join(missing)}")
        return
    counts = pseudonymize(paths, codes, out, key)
    click.echo(f"{counts.total()} names replaced; transcripts in {out}, the key in {key}")
    click.echo("Keep the key away from the transcripts; remove the originals as you promised.")
