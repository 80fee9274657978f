"""Pledgeline 守诺: say what customers were promised, and prove from the contacts whether it was kept."""

__version__ = "0.1.0"
