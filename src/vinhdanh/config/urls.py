"""All addresses, in Vietnamese, one prefix an app."""

from django.urls import include, path

from vinhdanh.api.urls import patterns as api
from vinhdanh.web import views

urlpatterns = [
    path("", views.home, name="home"),
    path("tai-khoan/ma-truy-cap/", include("vinhdanh.api.urls_tokens")),
    path("", include("vinhdanh.administration.urls")),  # tai-khoan/…, quan-tri/…
    path("tai-khoan/", include("vinhdanh.accounts.urls")),
    path("thong-bao/", include("vinhdanh.notices.urls")),
    path("viec/", include("vinhdanh.jobs.urls")),
    path("tep/", include("vinhdanh.files.urls")),
    path("don-vi/", include("vinhdanh.units.urls")),
    path("don-vi/", include("vinhdanh.people.urls_units")),
    path("con-nguoi/", include("vinhdanh.people.urls")),
    path("du-kien/", include("vinhdanh.records.urls")),
    path("phap-luat/", include("vinhdanh.law.urls")),
    path("ra-soat/", include("vinhdanh.eligibility.urls")),
    path("cham-diem/", include("vinhdanh.rankings.urls")),
    path("tim/", include("vinhdanh.search.urls")),
    path("api/v1/", api),
]
