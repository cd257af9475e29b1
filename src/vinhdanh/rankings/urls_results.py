"""Addresses of votes, results and exports."""

from django.urls import URLPattern, path, re_path

from vinhdanh.rankings.views import exports, results, votes

urlpatterns: list[URLPattern] = [
    path("<int:pk>/suy-ton/", votes.overview, name="votes"),
    path("<int:pk>/suy-ton/de-nghi/", votes.propose, name="propose"),
    path("<int:pk>/suy-ton/de-nghi/<int:proposal>/rut/", votes.withdraw, name="proposal_withdraw"),
    path("<int:pk>/suy-ton/bo-phieu/", votes.hold, name="hold"),
    path("<int:pk>/suy-ton/<int:election>/kiem/", votes.count, name="count"),
    path("<int:pk>/suy-ton/<int:election>/kiem-lai/", votes.recount, name="recount"),
    path("<int:pk>/xep-hang.xlsx", exports.workbook, name="workbook"),
    path("<int:pk>/bien-ban.docx", exports.minutes, name="minutes"),
    path("<int:pk>/phieu/<str:key>/bang-tu-cham.docx", exports.self_score, name="self_score"),
    path("<int:pk>/ket-qua/", results.result, name="result"),
    path("<int:pk>/ket-qua/cong-khai/", results.public, name="public"),
    path("<int:pk>/ket-qua/cong-bo/", results.publish, name="publish"),
    path("<int:pk>/ket-qua/mo-lai/", results.reopen, name="reopen"),
    path("<int:pk>/phieu/<str:key>/quyet-dinh/", results.decide, name="decide"),
    re_path(r"^(?P<pk>\d+)/ket-qua/(?P<number>\d+)/(?P<name>bang|so-lieu)\.yaml$", results.files, name="result_file"),
]
