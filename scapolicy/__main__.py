"""`python -m scapolicy`."""

from scapolicy.commands import main

main(prog_name="scapolicy")
