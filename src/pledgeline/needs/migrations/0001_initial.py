import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("organisation", "__first__"),
    ]

    operations = [
        migrations.CreateModel(
            name="Expectation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=64, unique=True)),
                ("service", models.CharField(max_length=64)),
                ("created_at", models.DateTimeField()),
            ],
            options={
                "ordering": ["code"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("code", ""), _negated=True), models.Q(("service", ""), _negated=True)
                        ),
                        name="expectation_has_code_and_service",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Conflict",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField(unique=True)),
                ("what_en", models.TextField()),
                ("what_zh", models.TextField()),
                ("noted_at", models.DateTimeField()),
                (
                    "noted_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "first",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="needs.expectation"
                    ),
                ),
                (
                    "second",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="needs.expectation"
                    ),
                ),
            ],
            options={
                "ordering": ["number"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("first", models.F("second")), _negated=True), name="conflict_is_between_two"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("what_en", ""), _negated=True), models.Q(("what_zh", ""), _negated=True)
                        ),
                        name="conflict_says_what",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="KindRuledOut",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=16)),
                ("because_en", models.TextField()),
                ("because_zh", models.TextField()),
                ("decided_at", models.DateTimeField()),
                (
                    "decided_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "ordering": ["kind", "-decided_at", "-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                ["consumer", "end_user", "beneficiary", "sponsor", "internal", "external", "potential"],
                            )
                        ),
                        name="kind_ruled_out_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("because_en", ""), _negated=True), models.Q(("because_zh", ""), _negated=True)
                        ),
                        name="kind_is_ruled_out_with_a_reason",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Refusal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("because_en", models.TextField()),
                ("because_zh", models.TextField()),
                ("decided_at", models.DateTimeField()),
                (
                    "decided_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "expectation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="refusals", to="needs.expectation"
                    ),
                ),
            ],
            options={
                "ordering": ["-decided_at", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("because_en", ""), _negated=True), models.Q(("because_zh", ""), _negated=True)
                        ),
                        name="refusal_says_why",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Segment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=64, unique=True)),
                ("name_en", models.CharField(max_length=200)),
                ("name_zh", models.CharField(max_length=200)),
                ("kinds", models.JSONField()),
                ("created_at", models.DateTimeField()),
            ],
            options={
                "ordering": ["code"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("code", ""), _negated=True),
                            models.Q(("name_en", ""), _negated=True),
                            models.Q(("name_zh", ""), _negated=True),
                        ),
                        name="segment_is_named_in_both_languages",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ExpectationVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField()),
                ("need_en", models.TextField()),
                ("need_zh", models.TextField()),
                ("adequate_en", models.TextField()),
                ("adequate_zh", models.TextField()),
                ("desired_en", models.TextField()),
                ("desired_zh", models.TextField()),
                ("moment_en", models.CharField(max_length=200)),
                ("moment_zh", models.CharField(max_length=200)),
                ("channels", models.JSONField(blank=True, default=list)),
                ("importance", models.CharField(max_length=16)),
                ("owner", models.CharField(max_length=200)),
                ("effective_from", models.DateField()),
                ("effective_to", models.DateField(null=True)),
                ("next_review", models.DateField()),
                ("created_at", models.DateTimeField()),
                (
                    "created_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "expectation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="versions", to="needs.expectation"
                    ),
                ),
                (
                    "segment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="needs.segment"
                    ),
                ),
            ],
            options={
                "ordering": ["expectation__code", "number"],
                "constraints": [
                    models.UniqueConstraint(fields=("expectation", "number"), name="expectation_version_number_once"),
                    models.UniqueConstraint(
                        condition=models.Q(("effective_to__isnull", True)),
                        fields=("expectation",),
                        name="expectation_has_one_open_version",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("number__gte", 1)), name="expectation_version_number_from_1"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("importance__in", ["must", "wanted", "welcome"])),
                        name="expectation_importance_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("owner", ""), _negated=True), name="expectation_has_an_owner"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("effective_to__isnull", True),
                            ("effective_to__gt", models.F("effective_from")),
                            _connector="OR",
                        ),
                        name="expectation_version_ends_after_start",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ExpectationDraft",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=64, unique=True)),
                ("service", models.CharField(max_length=64)),
                ("need_en", models.TextField(blank=True)),
                ("need_zh", models.TextField(blank=True)),
                ("adequate_en", models.TextField(blank=True)),
                ("adequate_zh", models.TextField(blank=True)),
                ("desired_en", models.TextField(blank=True)),
                ("desired_zh", models.TextField(blank=True)),
                ("moment_en", models.CharField(blank=True, max_length=200)),
                ("moment_zh", models.CharField(blank=True, max_length=200)),
                ("channels", models.JSONField(blank=True, default=list)),
                ("importance", models.CharField(max_length=16)),
                ("owner", models.CharField(blank=True, max_length=200)),
                ("effective_from", models.DateField(null=True)),
                ("next_review", models.DateField(null=True)),
                ("changed_at", models.DateTimeField()),
                (
                    "changed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "expectation",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="needs.expectation"
                    ),
                ),
                (
                    "segment",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="needs.segment"
                    ),
                ),
            ],
            options={
                "ordering": ["code"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("code", ""), _negated=True), models.Q(("service", ""), _negated=True)
                        ),
                        name="draft_has_code_and_service",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("importance__in", ["must", "wanted", "welcome"])),
                        name="draft_importance_is_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Source",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=20)),
                ("dated", models.DateField()),
                ("n", models.PositiveIntegerField(null=True)),
                ("strength", models.CharField(max_length=8)),
                ("reference", models.CharField(max_length=500)),
                ("recorded_at", models.DateTimeField()),
                (
                    "expectation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="sources", to="needs.expectation"
                    ),
                ),
            ],
            options={
                "ordering": ["-dated", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("kind__in", ["asked", "behaviour", "complaints", "agents_voice", "law_or_contract"])
                        ),
                        name="source_kind_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("strength__in", ["weak", "fair", "strong"])),
                        name="source_strength_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reference", ""), _negated=True), name="source_has_a_reference"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("n__gte", 1), models.Q(("kind", "law_or_contract"), ("n__isnull", True)), _connector="OR"
                        ),
                        name="source_is_counted",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Signal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField(unique=True)),
                ("kind", models.CharField(max_length=24)),
                ("service", models.CharField(max_length=64)),
                ("channel", models.CharField(blank=True, max_length=32)),
                ("reason", models.CharField(blank=True, max_length=200)),
                ("first_day", models.DateField()),
                ("last_day", models.DateField()),
                ("n", models.PositiveBigIntegerField()),
                ("value", models.FloatField()),
                ("low", models.FloatField()),
                ("high", models.FloatField()),
                ("limit", models.FloatField()),
                ("figures", models.JSONField(default=dict)),
                ("metric", models.CharField(max_length=64)),
                ("metric_version", models.CharField(max_length=16)),
                ("params", models.JSONField(default=dict)),
                ("snapshot", models.CharField(max_length=16)),
                ("found_at", models.DateTimeField()),
                ("state", models.CharField(default="waiting", max_length=12)),
                ("because_en", models.TextField(blank=True)),
                ("because_zh", models.TextField(blank=True)),
                ("decided_at", models.DateTimeField(null=True)),
                (
                    "decided_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "expectation",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="needs.expectation"
                    ),
                ),
                (
                    "source",
                    models.OneToOneField(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="needs.source"
                    ),
                ),
            ],
            options={
                "ordering": ["-last_day", "kind", "service", "channel", "reason"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("kind__in", ["reason_grows", "service_grows", "repeated", "impatient", "abandoned"])
                        ),
                        name="signal_kind_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("last_day__gte", models.F("first_day"))), name="signal_days_are_in_order"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("low__lte", models.F("high"))), name="signal_interval_is_in_order"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "waiting")),
                        fields=("kind", "service", "channel", "reason"),
                        name="one_signal_waits_for_a_subject",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("decided_at__isnull", True), ("decided_by__isnull", True), ("state", "waiting")),
                            models.Q(
                                ("decided_by__isnull", False),
                                ("expectation__isnull", False),
                                ("source__isnull", False),
                                ("state", "accepted"),
                            ),
                            models.Q(
                                ("decided_by__isnull", False),
                                ("state", "dismissed"),
                                models.Q(("because_en", ""), _negated=True),
                                models.Q(("because_zh", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="signal_is_decided_by_a_person_with_an_outcome",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ConflictDecision",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("how_en", models.TextField()),
                ("how_zh", models.TextField()),
                ("until", models.DateField()),
                ("decided_at", models.DateTimeField()),
                (
                    "conflict",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="decisions", to="needs.conflict"
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "prefers",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="needs.expectation"
                    ),
                ),
            ],
            options={
                "ordering": ["-decided_at", "-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("how_en", ""), _negated=True), models.Q(("how_zh", ""), _negated=True)
                        ),
                        name="conflict_decision_says_how",
                    )
                ],
            },
        ),
    ]
