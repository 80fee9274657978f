"""The command line. Its words are a stable contract: `docs/reference/cli.md`."""

from pledgeline.web.cli.app import main

__all__ = ["main"]
