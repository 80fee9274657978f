import django.contrib.auth.validators
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import pledgeline.kernel.channels
import pledgeline.organisation.core.dispatch
import pledgeline.organisation.core.roles


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
    ]

    operations = [
        migrations.CreateModel(
            name="AuditEntry",
            fields=[
                ("seq", models.PositiveBigIntegerField(primary_key=True, serialize=False)),
                ("at", models.DateTimeField()),
                ("actor", models.CharField(blank=True, max_length=150)),
                ("action", models.CharField(max_length=64)),
                ("room", models.CharField(max_length=32)),
                ("object_kind", models.CharField(max_length=64)),
                ("object_key", models.CharField(max_length=200)),
                ("data", models.TextField()),
                ("previous_hash", models.CharField(max_length=64)),
                ("hash", models.CharField(max_length=64, unique=True)),
            ],
            options={
                "verbose_name_plural": "audit entries",
                "ordering": ["seq"],
                "indexes": [models.Index(fields=["object_kind", "object_key"], name="audit_object")],
                "constraints": [models.CheckConstraint(condition=models.Q(("seq__gte", 1)), name="audit_seq_from_1")],
            },
        ),
        migrations.CreateModel(
            name="AuditHead",
            fields=[
                ("id", models.PositiveSmallIntegerField(default=1, primary_key=True, serialize=False)),
                ("seq", models.PositiveBigIntegerField(default=0)),
                (
                    "hash",
                    models.CharField(
                        default="0000000000000000000000000000000000000000000000000000000000000000", max_length=64
                    ),
                ),
            ],
            options={
                "constraints": [models.CheckConstraint(condition=models.Q(("id", 1)), name="audit_head_is_one_row")],
            },
        ),
        migrations.CreateModel(
            name="Centre",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=64, unique=True)),
                ("name_en", models.CharField(max_length=120)),
                ("name_zh", models.CharField(max_length=120)),
                ("kind", models.CharField(max_length=16)),
                ("zone", models.CharField(max_length=64)),
            ],
            options={
                "ordering": ["code"],
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("code", ""), _negated=True),
                            models.Q(("name_en", ""), _negated=True),
                            models.Q(("name_zh", ""), _negated=True),
                        ),
                        name="centre_is_named",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                [
                                    pledgeline.organisation.core.roles.CentreKind["IN_HOUSE"],
                                    pledgeline.organisation.core.roles.CentreKind["OUTSOURCED"],
                                ],
                            )
                        ),
                        name="centre_kind_is_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="User",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("password", models.CharField(max_length=128, verbose_name="password")),
                ("last_login", models.DateTimeField(blank=True, null=True, verbose_name="last login")),
                (
                    "is_superuser",
                    models.BooleanField(
                        default=False,
                        help_text="Designates that this user has all permissions without explicitly assigning them.",
                        verbose_name="superuser status",
                    ),
                ),
                (
                    "username",
                    models.CharField(
                        error_messages={"unique": "A user with that username already exists."},
                        help_text="Required. 150 characters or fewer. Letters, digits and @/./+/-/_ only.",
                        max_length=150,
                        unique=True,
                        validators=[django.contrib.auth.validators.UnicodeUsernameValidator()],
                        verbose_name="username",
                    ),
                ),
                ("email", models.EmailField(blank=True, max_length=254, verbose_name="email address")),
                (
                    "is_staff",
                    models.BooleanField(
                        default=False,
                        help_text="Designates whether the user can log into this admin site.",
                        verbose_name="staff status",
                    ),
                ),
                (
                    "is_active",
                    models.BooleanField(
                        default=True,
                        help_text="Designates whether this user should be treated as active. Unselect this instead of deleting accounts.",
                        verbose_name="active",
                    ),
                ),
                ("date_joined", models.DateTimeField(default=django.utils.timezone.now, verbose_name="date joined")),
                ("name", models.CharField(blank=True, max_length=120)),
                ("role", models.CharField(max_length=16)),
                ("language", models.CharField(blank=True, default="", max_length=10)),
                ("unread", models.PositiveIntegerField(default=0)),
                (
                    "groups",
                    models.ManyToManyField(
                        blank=True,
                        help_text="The groups this user belongs to. A user will get all permissions granted to each of their groups.",
                        related_name="user_set",
                        related_query_name="user",
                        to="auth.group",
                        verbose_name="groups",
                    ),
                ),
                (
                    "user_permissions",
                    models.ManyToManyField(
                        blank=True,
                        help_text="Specific permissions for this user.",
                        related_name="user_set",
                        related_query_name="user",
                        to="auth.permission",
                        verbose_name="user permissions",
                    ),
                ),
                (
                    "centre",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="people",
                        to="organisation.centre",
                    ),
                ),
            ],
            options={
                "ordering": ["username"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("centre__isnull", False),
                                (
                                    "role__in",
                                    [
                                        pledgeline.organisation.core.roles.Role["CENTRE_MANAGER"],
                                        pledgeline.organisation.core.roles.Role["TEAM_LEAD"],
                                    ],
                                ),
                            ),
                            models.Q(
                                ("centre__isnull", True),
                                (
                                    "role__in",
                                    [
                                        pledgeline.organisation.core.roles.Role["ADMIN"],
                                        pledgeline.organisation.core.roles.Role["AUDITOR"],
                                        pledgeline.organisation.core.roles.Role["EXECUTIVE"],
                                        pledgeline.organisation.core.roles.Role["MANAGER"],
                                        pledgeline.organisation.core.roles.Role["OWNER"],
                                    ],
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="user_centre_roles_have_a_centre",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("is_staff", False), ("is_superuser", False)), name="user_is_never_superuser"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Notification",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=32, unique=True)),
                ("at", models.DateTimeField()),
                ("kind", models.CharField(max_length=64)),
                ("title_en", models.CharField(max_length=200)),
                ("title_zh", models.CharField(max_length=200)),
                ("body_en", models.TextField(blank=True)),
                ("body_zh", models.TextField(blank=True)),
                ("path", models.CharField(max_length=500)),
                ("subject_kind", models.CharField(max_length=64)),
                ("subject_key", models.CharField(max_length=200)),
                ("read_at", models.DateTimeField(null=True)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="notifications",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["-at", "-pk"],
                "indexes": [
                    models.Index(fields=["person", "-at", "-id"], name="notification_newest"),
                    models.Index(
                        condition=models.Q(("read_at__isnull", True)), fields=["person"], name="notification_unread"
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("title_en", ""), _negated=True),
                            models.Q(("title_zh", ""), _negated=True),
                            ("path__startswith", "/"),
                            models.Q(("path__startswith", "//"), _negated=True),
                        ),
                        name="notification_says_something_and_leads_inside",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="NotificationPreference",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("mail", models.CharField(max_length=16)),
                ("digest_at", models.TimeField()),
                ("quiet_from", models.TimeField(null=True)),
                ("quiet_until", models.TimeField(null=True)),
                ("zone", models.CharField(max_length=64)),
                (
                    "person",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="notification_preference",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "mail__in",
                                [
                                    pledgeline.organisation.core.dispatch.Mail["OFF"],
                                    pledgeline.organisation.core.dispatch.Mail["AT_ONCE"],
                                    pledgeline.organisation.core.dispatch.Mail["DAILY"],
                                ],
                            )
                        ),
                        name="notification_mail_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("quiet_from__isnull", True), ("quiet_until__isnull", True)),
                            models.Q(
                                ("quiet_from__isnull", False),
                                ("quiet_until__isnull", False),
                                models.Q(("quiet_from", models.F("quiet_until")), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="notification_quiet_hours_have_two_ends",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="OpeningCalendar",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=64, unique=True)),
                ("name_en", models.CharField(max_length=120)),
                ("name_zh", models.CharField(max_length=120)),
                ("zone", models.CharField(max_length=64)),
            ],
            options={
                "ordering": ["code"],
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("code", ""), _negated=True),
                            models.Q(("name_en", ""), _negated=True),
                            models.Q(("name_zh", ""), _negated=True),
                        ),
                        name="openingcalendar_is_named",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Opening",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("weekday", models.PositiveSmallIntegerField()),
                ("opens", models.TimeField()),
                ("closes", models.TimeField()),
                (
                    "calendar",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="openings",
                        to="organisation.openingcalendar",
                    ),
                ),
            ],
            options={
                "ordering": ["weekday", "opens"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("weekday__gte", 0), ("weekday__lte", 6)), name="opening_weekday_is_0_to_6"
                    ),
                    models.UniqueConstraint(fields=("calendar", "weekday", "opens"), name="opening_begins_once"),
                ],
            },
        ),
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
                        condition=models.Q(
                            models.Q(("code", ""), _negated=True), models.Q(("reason", ""), _negated=True)
                        ),
                        name="number_is_set_with_a_reason",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Service",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=64, unique=True)),
                ("name_en", models.CharField(max_length=120)),
                ("name_zh", models.CharField(max_length=120)),
                ("zone", models.CharField(max_length=64)),
                (
                    "calendar",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="services",
                        to="organisation.openingcalendar",
                    ),
                ),
            ],
            options={
                "ordering": ["code"],
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("code", ""), _negated=True),
                            models.Q(("name_en", ""), _negated=True),
                            models.Q(("name_zh", ""), _negated=True),
                        ),
                        name="service_is_named",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Engagement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("valid_from", models.DateField()),
                ("valid_to", models.DateField(null=True)),
                (
                    "centre",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="engagements",
                        to="organisation.centre",
                    ),
                ),
                (
                    "service",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="engagements",
                        to="organisation.service",
                    ),
                ),
            ],
            options={
                "ordering": ["service__code", "centre__code", "valid_from"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_to__isnull", True), ("valid_to__gt", models.F("valid_from")), _connector="OR"
                        ),
                        name="engagement_ends_after_start",
                    ),
                    models.UniqueConstraint(
                        fields=("centre", "service", "valid_from"), name="engagement_begins_once_a_day"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="EngagementChannel",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("channel", models.CharField(max_length=16)),
                (
                    "engagement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="channels",
                        to="organisation.engagement",
                    ),
                ),
            ],
            options={
                "ordering": ["channel"],
                "constraints": [
                    models.UniqueConstraint(fields=("engagement", "channel"), name="engagement_channel_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "channel__in",
                                [
                                    pledgeline.kernel.channels.Channel["VOICE"],
                                    pledgeline.kernel.channels.Channel["VIDEO"],
                                    pledgeline.kernel.channels.Channel["CHAT"],
                                    pledgeline.kernel.channels.Channel["MESSAGING"],
                                    pledgeline.kernel.channels.Channel["SMS"],
                                    pledgeline.kernel.channels.Channel["EMAIL"],
                                    pledgeline.kernel.channels.Channel["TICKET"],
                                    pledgeline.kernel.channels.Channel["SOCIAL"],
                                    pledgeline.kernel.channels.Channel["APP"],
                                    pledgeline.kernel.channels.Channel["TASK"],
                                    pledgeline.kernel.channels.Channel["OTHER"],
                                ],
                            )
                        ),
                        name="engagement_channel_is_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SpecialDay",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("day", models.DateField()),
                ("kind", models.CharField(max_length=16)),
                ("weekday", models.PositiveSmallIntegerField(null=True)),
                (
                    "calendar",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="special_days",
                        to="organisation.openingcalendar",
                    ),
                ),
            ],
            options={
                "ordering": ["day"],
                "constraints": [
                    models.UniqueConstraint(fields=("calendar", "day"), name="special_day_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind__in", ["closed", "own_hours"]), ("weekday__isnull", True)),
                            models.Q(
                                ("kind", "like_weekday"),
                                ("weekday__isnull", False),
                                ("weekday__gte", 0),
                                ("weekday__lte", 6),
                            ),
                            _connector="OR",
                        ),
                        name="special_day_weekday_only_when_like_one",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SpecialOpening",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("opens", models.TimeField()),
                ("closes", models.TimeField()),
                (
                    "special_day",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="openings",
                        to="organisation.specialday",
                    ),
                ),
            ],
            options={
                "ordering": ["opens"],
                "constraints": [
                    models.UniqueConstraint(fields=("special_day", "opens"), name="special_opening_begins_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="WebhookEndpoint",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=32, unique=True)),
                ("url", models.CharField(max_length=500)),
                ("nonce", models.CharField(max_length=64)),
                ("registered_at", models.DateTimeField()),
                ("removed_at", models.DateTimeField(null=True)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="webhooks",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["registered_at", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("removed_at__isnull", True)),
                        fields=("person", "url"),
                        name="webhook_once_a_person",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Dispatch",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=32, unique=True)),
                (
                    "state",
                    models.CharField(default=pledgeline.organisation.core.dispatch.State["WAITING"], max_length=16),
                ),
                ("due_at", models.DateTimeField()),
                ("claimed_at", models.DateTimeField(null=True)),
                ("failures", models.PositiveSmallIntegerField(default=0)),
                ("error", models.CharField(blank=True, max_length=300)),
                ("done_at", models.DateTimeField(null=True)),
                (
                    "notification",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="dispatches",
                        to="organisation.notification",
                    ),
                ),
                (
                    "endpoint",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="dispatches",
                        to="organisation.webhookendpoint",
                    ),
                ),
            ],
            options={
                "ordering": ["due_at", "pk"],
                "indexes": [models.Index(fields=["state", "due_at"], name="dispatch_due")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "state__in",
                                [
                                    pledgeline.organisation.core.dispatch.State["WAITING"],
                                    pledgeline.organisation.core.dispatch.State["SENDING"],
                                    pledgeline.organisation.core.dispatch.State["SENT"],
                                    pledgeline.organisation.core.dispatch.State["NOT_NEEDED"],
                                    pledgeline.organisation.core.dispatch.State["GIVEN_UP"],
                                ],
                            )
                        ),
                        name="dispatch_state_is_known",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("endpoint__isnull", True)),
                        fields=("notification",),
                        name="dispatch_by_mail_once",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("endpoint__isnull", False)),
                        fields=("notification", "endpoint"),
                        name="dispatch_to_endpoint_once",
                    ),
                ],
            },
        ),
    ]
