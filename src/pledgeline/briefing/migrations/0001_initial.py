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
            name="Briefing",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=64, unique=True)),
                ("kind", models.CharField(max_length=16)),
                ("created_at", models.DateTimeField()),
            ],
            options={
                "ordering": ["code"],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("code", ""), _negated=True), name="briefing_has_a_code"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("kind__in", ["promise", "campaign", "change", "incident", "regulation", "knowledge"])
                        ),
                        name="briefing_kind_is_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="BriefingVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField()),
                ("title_en", models.CharField(max_length=200)),
                ("title_zh", models.CharField(max_length=200)),
                ("body_en", models.TextField()),
                ("body_zh", models.TextField()),
                ("promises", models.JSONField(blank=True, default=list)),
                ("centres", models.JSONField(blank=True, default=list)),
                ("services", models.JSONField(blank=True, default=list)),
                ("channels", models.JSONField(blank=True, default=list)),
                ("languages", models.JSONField(blank=True, default=list)),
                ("duties", models.JSONField(blank=True, default=list)),
                ("effective_from", models.DateField()),
                ("effective_to", models.DateField(blank=True, null=True)),
                ("acknowledge_by", models.DateField()),
                ("questions", models.JSONField(blank=True, default=list)),
                ("state", models.CharField(default="draft", max_length=16)),
                ("published_at", models.DateTimeField(null=True)),
                ("created_at", models.DateTimeField()),
                (
                    "briefing",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="versions", to="briefing.briefing"
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
                    "published_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["briefing__code", "number"],
                "indexes": [
                    models.Index(fields=["state", "effective_from"], name="briefing_by_effect"),
                    models.Index(fields=["state", "acknowledge_by"], name="briefing_by_deadline"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("briefing", "number"), name="briefing_version_number_once"),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "draft")), fields=("briefing",), name="briefing_has_one_draft"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "published")),
                        fields=("briefing",),
                        name="briefing_has_one_published_version",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("number__gte", 1)), name="briefing_version_number_from_1"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("title_en", ""), _negated=True),
                            models.Q(("title_zh", ""), _negated=True),
                            models.Q(("body_en", ""), _negated=True),
                            models.Q(("body_zh", ""), _negated=True),
                        ),
                        name="briefing_is_said_in_both_languages",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("effective_to__isnull", True),
                            ("effective_to__gt", models.F("effective_from")),
                            _connector="OR",
                        ),
                        name="briefing_version_ends_after_start",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("published_at__isnull", True), ("state", "draft")),
                            models.Q(("published_at__isnull", False), ("state__in", ["published", "superseded"])),
                            _connector="OR",
                        ),
                        name="briefing_version_state_has_its_moment",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Campaign",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=64, unique=True)),
                ("name_en", models.CharField(max_length=120)),
                ("name_zh", models.CharField(max_length=120)),
                ("promises", models.JSONField(blank=True, default=list)),
                ("centres", models.JSONField(blank=True, default=list)),
                ("services", models.JSONField(blank=True, default=list)),
                ("first_day", models.DateField()),
                ("last_day", models.DateField()),
                ("created_at", models.DateTimeField()),
                ("changed_at", models.DateTimeField(null=True)),
                ("cancelled_at", models.DateTimeField(null=True)),
                ("cancelled_because", models.TextField(blank=True, default="")),
                (
                    "briefing",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="campaigns",
                        to="briefing.briefing",
                    ),
                ),
                (
                    "cancelled_by",
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
                "ordering": ["-first_day", "code"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("code", ""), _negated=True),
                            models.Q(("name_en", ""), _negated=True),
                            models.Q(("name_zh", ""), _negated=True),
                        ),
                        name="campaign_is_named",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("last_day__gte", models.F("first_day"))), name="campaign_ends_after_start"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("cancelled_at__isnull", True), ("cancelled_because", "")),
                            models.Q(
                                ("cancelled_at__isnull", False), models.Q(("cancelled_because", ""), _negated=True)
                            ),
                            _connector="OR",
                        ),
                        name="campaign_is_cancelled_with_a_reason",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Draw",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("centre", models.CharField(max_length=64)),
                ("seed", models.CharField(max_length=64)),
                ("candidates", models.JSONField()),
                ("drawn", models.JSONField()),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="draws", to="briefing.briefingversion"
                    ),
                ),
            ],
            options={
                "ordering": ["-at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="ExpectedContacts",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("day", models.DateField()),
                ("channel", models.CharField(max_length=16)),
                ("contacts", models.PositiveIntegerField()),
                (
                    "campaign",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="expected", to="briefing.campaign"
                    ),
                ),
            ],
            options={
                "ordering": ["day", "channel"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("campaign", "day", "channel"), name="expected_once_a_day_and_channel"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Member",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("centre", models.CharField(max_length=64)),
                ("code", models.CharField(max_length=64)),
                ("name", models.CharField(max_length=120)),
                ("services", models.JSONField(blank=True, default=list)),
                ("channels", models.JSONField(blank=True, default=list)),
                ("language", models.CharField(blank=True, max_length=10)),
                ("duty", models.CharField(default="agent", max_length=16)),
                ("shift", models.CharField(blank=True, max_length=40)),
                ("joined_on", models.DateField()),
                ("left_on", models.DateField(blank=True, null=True)),
                ("username", models.CharField(blank=True, max_length=150)),
            ],
            options={
                "ordering": ["centre", "code"],
                "constraints": [
                    models.UniqueConstraint(fields=("centre", "code"), name="roster_names_a_person_once"),
                    models.UniqueConstraint(
                        condition=models.Q(("username", ""), _negated=True),
                        fields=("username",),
                        name="roster_names_a_user_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("centre", ""), _negated=True),
                            models.Q(("code", ""), _negated=True),
                            models.Q(("name", ""), _negated=True),
                        ),
                        name="roster_row_is_named",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("duty__in", ["agent", "team_lead", "quality", "trainer"])),
                        name="roster_duty_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("left_on__isnull", True), ("left_on__gt", models.F("joined_on")), _connector="OR"
                        ),
                        name="roster_leaves_after_joining",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Link",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("token_hash", models.CharField(max_length=64, unique=True)),
                ("purpose", models.CharField(default="acknowledge", max_length=16)),
                ("issued_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField()),
                ("used_at", models.DateTimeField(null=True)),
                (
                    "issued_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="links", to="briefing.briefingversion"
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="links", to="briefing.member"
                    ),
                ),
            ],
            options={
                "ordering": ["issued_at", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("expires_at__gt", models.F("issued_at"))), name="link_expires_after_issue"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("purpose__in", ["acknowledge", "check"])), name="link_purpose_is_known"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CheckResult",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("answers", models.JSONField()),
                ("right", models.PositiveSmallIntegerField()),
                ("asked", models.PositiveSmallIntegerField()),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="results",
                        to="briefing.briefingversion",
                    ),
                ),
                (
                    "draw",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="results",
                        to="briefing.draw",
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="results", to="briefing.member"
                    ),
                ),
            ],
            options={
                "ordering": ["at", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("asked__gte", 1), ("right__lte", models.F("asked"))),
                        name="check_right_among_asked",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Acknowledgement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("way", models.CharField(max_length=8)),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="acknowledgements",
                        to="briefing.briefingversion",
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="acknowledgements",
                        to="briefing.member",
                    ),
                ),
            ],
            options={
                "ordering": ["version", "member"],
                "constraints": [
                    models.UniqueConstraint(fields=("version", "member"), name="acknowledged_once"),
                    models.CheckConstraint(
                        condition=models.Q(("way__in", ["self", "lead", "sheet", "link"])),
                        name="acknowledgement_way_is_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Override",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=120)),
                ("reason", models.TextField()),
                ("at", models.DateTimeField()),
                ("red", models.JSONField()),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "campaign",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="overrides", to="briefing.campaign"
                    ),
                ),
            ],
            options={
                "ordering": ["-at", "-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("name", ""), _negated=True), models.Q(("reason", ""), _negated=True)
                        ),
                        name="override_names_who_and_why",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Question",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField(unique=True)),
                ("centre", models.CharField(max_length=64)),
                ("service", models.CharField(max_length=64)),
                ("text", models.TextField()),
                ("asked_at", models.DateTimeField()),
                ("due_at", models.DateTimeField()),
                ("outcome", models.CharField(blank=True, max_length=16)),
                ("question_en", models.TextField(blank=True)),
                ("question_zh", models.TextField(blank=True)),
                ("answer_en", models.TextField(blank=True)),
                ("answer_zh", models.TextField(blank=True)),
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
                    "asked_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="asked_questions",
                        to="briefing.briefingversion",
                    ),
                ),
            ],
            options={
                "ordering": ["number"],
                "indexes": [models.Index(fields=["answered_at", "due_at"], name="question_by_clock")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("text", ""), _negated=True), name="question_says_something"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("due_at__gte", models.F("asked_at"))), name="question_is_due_after_asking"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("answered_at__isnull", True), ("outcome", "")),
                            models.Q(
                                ("answered_at__isnull", False),
                                ("outcome__in", ["faq", "new_version"]),
                                models.Q(("answer_en", ""), _negated=True),
                                models.Q(("answer_zh", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="question_answer_is_whole",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Reminder",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("centre", models.CharField(max_length=64)),
                ("day", models.DateField()),
                ("outstanding", models.PositiveIntegerField()),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reminders",
                        to="briefing.briefingversion",
                    ),
                ),
            ],
            options={
                "ordering": ["day", "version", "centre"],
                "constraints": [
                    models.UniqueConstraint(fields=("version", "centre", "day"), name="reminded_once_a_day")
                ],
            },
        ),
        migrations.CreateModel(
            name="ShiftCover",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("service", models.CharField(max_length=64)),
                ("channels", models.JSONField(blank=True, default=list)),
                ("first_day", models.DateField()),
                ("last_day", models.DateField()),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="covers", to="briefing.member"
                    ),
                ),
            ],
            options={
                "ordering": ["member__centre", "member__code", "first_day", "service"],
                "constraints": [
                    models.UniqueConstraint(fields=("member", "service", "first_day"), name="cover_is_named_once"),
                    models.CheckConstraint(
                        condition=models.Q(("last_day__gte", models.F("first_day"))), name="cover_ends_after_start"
                    ),
                ],
            },
        ),
    ]
