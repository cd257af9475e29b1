"""Addresses of ``law``."""

from django.urls import path

from vinhdanh.law.views import acts, office, rules

app_name = "law"
urlpatterns = [
    path("", acts.acts, name="acts"),
    path("them-van-ban/", acts.act_new, name="act_new"),
    path("quy-tac/", rules.awards, name="awards"),
    path("quy-tac/<slug:award>/", rules.award, name="award"),
    path("quy-tac/<slug:award>/so-sanh/", rules.compare, name="compare"),
    path("quy-dinh/", office.rules, name="rules"),
    path("quy-dinh/con-de-ngo/", office.opens, name="opens"),
    path("quy-dinh/moi/", office.rule_new, name="rule_new"),
    path("quy-dinh/<int:pk>/", office.rule, name="rule"),
    path("quy-dinh/<int:pk>/ai/", office.rule_people, name="rule_people"),
    path("quy-dinh/<int:pk>/sua/", office.rule_edit, name="rule_edit"),
    path("quy-dinh/<int:pk>/tra-lai/", office.send_back, name="rule_return"),
    path("quy-dinh/<int:pk>/gui/", office.step, {"verb": "gui"}, name="rule_submit"),
    path("quy-dinh/<int:pk>/duyet/", office.step, {"verb": "duyet"}, name="rule_approve"),
    path("quy-dinh/<int:pk>/rut/", office.step, {"verb": "rut"}, name="rule_withdraw"),
    path("<slug:code>/", acts.act, name="act"),
    path("<slug:code>/nhap/", acts.text, name="text"),
    path("<slug:code>/<slug:at>/", acts.provision, name="provision"),
    path("<slug:code>/<slug:at>/khung/", acts.fragment, name="fragment"),
]
