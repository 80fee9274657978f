"""From a profile to SQL: texts of one row in, one canonical row (or the reason it cannot be one) out.

Two SELECTs. The first reads the file once and writes what only the texts can tell: moments (µs since 1970, UTC, as
integers), durations, the words other columns are chosen by, and the first reason to refuse the row. The second is a
view over that: canonical words and times, callback option, flags. Writing columns costs four times as much as
parsing them, so nothing is written that the view can derive.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from pledgeline.contacts.connectors.attested import attested_us
from pledgeline.contacts.connectors.delimited.moments import Moments
from pledgeline.contacts.connectors.delimited.numbers import seconds
from pledgeline.contacts.connectors.delimited.profile import DelimitedProfile, FlaggedOffer, Take, TimedOffer, Times
from pledgeline.contacts.connectors.sql import Layers, cases, choice, condition, lit, lits
from pledgeline.contacts.core.profile import DEFERRED_CHANNELS, Choice
from pledgeline.contacts.core.vocabulary import OfferBasis, Outcome, QualityFlag
from pledgeline.kernel.units import MICROS_PER_SECOND

# Contacts that ended before anybody asked for a human.
_SELF_SERVED = (Outcome.ABANDONED_IVR, Outcome.BOT_CONTAINED)
# An honest service code or queue name fits in this many characters.
_CODE_LENGTH = 64


class Builder(Moments):
    """Builds both SELECTs for one profile: on the moments stand words, canonical times, the callback option, flags."""

    # -- words and canonical times -----------------------------------------------------------------------------------

    def words(self) -> None:
        """Canonical words from native ones; the first SELECT uses them to refuse, the second to show."""
        profile = self.profile
        native = " || '/' || ".join(f"coalesce({self.text[name]}, '')" for name in profile.native_columns)
        self.layers.add(
            {
                "outcome": choice(profile.outcome, self.text),
                "outcome_native": native or "''",
                "kind": choice(profile.kind, self.text),
                "channel": choice(profile.channel, self.text),
                "service_code": choice(profile.service, self.text),
                "intent": choice(profile.intent, self.text),
                "queue_first": choice(profile.queue, self.text),
                "test_or_excluded": cases(
                    (condition(rule.when, self.text), lit(rule.reason)) for rule in profile.exclude
                ),
            }
        )

    def must_be_known(self) -> None:
        profile = self.profile
        self._must_be_chosen(profile.outcome, "outcome", "outcome_native")
        self._must_be_chosen(profile.kind, "kind")
        self._must_be_chosen(profile.channel, "channel")
        self._service()
        arrived = profile.times.arrived_at
        self.refuse(f"({self._taken(arrived)}) IS NULL", "time.missing", self._native_of(arrived))

    def _must_be_chosen(self, choice: Choice, word: str, detail: str | None = None) -> None:
        if choice.value is None:
            columns = sorted(choice.columns())
            self.refuse(f"{word} IS NULL", f"{word}.unmapped", columns[0], detail or self.text[columns[0]])

    def _service(self) -> None:
        service = self.profile.service
        if service is None:
            return
        columns = sorted(service.columns())
        name = columns[0] if columns else "service"
        native = self.text[columns[0]] if columns else "service_code"
        if service.map is not None or service.cases:
            self.refuse(f"service_code IS NULL AND {native} IS NOT NULL", "service.unmapped", name, native)
        if self.services is not None:
            known = f"service_code IN ({lits(sorted(self.services))})" if self.services else "false"
            self.refuse(f"service_code IS NOT NULL AND NOT {known}", "service.unknown", name, "service_code")
        else:
            self.refuse(f"length(service_code) > {_CODE_LENGTH}", "service.unknown", name, "service_code")

    def _taken(self, takes: Iterable[Take]) -> str:
        return cases(
            (f"{condition(take.when, self.text)} AND {self.moment(take.take)} IS NOT NULL", self.moment(take.take))
            for take in takes
        )

    def times(self) -> None:
        times = self.profile.times
        taken = {name: self._taken(getattr(times, name)) for name in Times.model_fields if name != "human_requested_at"}
        self.layers.add({f"at_{name}": expression for name, expression in taken.items()})
        served = f"outcome NOT IN ({lits(_SELF_SERVED)})"
        if times.human_requested_at:
            requested = self._taken(times.human_requested_at)
            basis = self._bases(times.human_requested_at, "queue_in")
        else:
            after_ivr = f"{served} AND at_bot_ivr_ended_at IS NOT NULL"
            requested = cases([(after_ivr, "at_bot_ivr_ended_at"), (served, "at_queue_in_at")])
            basis = cases([(after_ivr, "'ivr_end'"), (f"{served} AND at_queue_in_at IS NOT NULL", "'queue_in'")])
        self.layers.add(
            {
                "at_human_requested_at": requested,
                "human_requested_basis": basis,
                "answered_basis": self._bases(times.answered_at, "bridge"),
            }
        )

    def _bases(self, takes: Iterable[Take], default: str) -> str:
        return cases(
            (
                f"{condition(take.when, self.text)} AND {self.moment(take.take)} IS NOT NULL",
                lit(take.basis or default),
            )
            for take in takes
        )

    def _native_of(self, takes: Sequence[Take]) -> str:
        instant = self.profile.instants[takes[0].take]
        return instant.column or instant.plus or takes[0].take

    # -- callback option, work, flags --------------------------------------------------------------------------------

    def callback(self) -> None:
        rules = self.profile.callback
        accepted = cases(
            (f"{condition(rule.when, self.text)} AND {self.moment(rule.at)} IS NOT NULL", self.moment(rule.at))
            for rule in rules.accept
        )
        self.layers.add({"at_callback_accepted_at": accepted})
        offers: list[tuple[str, str, str]] = []
        for offer in rules.offer:
            if isinstance(offer, TimedOffer | FlaggedOffer):
                at = self.moment(offer.at)
                when = condition(offer.when, self.text) if isinstance(offer, FlaggedOffer) else "true"
                offers.append((f"{when} AND {at} IS NOT NULL", at, offer.basis))
                continue
            at = f"at_human_requested_at + {int(offer.after_s * MICROS_PER_SECOND)}"
            queue = f"queue_first = {lit(offer.queue)}" if offer.queue is not None else "true"
            days = attested_us(offer.attested, self.profile.zone, "at_arrived_at")
            # Only who still waits at that moment hears the prompt.
            waiting = f"coalesce(at_answered_at, at_released_at) > {at}"
            offers.append((f"{queue} AND {days} AND {waiting}", at, offer.basis))
        offers.append(("at_callback_accepted_at IS NOT NULL", "at_callback_accepted_at", OfferBasis.ACCEPT_ONLY))
        # An outcome "callback accepted" without a time of its own: the option was there at the latest on release.
        offers.append((f"outcome = {lit(Outcome.CALLBACK_ACCEPTED)}", "at_released_at", OfferBasis.ACCEPT_ONLY))
        silent = "'unknown'"
        if rules.offers != "unknown" and rules.attested is not None:
            days = attested_us(rules.attested, self.profile.zone, "at_arrived_at")
            silent = f"CASE WHEN {days} THEN 'not_offered' ELSE 'unknown' END"
        self.layers.add(
            {
                "at_callback_offered_at": cases((when, at) for when, at, _ in offers),
                "callback_offer_basis": cases((when, lit(basis)) for when, _, basis in offers),
                "callback_offer": cases(((when, "'offered'") for when, _, _ in offers), silent),
            }
        )

    def durations(self) -> None:
        """Durations the platform states, as seconds: parts of the work, and cross-checks (x0, x1, …)."""
        columns: dict[str, str] = {}
        for name, duration in self.profile.durations.items():
            if duration.column is not None:
                text = self.text[duration.column]
                columns[name] = seconds(text, duration.unit, self.decimal_mark)
                self.refuse(f"{text} IS NOT NULL AND {name} IS NULL", "number.unreadable", duration.column, text)
        for place, check in enumerate(self.profile.checks):
            columns[f"x{place}"] = seconds(self.text[check.column], check.unit, self.decimal_mark)
        self.written += columns
        self.layers.add(columns)

    def work(self) -> None:
        """Durations that are spans between two moments."""
        columns: dict[str, str] = {}
        for name, duration in self.profile.durations.items():
            if duration.start is not None and duration.end is not None:
                start, end = self.moment(duration.start), self.moment(duration.end)
                columns[name] = f"greatest({end} - {start}, 0) / {MICROS_PER_SECOND}.0"
        self.layers.add(columns)

    def flags(self) -> None:
        disagrees = []
        for place, check in enumerate(self.profile.checks):
            span = f"({self.moment(check.end)} - {self.moment(check.start)}) / {MICROS_PER_SECOND}.0"
            disagrees.append(f"abs(x{place} - {span}) > {check.tolerance_s}")
        negative = [
            "at_answered_at < at_human_requested_at",
            "at_released_at < coalesce(at_answered_at, at_human_requested_at, at_arrived_at)",
            *(f"{name} < 0" for name in self.profile.durations),
        ]
        answered = f"outcome = {lit(Outcome.ANSWERED)}"
        found = {
            QualityFlag.NEGATIVE_DURATION: negative,
            QualityFlag.CLOCK_STEPPED_BACK: self.stepped,
            QualityFlag.PAST_MIDNIGHT: ["past_midnight"] if self.past_midnight else [],
            QualityFlag.AMBIGUOUS_LOCAL_TIME: ["in_doubt"] if self.doubts else [],
            QualityFlag.DURATION_DISAGREES: disagrees,
            QualityFlag.MISSING_END: [f"{answered} AND at_released_at IS NULL"],
        }
        raised = {
            f"f_{flag}": f"coalesce({' OR '.join(f'({part})' for part in parts)}, false)"
            for flag, parts in found.items()
            if parts
        }
        # Three-valued OR: one unknown part must not hide a true one; coalesce only turns "unknown" into "no".
        self.layers.add(raised)
        texts = ", ".join(f"CASE WHEN {name} THEN {lit(name[2:])} END" for name in raised)
        self.layers.add({"flags": f"CASE WHEN {' OR '.join(raised)} THEN concat_ws(',', {texts}) END"})

    def refusal(self) -> None:
        self.layers.add(
            {
                "refusal": cases((when, str(number)) for number, (when, _, _, _) in enumerate(self.refusals)),
            }
        )
        self.layers.add(
            {
                "refused_text": cases(
                    (f"refusal = {number}", f"left({detail}, 80)")
                    for number, (_, _, _, detail) in enumerate(self.refusals)
                    if detail != "NULL"
                )
            }
        )

    def first(self) -> str:
        """The SELECT that reads the file; its columns are what `second` builds on."""
        self.keys()
        self.instants()
        self.durations()
        self.words()
        self.must_be_known()
        for name, parts in (("past_midnight", self.past_midnight), ("in_doubt", self.doubts)):
            if parts:
                self.layers.add({name: f"coalesce({' OR '.join(parts)}, false)"})
                self.written.append(name)
        self.refusal()
        moments = [f"t{place}" for place in range(len(self.profile.instants))]
        written = ", ".join(dict.fromkeys(["refusal", "refused_text", *moments, *self.written]))
        return f"SELECT {written} FROM ({self.layers.sql}) AS read"

    def second(self, rows: str) -> str:
        """The SELECT of canonical words (as columns of their names) and times (`at_…`, µs) over the written rows."""
        self.layers = Layers(f"SELECT * FROM {rows}")
        self.words()
        self.times()
        self.callback()
        self.work()
        self.flags()
        return self.layers.sql


def deferred(profile: DelimitedProfile, channel: str) -> str:
    """SQL of whether the customer does not hold the line."""
    if profile.deferred is not None:
        return "true" if profile.deferred else "false"
    return f"{channel} IN ({lits(sorted(DEFERRED_CHANNELS))})"
