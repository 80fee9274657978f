import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from pledgeline.organisation.append_only import append_only


class Migration(migrations.Migration):
    dependencies = [
        ("capacity", "0002_what_was_said_is_kept"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="forecastrecord",
            name="campaigns",
            field=models.JSONField(default=list),
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
                    "forecast",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="allocations",
                        to="capacity.forecastrecord",
                    ),
                ),
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
                "ordering": ["forecast", "number"],
                "constraints": [
                    models.UniqueConstraint(fields=("forecast", "number"), name="allocation_number_once"),
                    models.CheckConstraint(condition=models.Q(("number__gte", 1)), name="allocation_number_from_1"),
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
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="outlooks", to="capacity.staffingplan"
                    ),
                ),
                (
                    "reckoned_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
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
        # On SQLite a new column means a new table, and the guard goes with the old one.
        append_only("capacity_forecastrecord"),
        append_only("capacity_allocation"),
        append_only("capacity_outlook"),
    ]
