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
            name="Definition",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("service", models.CharField(max_length=64, unique=True)),
                ("created_at", models.DateTimeField()),
            ],
            options={
                "ordering": ["service"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("service", ""), _negated=True), name="definition_has_a_service"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="MetricContract",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=64, unique=True)),
                ("centre", models.CharField(max_length=64)),
                ("created_at", models.DateTimeField()),
            ],
            options={
                "ordering": ["code"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("code", ""), _negated=True), models.Q(("centre", ""), _negated=True)
                        ),
                        name="contract_has_code_and_centre",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ContractVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField()),
                ("terms", models.JSONField()),
                ("vectors", models.JSONField(default=list)),
                ("state", models.CharField(default="draft", max_length=16)),
                ("digest", models.CharField(blank=True, max_length=64)),
                ("effective_from", models.DateField()),
                ("effective_to", models.DateField(null=True)),
                ("created_at", models.DateTimeField()),
                ("offered_at", models.DateTimeField(null=True)),
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
                    "contract",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="versions",
                        to="experience.metriccontract",
                    ),
                ),
            ],
            options={
                "ordering": ["contract__code", "number"],
                "constraints": [
                    models.UniqueConstraint(fields=("contract", "number"), name="contract_version_number_once"),
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ["draft", "offered"])),
                        fields=("contract",),
                        name="contract_has_one_version_under_way",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("effective_to__isnull", True), ("state__in", ["signed", "superseded"])),
                        fields=("contract",),
                        name="contract_has_one_open_version",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("number__gte", 1)), name="contract_version_number_from_1"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("effective_to__isnull", True),
                            ("effective_to__gt", models.F("effective_from")),
                            _connector="OR",
                        ),
                        name="contract_version_ends_after_start",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("offered_at__isnull", True), ("state", "draft")),
                            models.Q(("offered_at__isnull", False), ("state__in", ["offered", "signed"])),
                            models.Q(
                                ("effective_to__isnull", False), ("offered_at__isnull", False), ("state", "superseded")
                            ),
                            _connector="OR",
                        ),
                        name="contract_state_has_its_days",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Promise",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=64, unique=True)),
                ("created_at", models.DateTimeField()),
            ],
            options={
                "ordering": ["code"],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("code", ""), _negated=True), name="promise_has_a_code")
                ],
            },
        ),
        migrations.CreateModel(
            name="PromiseVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField()),
                ("sentence_en", models.TextField()),
                ("sentence_zh", models.TextField()),
                ("metric", models.CharField(blank=True, max_length=64)),
                ("figure", models.CharField(blank=True, max_length=64)),
                ("params", models.JSONField(blank=True, default=dict)),
                ("direction", models.CharField(default="at_least", max_length=16)),
                ("target", models.FloatField()),
                ("modality", models.CharField(default="shall", max_length=16)),
                ("services", models.JSONField(blank=True, default=list)),
                ("centres", models.JSONField(blank=True, default=list)),
                ("channels", models.JSONField(blank=True, default=list)),
                ("hours", models.CharField(blank=True, default="always", max_length=16)),
                ("expectations", models.JSONField(blank=True, default=list)),
                ("state", models.CharField(default="draft", max_length=16)),
                ("effective_from", models.DateField(null=True)),
                ("effective_to", models.DateField(null=True)),
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
                    "promise",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="versions", to="experience.promise"
                    ),
                ),
            ],
            options={
                "ordering": ["promise__code", "number"],
                "constraints": [
                    models.UniqueConstraint(fields=("promise", "number"), name="promise_version_number_once"),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "draft")), fields=("promise",), name="promise_has_one_draft"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("effective_to__isnull", True), models.Q(("state", "draft"), _negated=True)),
                        fields=("promise",),
                        name="promise_has_one_open_version",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("number__gte", 1)), name="promise_version_number_from_1"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("direction__in", ["at_least", "at_most"])),
                        name="promise_direction_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("modality__in", ["shall", "should", "may"])),
                        name="promise_modality_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("hours__in", ["", "always", "opening"])), name="promise_hours_are_known"
                    ),
                    models.CheckConstraint(condition=models.Q(("target__gte", 0)), name="promise_target_not_negative"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("sentence_en", ""), _negated=True), models.Q(("sentence_zh", ""), _negated=True)
                        ),
                        name="promise_is_said_in_both_languages",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("effective_to__isnull", True),
                            ("effective_to__gt", models.F("effective_from")),
                            _connector="OR",
                        ),
                        name="promise_version_ends_after_start",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("effective_from__isnull", True), ("effective_to__isnull", True), ("state", "draft")
                            ),
                            models.Q(("effective_from__isnull", False), ("state", "effective")),
                            models.Q(
                                ("effective_from__isnull", False),
                                ("effective_to__isnull", False),
                                ("state", "superseded"),
                            ),
                            _connector="OR",
                        ),
                        name="promise_version_state_has_its_days",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AppliedClock",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("service", models.CharField(max_length=64)),
                ("clock", models.CharField(max_length=64)),
                ("note", models.TextField(blank=True)),
                ("since", models.DateField()),
                ("until", models.DateField(null=True)),
                ("decided_at", models.DateTimeField()),
                (
                    "decided_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["service", "clock", "since"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("until__isnull", True)),
                        fields=("service", "clock"),
                        name="clock_applies_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("service", ""), _negated=True), models.Q(("clock", ""), _negated=True)
                        ),
                        name="clock_has_service_and_code",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("until__isnull", True), ("until__gt", models.F("since")), _connector="OR"),
                        name="clock_ends_after_start",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ContractSignature",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("side", models.CharField(max_length=8)),
                ("name", models.CharField(max_length=200)),
                ("digest", models.CharField(max_length=64)),
                ("signed_at", models.DateTimeField()),
                (
                    "signed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="signatures",
                        to="experience.contractversion",
                    ),
                ),
            ],
            options={
                "ordering": ["signed_at", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("version", "side", "digest"), name="contract_signed_once_by_a_side"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("side__in", ["client", "centre"])), name="contract_side_is_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("name", ""), _negated=True), name="contract_signature_has_a_name"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DefinitionVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField()),
                ("aim_en", models.TextField()),
                ("aim_zh", models.TextField()),
                ("promises", models.JSONField(blank=True, default=list)),
                ("state", models.CharField(default="draft", max_length=16)),
                ("note", models.TextField(blank=True)),
                ("digest", models.CharField(blank=True, max_length=64)),
                ("created_at", models.DateTimeField()),
                ("submitted_at", models.DateTimeField(null=True)),
                ("approved_at", models.DateTimeField(null=True)),
                ("effective_from", models.DateField(null=True)),
                ("effective_to", models.DateField(null=True)),
                (
                    "approved_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
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
                    "definition",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="versions", to="experience.definition"
                    ),
                ),
                (
                    "submitted_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["definition__service", "number"],
                "constraints": [
                    models.UniqueConstraint(fields=("definition", "number"), name="definition_version_number_once"),
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ["draft", "in_review", "approved"])),
                        fields=("definition",),
                        name="definition_has_one_version_in_work",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("effective_to__isnull", True), ("state__in", ["effective", "superseded"])),
                        fields=("definition",),
                        name="definition_has_one_open_version",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("number__gte", 1)), name="definition_version_number_from_1"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("aim_en", ""), _negated=True), models.Q(("aim_zh", ""), _negated=True)
                        ),
                        name="definition_is_said_in_both_languages",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("effective_to__isnull", True),
                            ("effective_to__gt", models.F("effective_from")),
                            _connector="OR",
                        ),
                        name="definition_version_ends_after_start",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("approved_by__isnull", True), ("effective_from__isnull", True), ("state", "draft")
                            ),
                            models.Q(
                                ("approved_by__isnull", True), ("state", "in_review"), ("submitted_at__isnull", False)
                            ),
                            models.Q(
                                ("approved_by__isnull", False),
                                ("effective_from__isnull", False),
                                ("state__in", ["approved", "effective"]),
                            ),
                            models.Q(
                                ("approved_by__isnull", False), ("effective_to__isnull", False), ("state", "superseded")
                            ),
                            _connector="OR",
                        ),
                        name="definition_state_has_its_people_and_days",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("approved_by__isnull", True),
                            models.Q(("approved_by", models.F("submitted_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="definition_is_approved_by_another",
                    ),
                ],
            },
        ),
    ]
