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
            name="ForecastRecord",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=64, unique=True)),
                ("service", models.CharField(max_length=64)),
                ("channel", models.CharField(max_length=32)),
                ("made_at", models.DateTimeField()),
                ("snapshot", models.CharField(max_length=128)),
                ("interval_min", models.PositiveSmallIntegerField()),
                ("method", models.CharField(max_length=64)),
                ("first_day", models.DateField()),
                ("last_day", models.DateField()),
                ("values", models.JSONField()),
                ("campaigns", models.JSONField(default=list)),
                (
                    "made_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["-made_at", "code"],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("code", ""), _negated=True), name="forecast_has_a_code"),
                    models.CheckConstraint(
                        condition=models.Q(("last_day__gte", models.F("first_day"))), name="forecast_ends_after_start"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("interval_min__in", [5, 10, 15, 20, 30, 60])),
                        name="forecast_interval_divides_an_hour",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Allocation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField()),
                ("made_at", models.DateTimeField()),
                ("terms", models.JSONField()),
                ("shares", models.JSONField()),
                (
                    "made_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "forecast",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="allocations",
                        to="capacity.forecastrecord",
                    ),
                ),
            ],
            options={
                "ordering": ["forecast", "number"],
                "constraints": [
                    models.UniqueConstraint(fields=("forecast", "number"), name="allocation_number_once"),
                    models.CheckConstraint(condition=models.Q(("number__gte", 1)), name="allocation_number_from_1"),
                ],
            },
        ),
        migrations.CreateModel(
            name="ResourceItem",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=64, unique=True)),
                ("centre", models.CharField(max_length=64)),
                ("service", models.CharField(max_length=64)),
                ("area", models.CharField(max_length=16)),
                ("title_en", models.CharField(max_length=200)),
                ("title_zh", models.CharField(max_length=200)),
                ("side", models.CharField(max_length=16)),
                ("due_on", models.DateField()),
                ("in_place_on", models.DateField(null=True)),
                ("evidence", models.TextField(blank=True)),
                ("expires_on", models.DateField(null=True)),
            ],
            options={
                "ordering": ["centre", "service", "area", "code"],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("code", ""), _negated=True), name="resource_has_a_code"),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "area__in",
                                [
                                    "competences",
                                    "systems",
                                    "knowledge",
                                    "authority",
                                    "training",
                                    "accessibility",
                                    "continuity",
                                ],
                            )
                        ),
                        name="resource_area_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("side__in", ["client", "centre"])), name="resource_side_is_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("in_place_on__isnull", True), models.Q(("evidence", ""), _negated=True), _connector="OR"
                        ),
                        name="resource_in_place_has_evidence",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="StaffingPlan",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=64, unique=True)),
                ("centre", models.CharField(max_length=64)),
                ("service", models.CharField(max_length=64)),
                ("channel", models.CharField(max_length=32)),
                ("first_day", models.DateField()),
                ("last_day", models.DateField()),
                ("interval_min", models.PositiveSmallIntegerField()),
                ("locks_on", models.DateField()),
                ("handed_over_on", models.DateField(null=True)),
                ("created_at", models.DateTimeField()),
                (
                    "forecast",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="plans",
                        to="capacity.forecastrecord",
                    ),
                ),
            ],
            options={
                "ordering": ["-first_day", "centre", "service", "channel"],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("code", ""), _negated=True), name="plan_has_a_code"),
                    models.CheckConstraint(
                        condition=models.Q(("last_day__gte", models.F("first_day"))), name="plan_ends_after_start"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("interval_min__in", [5, 10, 15, 20, 30, 60])),
                        name="plan_interval_divides_an_hour",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="StaffedDay",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("stage", models.CharField(max_length=16)),
                ("day", models.DateField()),
                ("number", models.PositiveIntegerField()),
                ("agents", models.JSONField()),
                ("chance", models.FloatField(null=True)),
                ("recorded_at", models.DateTimeField()),
                (
                    "recorded_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="days", to="capacity.staffingplan"
                    ),
                ),
            ],
            options={
                "ordering": ["plan", "day", "stage", "number"],
                "constraints": [
                    models.UniqueConstraint(fields=("plan", "stage", "day", "number"), name="staffed_day_number_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("stage__in", ["required", "requested", "committed", "scheduled", "delivered"])
                        ),
                        name="staffed_day_stage_is_known",
                    ),
                    models.CheckConstraint(condition=models.Q(("number__gte", 1)), name="staffed_day_number_from_1"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("chance__isnull", True), models.Q(("chance__gte", 0), ("chance__lte", 1)), _connector="OR"
                        ),
                        name="staffed_day_chance_is_a_share",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Outlook",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("stage", models.CharField(max_length=16)),
                ("number", models.PositiveIntegerField()),
                ("reckoned_at", models.DateTimeField()),
                ("basis", models.JSONField()),
                ("days", models.JSONField()),
                ("spans", models.JSONField()),
                (
                    "reckoned_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="outlooks", to="capacity.staffingplan"
                    ),
                ),
            ],
            options={
                "ordering": ["plan", "stage", "number"],
                "constraints": [
                    models.UniqueConstraint(fields=("plan", "stage", "number"), name="outlook_number_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("stage__in", ["required", "requested", "committed", "scheduled", "delivered"])
                        ),
                        name="outlook_stage_is_known",
                    ),
                    models.CheckConstraint(condition=models.Q(("number__gte", 1)), name="outlook_number_from_1"),
                ],
            },
        ),
    ]
