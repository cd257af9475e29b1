"""Addresses of ``records``."""

from django.urls import include, path

from vinhdanh.records.views import chase, entry, grid, initiatives, keeping, lists, pages, secrets

app_name = "records"
urlpatterns = [
    path("", pages.home, name="home"),
    path("nhap/", include("vinhdanh.records.importing.urls")),
    path("tien-do/", chase.chase_list, name="chase"),
    path("tien-do/nhac/", chase.remind_units, name="remind"),
    path("tien-do/han/", chase.set_due_date, name="due"),
    path("tien-do/<str:key>/<int:year>/", chase.progress, name="progress"),
    path("tien-do/<str:key>/<int:year>/xac-nhan/", chase.declare_kinds, name="declare"),
    path("tien-do/<str:key>/<int:year>/rut/<slug:kind>/", chase.withdraw_kind, name="withdraw"),
    path("tien-do/<str:key>/<int:year>/gui/", chase.send, name="submit"),
    path("tien-do/<str:key>/<int:year>/tiep-nhan/", chase.take, name="receive"),
    path("tien-do/<str:key>/<int:year>/tra-lai/", chase.give_back, name="return"),
    path("mat/", secrets.stubs, name="secrets"),
    path("luu-tru/", keeping.retention_page, name="retention"),
    path("luu-tru/thoi-han/", keeping.new_period, name="period"),
    path("luu-tru/thoi-han/<int:pk>/duyet/", keeping.accept_period, name="period_agree"),
    path("luu-tru/danh-muc/<int:pk>/", keeping.list_page, name="destruction_list"),
    path("luu-tru/danh-muc/<int:pk>/huy/", keeping.destroy, name="destroy"),
    path("luu-tru/danh-muc/<int:pk>/khong-huy/", keeping.keep, name="keep"),
    path("luu-tru/danh-muc/<str:key>/<slug:kind>/", keeping.new_list, name="destruction"),
    path("xep-loai/bang/", grid.ratings, name="grid"),
    path("sang-kien/them/", initiatives.enter_page, name="initiative_enter"),
    path("sang-kien/<int:pk>/sua/", initiatives.correct_page, name="initiative_correct"),
    path("<slug:slug>/", lists.list_page, name="list"),
    path("<slug:slug>/xuat/", lists.export, name="export"),
    path("<slug:slug>/them/", entry.enter_page, name="enter"),
    path("<slug:slug>/<int:pk>/", pages.detail, name="detail"),
    path("<slug:slug>/<int:pk>/sua/", entry.correct_page, name="correct"),
    path("<slug:slug>/<int:pk>/huy/", entry.void_page, name="void"),
    path("<slug:slug>/<int:pk>/khoi-phuc/", entry.restore_page, name="restore"),
]
