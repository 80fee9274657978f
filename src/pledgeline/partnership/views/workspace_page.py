"""Everything that waits for a centre's manager, on one page: only the own centre's."""

from __future__ import annotations

from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from pledgeline.experience.core.contract import ContractStep
from pledgeline.partnership import queries
from pledgeline.partnership.views.frame import page, today

MOST = 20


@require_safe
@permission_required("partnership.work_for_centre", raise_exception=True)
def workspace(request: HttpRequest) -> HttpResponse:
    user, day = request.user, today()
    terms = queries.terms_list(user, number=1)[1]
    context = {
        "today": day,
        "to_sign": [one for one in terms if one.step is ContractStep.OFFERED and queries.may_sign(one, user)],
        "statements": queries.statements_under_way(user, most=MOST),
        "frozen": queries.latest_frozen(user, most=3),
        "objections": queries.open_objections(user, most=MOST),
        "series": queries.series_under_way(user, today=day, most=MOST),
        "actions": queries.actions_under_way(user, today=day, most=MOST),
        "escalations": queries.escalations_open(user, now=timezone.now(), most=MOST),
        "remarks": queries.latest_remarks(user, most=MOST),
    }
    return page(request, "workspace", context, here="workspace")
