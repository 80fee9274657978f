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
            name="Audit",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("centre", models.CharField(max_length=64)),
                ("created_at", models.DateTimeField()),
                ("code", models.CharField(max_length=64, unique=True)),
                ("day", models.DateField()),
                ("auditor", models.CharField(max_length=200)),
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
                "ordering": ["centre", "-day"],
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("code", ""), _negated=True), models.Q(("auditor", ""), _negated=True)
                        ),
                        name="audit_is_named",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Certificate",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("centre", models.CharField(max_length=64)),
                ("created_at", models.DateTimeField()),
                ("number", models.CharField(max_length=64)),
                ("body", models.CharField(max_length=200)),
                ("services", models.JSONField(blank=True, default=list)),
                ("valid_from", models.DateField()),
                ("valid_to", models.DateField()),
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
                "ordering": ["centre", "-valid_to"],
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(fields=("centre", "number"), name="certificate_number_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("number", ""), _negated=True), models.Q(("body", ""), _negated=True)
                        ),
                        name="certificate_is_named",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("valid_to__gte", models.F("valid_from"))),
                        name="certificate_ends_after_start",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Escalation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("centre", models.CharField(max_length=64)),
                ("created_at", models.DateTimeField()),
                ("number", models.PositiveIntegerField(unique=True)),
                ("side", models.CharField(max_length=8)),
                ("title", models.CharField(max_length=200)),
                ("closed_at", models.DateTimeField(null=True)),
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
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("side__in", ["client", "centre"])), name="escalation_side_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("title", ""), _negated=True), name="escalation_has_a_title"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="EscalationStep",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("level", models.PositiveSmallIntegerField()),
                ("text", models.TextField()),
                ("raised_at", models.DateTimeField()),
                ("due_at", models.DateTimeField()),
                ("answer", models.TextField(blank=True)),
                ("answered_at", models.DateTimeField(null=True)),
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
                    "escalation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="steps", to="partnership.escalation"
                    ),
                ),
                (
                    "raised_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["escalation", "level"],
                "constraints": [
                    models.UniqueConstraint(fields=("escalation", "level"), name="escalation_level_once"),
                    models.CheckConstraint(condition=models.Q(("level__in", [1, 2, 3])), name="escalation_level_known"),
                    models.CheckConstraint(
                        condition=models.Q(("text", ""), _negated=True), name="escalation_step_says_something"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("answer", ""), ("answered_at__isnull", True)),
                            models.Q(models.Q(("answer", ""), _negated=True), ("answered_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="escalation_answered_whole",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Gap",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("centre", models.CharField(max_length=64)),
                ("created_at", models.DateTimeField()),
                ("number", models.PositiveIntegerField()),
                ("heading", models.CharField(max_length=64)),
                ("severity", models.CharField(max_length=16)),
                ("found", models.TextField()),
                ("plan", models.TextField(blank=True)),
                ("due", models.DateField(null=True)),
                ("closed", models.DateField(null=True)),
                (
                    "audit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="gaps", to="partnership.audit"
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
                "ordering": ["centre", "audit__code", "number"],
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(fields=("audit", "number"), name="gap_number_once"),
                    models.CheckConstraint(
                        condition=models.Q(("severity__in", ["major", "minor"])), name="gap_severity_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("found", ""), _negated=True), name="gap_says_what_was_found"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("due__isnull", True), models.Q(("plan", ""), _negated=True), _connector="OR"
                        ),
                        name="gap_date_has_a_plan",
                    ),
                ],
            },
        ),
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
                "indexes": [models.Index(fields=["answered_on", "due_on"], name="idea_by_clock")],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("text", ""), _negated=True), name="idea_says_something"),
                    models.CheckConstraint(
                        condition=models.Q(("side__in", ["client", "centre"])), name="idea_side_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("due_on__gte", models.F("sent_on"))), name="idea_is_due_after_sending"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("answer_en", ""), ("answer_zh", ""), ("answered_on__isnull", True), ("outcome", "")
                            ),
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
                ],
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
            name="Improvement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("centre", models.CharField(max_length=64)),
                ("created_at", models.DateTimeField()),
                ("code", models.CharField(max_length=64, unique=True)),
                ("side", models.CharField(max_length=8)),
                ("owner", models.CharField(max_length=200)),
                ("title_en", models.CharField(max_length=200)),
                ("title_zh", models.CharField(max_length=200)),
                ("cause_en", models.TextField()),
                ("cause_zh", models.TextField()),
                ("source_kind", models.CharField(blank=True, max_length=32)),
                ("source_key", models.CharField(blank=True, max_length=160)),
                ("opened_on", models.DateField()),
                ("due", models.DateField()),
                ("promise", models.CharField(blank=True, max_length=64)),
                ("measure", models.JSONField(blank=True, default=dict)),
                ("before", models.JSONField(blank=True, default=dict)),
                ("after_first", models.DateField(null=True)),
                ("after_last", models.DateField(null=True)),
                ("state", models.CharField(default="open", max_length=16)),
                ("done_on", models.DateField(null=True)),
                ("done_note", models.TextField(blank=True)),
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
                "ordering": ["due", "code"],
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("code", ""), _negated=True),
                            models.Q(("owner", ""), _negated=True),
                            models.Q(("title_en", ""), _negated=True),
                            models.Q(("title_zh", ""), _negated=True),
                        ),
                        name="action_is_named",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("cause_en", ""), _negated=True), models.Q(("cause_zh", ""), _negated=True)
                        ),
                        name="action_has_a_cause",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("side__in", ["client", "centre"])), name="action_side_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["open", "done", "effective", "not_effective"])),
                        name="action_state_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("due__gte", models.F("opened_on"))), name="action_due_after_opening"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("after_first__isnull", True), ("after_last__isnull", True)),
                            models.Q(
                                ("after_first__gt", models.F("opened_on")), ("after_last__gte", models.F("after_first"))
                            ),
                            _connector="OR",
                        ),
                        name="action_judged_by_later_days",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("done_on__isnull", True), ("state", "open")),
                            models.Q(("done_on__isnull", False), ("state__in", ["done", "effective", "not_effective"])),
                            _connector="OR",
                        ),
                        name="action_state_has_its_day",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="EffectCheck",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField()),
                ("metric_version", models.CharField(max_length=16)),
                ("snapshot", models.CharField(max_length=64)),
                ("good", models.PositiveIntegerField()),
                ("n", models.PositiveIntegerField()),
                ("effect", models.CharField(max_length=24)),
                ("reason_code", models.CharField(max_length=64)),
                ("reason_numbers", models.JSONField(default=dict)),
                ("checked_at", models.DateTimeField()),
                (
                    "checked_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "improvement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="checks", to="partnership.improvement"
                    ),
                ),
            ],
            options={
                "ordering": ["improvement", "number"],
                "constraints": [
                    models.UniqueConstraint(fields=("improvement", "number"), name="effect_check_number_once"),
                    models.CheckConstraint(
                        condition=models.Q(("effect__in", ["effective", "not_effective", "not_demonstrated"])),
                        name="effect_known",
                    ),
                ],
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
                "constraints": [
                    models.UniqueConstraint(fields=("centre", "quarter", "item"), name="rated_once_a_quarter"),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "item__in",
                                [
                                    "forecast",
                                    "campaign_notice",
                                    "change_notice",
                                    "definition_notice",
                                    "reply",
                                    "cooperation",
                                ],
                            )
                        ),
                        name="rating_item_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("score__in", [1, 2, 3, 4, 5])), name="rating_is_on_the_scale"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("score__gt", 2), models.Q(("comment", ""), _negated=True), _connector="OR"),
                        name="low_rating_says_why",
                    ),
                ],
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
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("code", ""), _negated=True), name="pulse_round_is_named"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("closes_on__gte", models.F("opens_on"))),
                        name="pulse_round_closes_after_opening",
                    ),
                ],
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
                "constraints": [
                    models.UniqueConstraint(fields=("round", "team", "question", "answer"), name="pulse_tally_once"),
                    models.CheckConstraint(
                        condition=models.Q(("answer__in", [1, 2, 3, 4, 5])), name="pulse_answer_is_on_the_scale"
                    ),
                ],
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
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("text", ""), _negated=True), models.Q(("thanked", ""), _negated=True)
                        ),
                        name="recognition_says_whom_and_what",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("side__in", ["client", "centre"])), name="recognition_side_known"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Remark",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("centre", models.CharField(max_length=64)),
                ("created_at", models.DateTimeField()),
                ("number", models.PositiveIntegerField(unique=True)),
                ("subject_kind", models.CharField(max_length=32)),
                ("subject_key", models.CharField(max_length=160)),
                ("side", models.CharField(max_length=8)),
                ("text_en", models.TextField(blank=True)),
                ("text_zh", models.TextField(blank=True)),
                ("name", models.CharField(blank=True, max_length=200)),
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
                "ordering": ["number"],
                "abstract": False,
                "indexes": [models.Index(fields=["subject_kind", "subject_key"], name="remark_subject")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("side__in", ["client", "centre"])), name="remark_side_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("text_en", ""), _negated=True),
                            models.Q(("text_zh", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="remark_says_something",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("subject_kind", ""), _negated=True), models.Q(("subject_key", ""), _negated=True)
                        ),
                        name="remark_hangs_on_something",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Attachment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("place", models.PositiveSmallIntegerField()),
                ("name", models.CharField(max_length=120)),
                ("media_type", models.CharField(max_length=100)),
                ("size", models.PositiveIntegerField()),
                ("sha256", models.CharField(max_length=64)),
                (
                    "remark",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="attachments", to="partnership.remark"
                    ),
                ),
            ],
            options={
                "ordering": ["remark", "place"],
                "constraints": [
                    models.UniqueConstraint(fields=("remark", "place"), name="attachment_place_once"),
                    models.CheckConstraint(
                        condition=models.Q(("size__gte", 1), models.Q(("sha256", ""), _negated=True)),
                        name="attachment_has_bytes",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ReviewSeries",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("centre", models.CharField(max_length=64)),
                ("created_at", models.DateTimeField()),
                ("code", models.CharField(max_length=64, unique=True)),
                ("title_en", models.CharField(max_length=200)),
                ("title_zh", models.CharField(max_length=200)),
                ("every_months", models.PositiveSmallIntegerField()),
                ("first_due", models.DateField()),
                ("agenda", models.JSONField(default=list)),
                ("ended_on", models.DateField(null=True)),
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
                "ordering": ["centre", "code"],
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("code", ""), _negated=True),
                            models.Q(("title_en", ""), _negated=True),
                            models.Q(("title_zh", ""), _negated=True),
                        ),
                        name="series_has_code_and_title",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("every_months__gte", 1), ("every_months__lte", 12)),
                        name="series_is_held_once_a_year_or_more",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Review",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("centre", models.CharField(max_length=64)),
                ("created_at", models.DateTimeField()),
                ("number", models.PositiveIntegerField()),
                ("due", models.DateField()),
                ("first_day", models.DateField()),
                ("last_day", models.DateField()),
                ("snapshot", models.CharField(blank=True, max_length=64)),
                ("agenda", models.JSONField(default=list)),
                ("preread", models.JSONField(default=dict)),
                ("digest", models.CharField(max_length=64)),
                ("prepared_at", models.DateTimeField()),
                ("held_on", models.DateField(null=True)),
                ("attended", models.TextField(blank=True)),
                ("minutes_en", models.TextField(blank=True)),
                ("minutes_zh", models.TextField(blank=True)),
                ("decisions", models.JSONField(default=list)),
                ("minuted_at", models.DateTimeField(null=True)),
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
                    "minuted_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "series",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reviews",
                        to="partnership.reviewseries",
                    ),
                ),
            ],
            options={
                "ordering": ["series__code", "-number"],
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(fields=("series", "number"), name="review_number_once"),
                    models.UniqueConstraint(
                        condition=models.Q(("held_on__isnull", True)),
                        fields=("series",),
                        name="series_has_one_review_to_come",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("last_day__gte", models.F("first_day"))), name="review_ends_after_start"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("held_on__isnull", True), ("minuted_at__isnull", True)),
                            models.Q(
                                ("held_on__isnull", False),
                                ("minuted_at__isnull", False),
                                models.Q(("minutes_en", ""), _negated=True),
                                models.Q(("minutes_zh", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="review_held_has_minutes",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Terms",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("centre", models.CharField(max_length=64)),
                ("created_at", models.DateTimeField()),
                ("code", models.CharField(max_length=48, unique=True)),
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
                "ordering": ["code"],
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("code", ""), _negated=True), models.Q(("centre", ""), _negated=True)
                        ),
                        name="terms_have_code_and_centre",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ExclusionWindow",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("centre", models.CharField(max_length=64)),
                ("created_at", models.DateTimeField()),
                ("number", models.PositiveIntegerField()),
                ("exclusion", models.CharField(max_length=64)),
                ("first_day", models.DateField()),
                ("last_day", models.DateField()),
                ("from_hour", models.PositiveSmallIntegerField(default=0)),
                ("to_hour", models.PositiveSmallIntegerField(default=24)),
                ("services", models.JSONField(blank=True, default=list)),
                ("channels", models.JSONField(blank=True, default=list)),
                ("reason_en", models.TextField()),
                ("reason_zh", models.TextField()),
                ("withdrawn_at", models.DateTimeField(null=True)),
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
                    "terms",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="windows", to="partnership.terms"
                    ),
                ),
            ],
            options={
                "ordering": ["terms__code", "number"],
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(fields=("terms", "number"), name="window_number_once"),
                    models.CheckConstraint(
                        condition=models.Q(("last_day__gte", models.F("first_day"))), name="window_ends_after_start"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("to_hour__gt", models.F("from_hour")), ("to_hour__lte", 24)),
                        name="window_hours_are_of_a_day",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("reason_en", ""), _negated=True), models.Q(("reason_zh", ""), _negated=True)
                        ),
                        name="window_has_a_reason",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="TermsVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField()),
                ("agreed", models.JSONField()),
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
                    "terms",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="versions", to="partnership.terms"
                    ),
                ),
            ],
            options={
                "ordering": ["terms__code", "number"],
                "constraints": [
                    models.UniqueConstraint(fields=("terms", "number"), name="terms_version_number_once"),
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ["draft", "offered"])),
                        fields=("terms",),
                        name="terms_have_one_version_under_way",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("effective_to__isnull", True), ("state__in", ["signed", "superseded"])),
                        fields=("terms",),
                        name="terms_have_one_open_version",
                    ),
                    models.CheckConstraint(condition=models.Q(("number__gte", 1)), name="terms_version_number_from_1"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("effective_to__isnull", True),
                            ("effective_to__gt", models.F("effective_from")),
                            _connector="OR",
                        ),
                        name="terms_version_ends_after_start",
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
                        name="terms_state_has_its_days",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Statement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("centre", models.CharField(max_length=64)),
                ("created_at", models.DateTimeField()),
                ("code", models.CharField(max_length=64, unique=True)),
                ("month", models.DateField()),
                ("number", models.PositiveIntegerField()),
                ("first_day", models.DateField()),
                ("last_day", models.DateField()),
                ("snapshot", models.CharField(max_length=64)),
                ("program", models.CharField(max_length=32)),
                ("currency", models.CharField(max_length=3)),
                ("uncapped", models.DecimalField(decimal_places=2, max_digits=14)),
                ("due", models.DecimalField(decimal_places=2, max_digits=14)),
                ("volumes", models.JSONField(default=list)),
                ("digest", models.CharField(max_length=64)),
                ("why_en", models.TextField(blank=True)),
                ("why_zh", models.TextField(blank=True)),
                ("state", models.CharField(default="draft", max_length=16)),
                ("shown_at", models.DateTimeField(null=True)),
                ("objections_until", models.DateField(null=True)),
                ("agreed_at", models.DateTimeField(null=True)),
                ("agreed_name", models.CharField(blank=True, max_length=200)),
                ("frozen_at", models.DateTimeField(null=True)),
                (
                    "agreed_by",
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
                    "frozen_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "replaces",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="restated_by",
                        to="partnership.statement",
                    ),
                ),
                (
                    "terms",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="statements", to="partnership.terms"
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="statements",
                        to="partnership.termsversion",
                    ),
                ),
            ],
            options={
                "ordering": ["-month", "code"],
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(fields=("terms", "month", "number"), name="statement_number_once"),
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ["draft", "shown"])),
                        fields=("terms", "month"),
                        name="statement_of_a_month_under_way_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["draft", "shown", "frozen", "withdrawn"])),
                        name="statement_state_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("replaces__isnull", True),
                            models.Q(models.Q(("why_en", ""), _negated=True), models.Q(("why_zh", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="restatement_says_why",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("objections_until__isnull", True), ("shown_at__isnull", True)),
                            models.Q(("objections_until__isnull", False), ("shown_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="statement_shown_has_a_date_to_object",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("frozen_at__isnull", True), ("shown_at__isnull", True), ("state", "draft")),
                            models.Q(("frozen_at__isnull", True), ("shown_at__isnull", False), ("state", "shown")),
                            models.Q(("frozen_at__isnull", False), ("shown_at__isnull", False), ("state", "frozen")),
                            models.Q(("frozen_at__isnull", True), ("state", "withdrawn")),
                            _connector="OR",
                        ),
                        name="statement_state_has_its_moments",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="StatementLine",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("place", models.PositiveIntegerField()),
                ("rule", models.CharField(max_length=64)),
                ("contract", models.CharField(max_length=64)),
                ("contract_number", models.PositiveIntegerField()),
                ("metric", models.CharField(max_length=64)),
                ("metric_version", models.CharField(max_length=16)),
                ("params", models.JSONField(default=dict)),
                ("figure", models.CharField(max_length=64)),
                ("services", models.JSONField(default=list)),
                ("channels", models.JSONField(default=list)),
                ("raw_good", models.PositiveIntegerField()),
                ("raw_n", models.PositiveIntegerField()),
                ("adjusted_good", models.PositiveIntegerField()),
                ("adjusted_n", models.PositiveIntegerField()),
                ("windows", models.JSONField(default=list)),
                ("amount_raw", models.DecimalField(decimal_places=2, max_digits=14)),
                ("amount_adjusted", models.DecimalField(decimal_places=2, max_digits=14)),
                ("reason_code", models.CharField(max_length=64)),
                ("reason_numbers", models.JSONField(default=dict)),
                (
                    "statement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="lines", to="partnership.statement"
                    ),
                ),
            ],
            options={
                "ordering": ["statement", "place"],
                "constraints": [
                    models.UniqueConstraint(fields=("statement", "rule"), name="statement_line_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("raw_good__lte", models.F("raw_n")), ("adjusted_good__lte", models.F("adjusted_n"))
                        ),
                        name="line_counts_fit",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Objection",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("text", models.TextField()),
                ("raised_at", models.DateTimeField()),
                ("answer_due", models.DateField()),
                ("outcome", models.CharField(blank=True, max_length=16)),
                ("answer", models.TextField(blank=True)),
                ("answered_at", models.DateTimeField(null=True)),
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
                    "raised_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "line",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="objection",
                        to="partnership.statementline",
                    ),
                ),
            ],
            options={
                "ordering": ["line"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("text", ""), _negated=True), name="objection_says_something"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("outcome__in", ["", "accepted", "rejected"])),
                        name="objection_outcome_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("answer", ""), ("answered_at__isnull", True), ("outcome", "")),
                            models.Q(
                                models.Q(("outcome", ""), _negated=True),
                                models.Q(("answer", ""), _negated=True),
                                ("answered_at__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="objection_answered_whole",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="TermsSignature",
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
                        to="partnership.termsversion",
                    ),
                ),
            ],
            options={
                "ordering": ["signed_at", "pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("version", "side", "digest"), name="terms_signed_once_by_a_side"),
                    models.CheckConstraint(
                        condition=models.Q(("side__in", ["client", "centre"])), name="terms_side_is_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("name", ""), _negated=True), name="terms_signature_has_a_name"
                    ),
                ],
            },
        ),
    ]
