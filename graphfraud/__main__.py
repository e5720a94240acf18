"""`python -m graphfraud` is the `graphfraud` command."""

from __future__ import annotations

from graphfraud.cli.main import main

main()
