"""Codes into sentences: what is wrong with a delivery or a row, and what to do about it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from pledgeline.kernel.problem import Problem
from pledgeline.ui import formats

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

# A delivery that cannot be read at all: nothing of it was kept but its bytes.
PROBLEMS: dict[str, StrPromise] = {
    "archive.damaged": _("The archived file no longer has the bytes it was stored with. Restore it from a backup."),
    "archive.missing": _("The archived file is missing. Restore it from a backup."),
    "centre.needed": _(
        "Profile “%(profile)s” names no centre. Say whose contacts these are with --centre, or add “centre” to it."
    ),
    "columns.missing": _(
        "The file has no column %(missing)s. It has: %(found)s. Choose the profile of this export, or correct its "
        "delimiter, skip_rows or column names."
    ),
    "columns.twice": _("The file has this column more than once. Rename or remove one of them."),
    "delivery.changed_while_read": _("The file changed while it was read. Wait until it is complete and try again."),
    "delivery.empty": _("The file is empty. Export it again."),
    "delivery.folder": _("This is a folder. Name the files in it."),
    "delivery.missing": _("There is no such file. Check the path."),
    "delivery.not_a_file": _("This is not an ordinary file. Copy its content into one."),
    "delivery.required_missing": _(
        "%(count)s contacts lack a value that every contact must have. Correct the profile; nothing was changed."
    ),
    "delivery.unbalanced": _(
        "Connector %(connector)s read %(read)s records but accounted for %(accounted)s. This is a fault of the program; "  # noqa: E501
        "nothing was changed. Please report it with the file's shape."
    ),
    "delivery.unreadable": _("The file cannot be read. Check its permissions."),
    "engine.spark_missing": _(
        "The engine %(engine)s needs PySpark. Install the extra “spark”, or use engine “duckdb”."
    ),
    "file.bomb": _(
        "The file would unpack to %(unpacked_mb)s MB, more than %(limit_ratio)s times its size. It was not opened. "
        "Export it again as CSV."
    ),
    "file.compressed": _("The file is packed (%(kind)s). Unpack it and deliver the file inside."),
    "file.directory": _("This is a folder. Name the files in it."),
    "file.empty": _("The file is empty. Export it again."),
    "file.header": _("There is no header on this line. Correct skip_rows, delimiter or header in the profile."),
    "file.unparsable": _("The file cannot be split into rows: %(why)s. Correct delimiter or quote in the profile."),
    "file.unreadable": _("The file cannot be read: %(why)s. Check the path and its permissions."),
    "json.broken": _(
        "The JSON breaks off or is damaged near byte %(position)s. Deliver the whole file, or one record a line: then "
        "only the damaged line is rejected."
    ),
    "lake.busy": _("Another delivery has been at work for %(wait_s)s seconds. Try again when it is done."),
    "lake.missing": _("There is no contact store here. Run “pledgeline init” first."),
    "metric.no_hours": _("Counts kept by day cannot be grouped or chosen by hour."),
    "metric.not_kept": _("Counts that are kept cannot be grouped or chosen by this. Possible are: %(known)s."),
    "metric.not_of_contacts": _("Metric %(metric)s is not counted from contacts, so it has no worked example."),
    "metric.param_not_a_number": _("“%(value)s” is not a number of seconds."),
    "metric.param_out_of_range": _("%(value)s lies outside %(minimum)s to %(maximum)s seconds."),
    "metric.repeated_grouping": _("This grouping is named twice. Name it once."),
    "metric.unknown": _("There is no metric “%(metric)s”. Known are: %(known)s."),
    "metric.unknown_grouping": _("Figures cannot be grouped or chosen by this. Possible are: %(known)s."),
    "metric.unknown_param": _("Metric %(metric)s has no such parameter. It has: %(known)s."),
    "metric.where_value": _(
        "“%(value)s” cannot be chosen by. Hours are 0 to 23, weekdays 0 (Monday) to 6; days, weeks (their Monday) and "
        "months (their first day) are dates such as 2026-01-05."
    ),
    "profile.connector_unknown": _("There is no connector “%(value)s”. Known are: %(known)s."),
    "profile.unknown": _("There is no such profile, and no such file. Known are: %(known)s."),
    "queue_log.not_one": _(
        "No line of this file is a queue_log line (seconds|call id|queue|agent|event). Choose the profile of this file."
    ),
    "sheet.missing": _("The workbook has no such sheet. It has: %(found)s. Correct “sheet” in the profile."),
    "sheet.unreadable": _("The workbook is damaged or locked by a password. Save it again without one, or as CSV."),
    "snapshot.unknown": _("There is no snapshot “%(snapshot)s”. The newest of %(count)s is %(newest)s."),
    "upload.decided": _("Somebody has already decided about this file. Reload the page."),
    "upload.empty": _("The file is empty. Export it again."),
    "upload.fault": _(
        "Reading stopped because of a fault in the program; nothing was changed. Look into the worker's log, and "
        "report it with the file's shape."
    ),
    "upload.too_large": _("The file is larger than %(limit_mib)s MiB. Split it, or take it in on the command line."),
}


def sentence(problem: Problem) -> str:
    """The problem in the active language, without its place; the code itself where it is another room's."""
    template = PROBLEMS.get(problem.code)
    return str(template) % problem.params if template is not None else problem.code


ACTIONS: dict[str, StrPromise] = {
    "receipt.closed": _("Delivery taken in"),
    "receipt.refused": _("Delivery refused"),
    "receipt.abandoned": _("Interrupted delivery abandoned"),
    "upload.received": _("File uploaded"),
    "upload.accepted": _("Uploaded file accepted"),
    "upload.discarded": _("Uploaded file discarded"),
    "upload.failed": _("Uploaded file could not be read"),
}

RECEIPT_STATES: Mapping[str, StrPromise] = {
    "open": _("being taken in"),
    "closed": _("taken in"),
    "refused": _("refused"),
    "abandoned": _("interrupted"),
}

UPLOAD_STATES: Mapping[str, StrPromise] = {
    "waiting": _("waiting for a decision"),
    "accepted": _("accepted, waiting for the worker"),
    "running": _("being taken in"),
    "done": _("taken in"),
    "failed": _("could not be read"),
    "discarded": _("discarded"),
}

# Where an ingest is, in the order in which the steps come.
INGEST_STEPS: Mapping[str, StrPromise] = {
    "": _("Waiting for the worker"),
    "opened": _("Opening the receipt"),
    "read": _("Reading the file"),
    "rank": _("Comparing with what is there"),
    "prepared": _("Writing"),
    "committed": _("Writing"),
    "snapshot": _("Writing"),
    "closed": _("Sealing the receipt"),
}

# Why a connector can never give a fact; profiles bring their own reasons.
NEVER: Mapping[str, StrPromise] = {
    "connect_has_no_ring_time": _("The record has no time of ringing."),
    "from_calendar": _("Found from the service’s calendar, not from the feed."),
    "mapped_by_attribute_only": _("Only where an attribute carries it."),
    "needs_cdr_or_cel": _("Needs call detail records or channel events beside the queue log."),
    "one_row_per_contact": _("The export has one row for each contact and no history of it."),
    "queue_log_has_no_after_call_work": _("After-call work is not logged."),
    "queue_log_has_no_attributes": _("The queue log carries no further attributes."),
    "queue_log_has_no_due_time": _("The queue log does not say when a callback is due."),
    "queue_log_has_no_hold": _("Holding is part of the talk time."),
    "queue_log_has_no_ivr": _("The queue log starts at the queue."),
    "queue_log_has_no_reason": _("The queue log does not say why the customer called."),
    "voice_only": _("The feed holds voice contacts only."),
}

# How the rule decided one contact: one sentence for each question that was put to it (`core/decision.py`).
TRIALS: Mapping[str, StrPromise] = {
    "applies": _("The rule applies: the customer reached out, waits in person, and asked for a human."),
    "not_inbound": _("The rule does not apply: the customer did not reach out to us in this contact."),
    "deferred": _("The rule does not apply: on this channel the customer does not wait in person."),
    "excluded": _("The rule does not apply: the contact is excluded (test or otherwise nobody’s contact)."),
    "never_asked": _("The rule does not apply: the contact ended before the customer got to ask for a human."),
    "no_request": _("The rule does not apply: no request for a human is known."),
    "answer_none": _("No human was connected."),
    "answer_late": _("A human was connected after %(wait_s)s, later than %(limit_s)s."),
    "answer_in_time": _("A human was connected after %(wait_s)s, within %(limit_s)s."),
    "answer_unsure": _(
        "A human was connected after about %(wait_s)s; the source’s times may be off by %(slack_s)s, so it is not sure"
        " whether that was within %(limit_s)s."
    ),
    "offer_none": _("No time of a callback offer is known."),
    "offer_late": _("A callback was offered after %(wait_s)s, later than %(limit_s)s."),
    "offer_in_time": _("A callback was offered after %(wait_s)s at the latest, within %(limit_s)s."),
    "offer_unsure": _(
        "A callback was offered after about %(wait_s)s; the source’s times may be off by %(slack_s)s, so it is not sure"
        " whether that was within %(limit_s)s."
    ),
    "end_none": _("When the wait ended is not known."),
    "end_late": _("At %(limit_s)s the customer was still waiting; the wait ended after %(wait_s)s."),
    "end_in_time": _("The customer left after %(wait_s)s, within %(limit_s)s: the rule was not yet broken."),
    "end_unsure": _(
        "The wait ended after about %(wait_s)s; the source’s times may be off by %(slack_s)s, so it is not sure whether"
        " that was within %(limit_s)s."
    ),
    "no_offer": _("The customer was still waiting at %(limit_s)s, and it is known that no callback was offered."),
    "late_offer": _(
        "The customer was still waiting at %(limit_s)s, and the callback was offered only after %(wait_s)s."
    ),
    "no_end": _("Nothing can be proved: the end of the wait is not known."),
    "too_coarse": _(
        "Nothing can be proved: the source’s times may be off by %(slack_s)s, and the wait lies that close."
    ),
    "offer_unknown": _("Nothing can be proved: the feed does not tell whether or when a callback was offered."),
}


# What a metric is asked with, by the parameter's name: what it is called, and how its value is said.
PARAMETERS: Mapping[str, tuple[StrPromise, StrPromise]] = {
    "limit_s": (_("time limit"), _("within %(time)s")),
    "target_s": (_("time limit"), _("within %(time)s")),
    "within_s": (_("time to come back in"), _("within %(time)s")),
    "short_s": (_("longest short abandon"), _("short abandon: up to %(time)s")),
    "at_s": (_("wait asked about"), _("after a wait of %(time)s")),
    "close_s": (_("time to close"), _("closed within %(time)s")),
    "acknowledge_s": (_("time to acknowledge"), _("acknowledged within %(time)s")),
}


def parameter_name(name: str) -> str:
    """What a metric's parameter is called; its code where it has no words here."""
    return str(PARAMETERS[name][0]) if name in PARAMETERS else name


def parameters(params: Mapping[str, float]) -> str:
    """`{"limit_s": 60}` → "within 1 min": everything a metric was asked with, in one line.

    No line breaks between a number and its unit.
    """
    said = (
        str(PARAMETERS[name][1]) % {"time": formats.seconds(value).replace(" ", formats.NBSP)}
        if name in PARAMETERS
        else f"{name} = {value:g}"
        for name, value in sorted(params.items())
    )
    return " · ".join(said)


def exclusion(reason: str) -> str:
    """Why a contact counts nowhere; a profile may give reasons of its own."""
    return str(_("test contact")) if reason == "test" else reason


def never(reason: str) -> str:
    """Why a feed cannot give a fact, from a connector's reason code; the code where this program does not know it."""
    return str(NEVER.get(reason, reason))


def trial(code: str, numbers: Mapping[str, Any]) -> str:
    """One question of the rule with its answer; times as people write them."""
    spoken = {name: formats.seconds(value) for name, value in numbers.items()}
    return str(TRIALS[code]) % spoken


def stored(problem: Mapping[str, Any]) -> str:
    """The sentence of a problem as a record keeps it (`code`, `params`), without its place."""
    return sentence(Problem(problem["code"], **problem.get("params", {})))
