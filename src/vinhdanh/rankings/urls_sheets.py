"""Addresses of score sheets. ``<str:key>`` is the unit's key; "phieu" keeps it apart from the other pages of a round."""

from django.urls import URLPattern, path

from vinhdanh.rankings.views import sheets, whatif

urlpatterns: list[URLPattern] = [
    path("<int:pk>/phieu/<str:key>/", sheets.detail, name="sheet"),
    path("<int:pk>/phieu/<str:key>/thu/", whatif.page, name="whatif"),
    path("<int:pk>/phieu/<str:key>/o/", sheets.cell, name="cell"),
    path("<int:pk>/phieu/<str:key>/gui/", sheets.send, name="send"),
    path("<int:pk>/phieu/<str:key>/tra-lai/", sheets.send_back, name="send_back"),
    path("<int:pk>/phieu/<str:key>/dong-y/", sheets.accept, name="accept"),
    path("<int:pk>/phieu/<str:key>/xong/", sheets.finish, name="finish"),
    path("<int:pk>/phieu/<str:key>/minh-chung/", sheets.prove, name="prove"),
    path("<int:pk>/phieu/<str:key>/minh-chung/<int:evidence>/bo/", sheets.take_back, name="take_back"),
    path("<int:pk>/phieu/<str:key>/giai-trinh/", sheets.explain, name="explain"),
]
