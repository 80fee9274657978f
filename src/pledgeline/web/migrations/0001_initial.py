import uuid

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
            name="HandIn",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("register", models.CharField(max_length=64)),
                ("file_name", models.CharField(max_length=255)),
                ("data", models.BinaryField()),
                ("base", models.CharField(max_length=64)),
                ("preview", models.JSONField()),
                ("handed_in_at", models.DateTimeField()),
                (
                    "handed_in_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "ordering": ["-handed_in_at"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("register", ""), _negated=True), models.Q(("base", ""), _negated=True)
                        ),
                        name="hand_in_names_register_and_base",
                    )
                ],
            },
        ),
    ]
