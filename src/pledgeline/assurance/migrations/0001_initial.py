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
            name="Assessment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=64, unique=True)),
                ("digest", models.CharField(max_length=64, unique=True)),
                ("period_start", models.DateField(null=True)),
                ("period_end", models.DateField(null=True)),
                ("catalogue", models.CharField(max_length=64)),
                ("catalogue_digest", models.CharField(max_length=64)),
                ("catalogue_head", models.JSONField(default=dict)),
                ("catalogue_rows", models.JSONField(default=list)),
                ("snapshot", models.CharField(blank=True, max_length=64)),
                ("program_version", models.CharField(max_length=32)),
                ("centres", models.JSONField(default=list)),
                ("services", models.JSONField(default=list)),
                ("parameters", models.JSONField(default=dict)),
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
            ],
            options={
                "ordering": ["-created_at", "-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("period_start__isnull", True),
                            ("period_end__isnull", True),
                            ("period_end__gt", models.F("period_start")),
                            _connector="OR",
                        ),
                        name="assessment_period_is_not_empty",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="RequirementResult",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("verdict", models.CharField(max_length=32)),
                ("reason_code", models.CharField(max_length=64)),
                ("reason_numbers", models.JSONField(default=dict)),
                ("figures", models.JSONField(default=dict)),
                ("requirement", models.CharField(max_length=64)),
                ("order", models.PositiveIntegerField()),
                ("modality", models.CharField(max_length=16)),
                (
                    "assessment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="results", to="assurance.assessment"
                    ),
                ),
            ],
            options={
                "ordering": ["order"],
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "verdict__in",
                                ["met", "not_met", "not_demonstrated", "not_applicable", "improvement_opportunity"],
                            )
                        ),
                        name="requirementresult_verdict_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reason_code", ""), _negated=True), name="requirementresult_has_a_reason"
                    ),
                    models.UniqueConstraint(fields=("assessment", "requirement"), name="result_once_an_assessment"),
                    models.CheckConstraint(
                        condition=models.Q(("modality__in", ["shall", "should", "may", "scope"])),
                        name="result_modality_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("modality", "should"), ("verdict", "not_met"), _negated=True),
                        name="missed_should_is_no_nonconformity",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Finding",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("verdict", models.CharField(max_length=32)),
                ("reason_code", models.CharField(max_length=64)),
                ("reason_numbers", models.JSONField(default=dict)),
                ("figures", models.JSONField(default=dict)),
                ("number", models.PositiveIntegerField()),
                ("criterion", models.CharField(max_length=64)),
                ("centre", models.CharField(blank=True, max_length=64)),
                ("subject", models.JSONField(default=dict)),
                (
                    "result",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="findings",
                        to="assurance.requirementresult",
                    ),
                ),
            ],
            options={
                "ordering": ["result__order", "number"],
                "abstract": False,
                "indexes": [models.Index(fields=["centre"], name="finding_centre")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "verdict__in",
                                ["met", "not_met", "not_demonstrated", "not_applicable", "improvement_opportunity"],
                            )
                        ),
                        name="finding_verdict_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reason_code", ""), _negated=True), name="finding_has_a_reason"
                    ),
                    models.UniqueConstraint(fields=("result", "number"), name="finding_number_once"),
                    models.CheckConstraint(condition=models.Q(("number__gte", 1)), name="finding_number_from_1"),
                ],
            },
        ),
        migrations.CreateModel(
            name="EvidenceItem",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField()),
                ("kind", models.CharField(max_length=64)),
                ("key", models.CharField(max_length=64)),
                ("metric", models.CharField(blank=True, max_length=64)),
                ("metric_version", models.CharField(blank=True, max_length=32)),
                ("params", models.JSONField(default=dict)),
                ("where", models.JSONField(default=dict)),
                ("period_start", models.DateField(null=True)),
                ("period_end", models.DateField(null=True)),
                ("source", models.CharField(max_length=64)),
                ("n", models.PositiveBigIntegerField()),
                ("figures", models.JSONField(default=dict)),
                ("details", models.JSONField(default=dict)),
                (
                    "finding",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="evidence", to="assurance.finding"
                    ),
                ),
            ],
            options={
                "ordering": ["finding_id", "number"],
                "constraints": [
                    models.UniqueConstraint(fields=("finding", "number"), name="evidence_number_once"),
                    models.CheckConstraint(
                        condition=models.Q(("source", ""), _negated=True), name="evidence_has_a_source"
                    ),
                ],
            },
        ),
    ]
