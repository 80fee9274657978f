import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from pledgeline.organisation.append_only import append_only


class Migration(migrations.Migration):
    dependencies = [("organisation", "0003_notifications")]

    operations = [
        migrations.CreateModel(
            name="ParameterSetting",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=64)),
                ("value", models.FloatField()),
                ("valid_from", models.DateField()),
                ("reason", models.TextField()),
                ("set_at", models.DateTimeField()),
                (
                    "set_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["code", "valid_from", "pk"],
                "indexes": [models.Index(fields=["code", "valid_from"], name="number_by_day")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("code", ""), _negated=True) & models.Q(("reason", ""), _negated=True),
                        name="number_is_set_with_a_reason",
                    )
                ],
            },
        ),
        append_only("organisation_parametersetting"),
    ]
