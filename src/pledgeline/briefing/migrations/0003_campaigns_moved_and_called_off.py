import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("briefing", "0002_what_was_told_is_fixed"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField("campaign", "changed_at", models.DateTimeField(null=True)),
        migrations.AddField("campaign", "cancelled_at", models.DateTimeField(null=True)),
        migrations.AddField(
            "campaign",
            "cancelled_by",
            models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField("campaign", "cancelled_because", models.TextField(blank=True, default="")),
        migrations.AddConstraint(
            model_name="campaign",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("cancelled_at__isnull", True), ("cancelled_because", "")),
                    models.Q(("cancelled_at__isnull", False), models.Q(("cancelled_because", ""), _negated=True)),
                    _connector="OR",
                ),
                name="campaign_is_cancelled_with_a_reason",
            ),
        ),
    ]
