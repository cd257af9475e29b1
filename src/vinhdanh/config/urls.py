"""All addresses, in Vietnamese, one prefix an app."""

from django.urls import include, path

from vinhdanh.web import views

urlpatterns = [
    path("", views.home, name="home"),
    path("tai-khoan/", include("vinhdanh.accounts.urls")),
    path("tai-khoan/", include("allauth.urls")),
    path("thong-bao/", include("vinhdanh.notices.urls")),
    path("viec/", include("vinhdanh.jobs.urls")),
    path("tep/", include("vinhdanh.files.urls")),
    path("don-vi/", include("vinhdanh.units.urls")),
    path("con-nguoi/", include("vinhdanh.people.urls")),
    path("du-kien/", include("vinhdanh.records.urls")),
    path("phap-luat/", include("vinhdanh.law.urls")),
    path("ra-soat/", include("vinhdanh.eligibility.urls")),
    path("tim/", include("vinhdanh.search.urls")),
    path("nhat-ky/", include("vinhdanh.audit.urls")),
]
