import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from pledgeline.organisation.append_only import append_only


def unchanged(*names):
    return " AND ".join(f"NEW.{name} = OLD.{name}" for name in names)


class Migration(migrations.Migration):
    dependencies = [
        ("partnership", "0004_what_is_settled_is_fixed"),
        ("organisation", "0002_audit_append_only"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Idea",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("centre", models.CharField(max_length=64)),
                ("created_at", models.DateTimeField()),
                ("number", models.PositiveIntegerField(unique=True)),
                ("side", models.CharField(max_length=8)),
                ("text", models.TextField()),
                ("signed", models.CharField(blank=True, max_length=100)),
                ("sent_on", models.DateField()),
                ("due_on", models.DateField()),
                ("outcome", models.CharField(blank=True, max_length=16)),
                ("answer_en", models.TextField(blank=True)),
                ("answer_zh", models.TextField(blank=True)),
                ("answered_on", models.DateField(null=True)),
                (
                    "answered_by",
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
            ],
            options={
                "ordering": ["-number"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="IdeaLink",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("centre", models.CharField(max_length=64)),
                ("created_at", models.DateTimeField()),
                ("token_hash", models.CharField(max_length=64, unique=True)),
                ("expires_on", models.DateField()),
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
                    "idea",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="link",
                        to="partnership.idea",
                    ),
                ),
            ],
            options={
                "ordering": ["token_hash"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="MirrorRating",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("centre", models.CharField(max_length=64)),
                ("created_at", models.DateTimeField()),
                ("quarter", models.CharField(max_length=7)),
                ("item", models.CharField(max_length=32)),
                ("score", models.PositiveSmallIntegerField()),
                ("comment", models.TextField(blank=True)),
                ("day", models.DateField()),
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
                "ordering": ["-quarter", "centre", "item"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="PulseRound",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("centre", models.CharField(max_length=64)),
                ("created_at", models.DateTimeField()),
                ("code", models.CharField(max_length=64, unique=True)),
                ("opens_on", models.DateField()),
                ("closes_on", models.DateField()),
                ("questions", models.JSONField()),
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
                "ordering": ["-opens_on", "centre"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="PulseLink",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("team", models.CharField(blank=True, max_length=64)),
                ("token_hash", models.CharField(max_length=64, unique=True)),
                ("used", models.BooleanField(default=False)),
                (
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="links", to="partnership.pulseround"
                    ),
                ),
            ],
            options={
                "ordering": ["token_hash"],
            },
        ),
        migrations.CreateModel(
            name="PulseTally",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("team", models.CharField(blank=True, max_length=64)),
                ("question", models.CharField(max_length=64)),
                ("answer", models.PositiveSmallIntegerField()),
                ("n", models.PositiveIntegerField(default=0)),
                (
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="tallies", to="partnership.pulseround"
                    ),
                ),
            ],
            options={
                "ordering": ["round", "team", "question", "answer"],
            },
        ),
        migrations.CreateModel(
            name="Recognition",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("centre", models.CharField(max_length=64)),
                ("created_at", models.DateTimeField()),
                ("number", models.PositiveIntegerField(unique=True)),
                ("side", models.CharField(max_length=8)),
                ("thanked", models.CharField(max_length=200)),
                ("text", models.TextField()),
                ("day", models.DateField()),
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
                "ordering": ["-number"],
                "abstract": False,
            },
        ),
        migrations.AddIndex(
            model_name="idea",
            index=models.Index(fields=["answered_on", "due_on"], name="idea_by_clock"),
        ),
        migrations.AddConstraint(
            model_name="idea",
            constraint=models.CheckConstraint(
                condition=models.Q(("text", ""), _negated=True), name="idea_says_something"
            ),
        ),
        migrations.AddConstraint(
            model_name="idea",
            constraint=models.CheckConstraint(
                condition=models.Q(("side__in", ["client", "centre"])), name="idea_side_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="idea",
            constraint=models.CheckConstraint(
                condition=models.Q(("due_on__gte", models.F("sent_on"))), name="idea_is_due_after_sending"
            ),
        ),
        migrations.AddConstraint(
            model_name="idea",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("answer_en", ""), ("answer_zh", ""), ("answered_on__isnull", True), ("outcome", "")),
                    models.Q(
                        ("answered_on__gte", models.F("sent_on")),
                        ("outcome__in", ["adopted", "not_adopted"]),
                        models.Q(("answer_en", ""), _negated=True),
                        models.Q(("answer_zh", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="idea_answer_is_whole",
            ),
        ),
        migrations.AddConstraint(
            model_name="mirrorrating",
            constraint=models.UniqueConstraint(fields=("centre", "quarter", "item"), name="rated_once_a_quarter"),
        ),
        migrations.AddConstraint(
            model_name="mirrorrating",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "item__in",
                        ["forecast", "campaign_notice", "change_notice", "definition_notice", "reply", "cooperation"],
                    )
                ),
                name="rating_item_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="mirrorrating",
            constraint=models.CheckConstraint(
                condition=models.Q(("score__in", [1, 2, 3, 4, 5])), name="rating_is_on_the_scale"
            ),
        ),
        migrations.AddConstraint(
            model_name="mirrorrating",
            constraint=models.CheckConstraint(
                condition=models.Q(("score__gt", 2), models.Q(("comment", ""), _negated=True), _connector="OR"),
                name="low_rating_says_why",
            ),
        ),
        migrations.AddConstraint(
            model_name="pulseround",
            constraint=models.CheckConstraint(
                condition=models.Q(("code", ""), _negated=True), name="pulse_round_is_named"
            ),
        ),
        migrations.AddConstraint(
            model_name="pulseround",
            constraint=models.CheckConstraint(
                condition=models.Q(("closes_on__gte", models.F("opens_on"))), name="pulse_round_closes_after_opening"
            ),
        ),
        migrations.AddConstraint(
            model_name="pulsetally",
            constraint=models.UniqueConstraint(fields=("round", "team", "question", "answer"), name="pulse_tally_once"),
        ),
        migrations.AddConstraint(
            model_name="pulsetally",
            constraint=models.CheckConstraint(
                condition=models.Q(("answer__in", [1, 2, 3, 4, 5])), name="pulse_answer_is_on_the_scale"
            ),
        ),
        migrations.AddConstraint(
            model_name="recognition",
            constraint=models.CheckConstraint(
                condition=models.Q(models.Q(("text", ""), _negated=True), models.Q(("thanked", ""), _negated=True)),
                name="recognition_says_whom_and_what",
            ),
        ),
        migrations.AddConstraint(
            model_name="recognition",
            constraint=models.CheckConstraint(
                condition=models.Q(("side__in", ["client", "centre"])), name="recognition_side_known"
            ),
        ),
        append_only("partnership_pulseround"),
        # A link is used once, and never again unused.
        append_only(
            "partnership_pulselink",
            update_allowed_if=f"NOT OLD.used AND NEW.used AND {unchanged('round_id', 'team', 'token_hash')}",
        ),
        # An answer adds one; nothing is ever taken away.
        append_only(
            "partnership_pulsetally",
            update_allowed_if=f"NEW.n = OLD.n + 1 AND {unchanged('round_id', 'team', 'question', 'answer')}",
        ),
        # An idea is answered once, and what was proposed stays.
        append_only(
            "partnership_idea",
            update_allowed_if="OLD.answered_on IS NULL AND "
            + unchanged("number", "centre", "side", "text", "signed", "sent_on", "due_on", "created_at"),
        ),
        append_only(
            "partnership_idealink",
            update_allowed_if=f"OLD.idea_id IS NULL AND {unchanged('centre', 'token_hash', 'expires_on')}",
        ),
        append_only("partnership_recognition"),
        append_only("partnership_mirrorrating"),
    ]
