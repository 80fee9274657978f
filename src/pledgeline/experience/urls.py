from django.urls import path

from pledgeline.experience import views
from pledgeline.experience.views import clocks_pages, contracts_pages, definitions_pages

app_name = "experience"
_VERSION = "definitions/<str:service>/<int:version>/"
_CONTRACT = "metric-contracts/<str:code>/<int:version>/"
urlpatterns = [
    path("promises/", views.promises, name="promises"),
    path("promises/<str:code>/", views.promise, name="promise"),
    path("definitions/", definitions_pages.definitions, name="definitions"),
    path("definitions/begin/", definitions_pages.begin, name="definition_begin"),
    path("definitions/<str:service>/", definitions_pages.definition, name="definition"),
    path(_VERSION, definitions_pages.definition, name="definition_version"),
    path(f"{_VERSION}edit/", definitions_pages.edit, name="definition_edit"),
    path(f"{_VERSION}submit/", definitions_pages.submit, name="definition_submit"),
    path(f"{_VERSION}send-back/", definitions_pages.send_back, name="definition_send_back"),
    path(f"{_VERSION}approve/", definitions_pages.approve, name="definition_approve"),
    path(f"{_VERSION}put-in-force/", definitions_pages.put_in_force, name="definition_put_in_force"),
    path("metric-contracts/", contracts_pages.contracts, name="contracts"),
    path("metric-contracts/<str:code>/", contracts_pages.contract, name="contract"),
    path(_CONTRACT, contracts_pages.contract, name="contract_version"),
    path(f"{_CONTRACT}offer/", contracts_pages.offer, name="contract_offer"),
    path(f"{_CONTRACT}withdraw/", contracts_pages.withdraw, name="contract_withdraw"),
    path(f"{_CONTRACT}sign/", contracts_pages.sign, name="contract_sign"),
    path("clocks/", clocks_pages.clocks, name="clocks"),
    path("clocks/<str:service>/", clocks_pages.clocks, name="clocks_of"),
]
