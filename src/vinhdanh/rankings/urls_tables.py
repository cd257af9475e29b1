"""Addresses of scoring tables."""

from django.urls import URLPattern, path, re_path

from vinhdanh.rankings.views import tables

urlpatterns: list[URLPattern] = [
    path("bang/", tables.listing, name="tables"),
    path("bang/moi/", tables.new, name="table_new"),
    path("bang/<int:pk>/", tables.detail, name="table"),
    path("bang/<int:pk>/sua/", tables.edit, name="table_edit"),
    path("bang/<int:pk>/luoi/", tables.grid, name="table_grid"),
    path("bang/<int:pk>/ban-hanh/", tables.issue, name="table_issue"),
    path("bang/<int:pk>/ban-moi/", tables.copy, name="table_copy"),
    path("bang/<int:pk>/thu/", tables.trial, name="table_trial"),
    re_path(r"^bang/(?P<pk>\d+)/tai\.(?P<kind>yaml|xlsx)$", tables.download, name="table_download"),
]
