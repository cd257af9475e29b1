"""Addresses of rounds."""

from django.urls import URLPattern, path

from vinhdanh.rankings.views import meeting, rounds, statistics

urlpatterns: list[URLPattern] = [
    path("", rounds.listing, name="rounds"),
    path("mo/", rounds.new, name="round_new"),
    path("<int:pk>/", rounds.detail, name="round"),
    path("<int:pk>/buoc/", rounds.advance, name="advance"),
    path("<int:pk>/phan-cong/", rounds.assign, name="assign"),
    path("<int:pk>/so-lieu/", statistics.upload, name="statistics"),
    path("<int:pk>/so-lieu/mau.xlsx", statistics.template, name="statistics_template"),
    path("<int:pk>/so-lieu/<int:file>/", statistics.review, name="statistics_review"),
    path("<int:pk>/so-sanh/", rounds.compare, name="compare"),
    path("<int:pk>/lech/", meeting.differences, name="meeting"),
    path("<int:pk>/lech/ket-luan/", meeting.note, name="meeting_note"),
    path("<int:pk>/phuc-khao/", meeting.listing, name="appeals"),
    path("<int:pk>/phuc-khao/<int:appeal>/", meeting.answer, name="appeal"),
    path("<int:pk>/phuc-khao/<int:appeal>/rut/", meeting.withdraw, name="appeal_withdraw"),
    path("<int:pk>/phieu/<str:key>/phuc-khao/", meeting.send, name="appeal_send"),
    path("<int:pk>/phieu/<str:key>/khong-xet/", rounds.bar, name="bar"),
    path("<int:pk>/phieu/<str:key>/khong-xet/<int:bar>/bo/", rounds.lift, name="lift"),
    path("<int:pk>/phieu/<str:key>/dieu-kien/", rounds.facts, name="facts"),
]
