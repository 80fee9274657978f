from django.urls import path

from pledgeline.experience import views
from pledgeline.experience.views import (
    clocks_pages,
    contract_forms,
    contracts_pages,
    coverage_page,
    definitions_pages,
    promise_forms,
    target_page,
)

app_name = "experience"
_PROMISE = "promises/<str:code>/<int:version>/"
_VERSION = "definitions/<str:service>/<int:version>/"
_CONTRACT = "metric-contracts/<str:code>/<int:version>/"
urlpatterns = [
    path("promises/", views.promises, name="promises"),
    # Not under promises/: any word there is the code of a promise.
    path("new-promise/", promise_forms.new, name="promise_new"),
    path("promises/<str:code>/", views.promise, name="promise"),
    path("promises/<str:code>/target/", target_page.target, name="target"),
    path("promises/<str:code>/revise/", promise_forms.revise, name="promise_revise"),
    path(f"{_PROMISE}edit/", promise_forms.edit, name="promise_edit"),
    path(f"{_PROMISE}put-in-force/", promise_forms.put_in_force, name="promise_put_in_force"),
    path("definitions/", definitions_pages.definitions, name="definitions"),
    path("definitions/begin/", definitions_pages.begin, name="definition_begin"),
    path("definitions/<str:service>/", definitions_pages.definition, name="definition"),
    path(_VERSION, definitions_pages.definition, name="definition_version"),
    path(f"{_VERSION}edit/", definitions_pages.edit, name="definition_edit"),
    path(f"{_VERSION}submit/", definitions_pages.submit, name="definition_submit"),
    path(f"{_VERSION}send-back/", definitions_pages.send_back, name="definition_send_back"),
    path(f"{_VERSION}approve/", definitions_pages.approve, name="definition_approve"),
    path(f"{_VERSION}put-in-force/", definitions_pages.put_in_force, name="definition_put_in_force"),
    path("coverage/", coverage_page.coverage, name="coverage"),
    path("coverage/<str:service>/", coverage_page.coverage, name="coverage_of"),
    path("new-metric-contract/", contract_forms.new, name="contract_new"),
    path("metric-contracts/", contracts_pages.contracts, name="contracts"),
    path("metric-contracts/<str:code>/", contracts_pages.contract, name="contract"),
    path("metric-contracts/<str:code>/revise/", contract_forms.revise, name="contract_revise"),
    path(f"{_CONTRACT}edit/", contract_forms.edit, name="contract_edit"),
    path(_CONTRACT, contracts_pages.contract, name="contract_version"),
    path(f"{_CONTRACT}offer/", contracts_pages.offer, name="contract_offer"),
    path(f"{_CONTRACT}withdraw/", contracts_pages.withdraw, name="contract_withdraw"),
    path(f"{_CONTRACT}sign/", contracts_pages.sign, name="contract_sign"),
    path("clocks/", clocks_pages.clocks, name="clocks"),
    path("clocks/<str:service>/", clocks_pages.clocks, name="clocks_of"),
    path("clocks/<str:service>/apply/", clocks_pages.apply, name="clock_apply"),
    path("clocks/<str:service>/lift/", clocks_pages.lift, name="clock_lift"),
]
