"""Requirement, criterion, finding and how verdicts combine. Pure: no Django, no settings, no translation."""
