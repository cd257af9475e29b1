"""Addresses of imports, under ``/du-kien/nhap/``."""

from django.urls import path

from vinhdanh.records.importing import views

app_name = "importing"
urlpatterns = [
    path("", views.index, name="index"),
    path("moi/", views.new, name="new"),
    path("mau/", views.template_file, name="template"),
    path("<int:pk>/", views.show, name="show"),
    path("<int:pk>/cot/", views.columns, name="columns"),
    path("<int:pk>/bang-ma/", views.old_font, name="font"),
    path("<int:pk>/o/<int:row>/<str:col>/", views.cell, name="cell"),
    path("<int:pk>/nguoi/<int:row>/", views.person, name="person"),
    path("<int:pk>/bo-dong/<int:row>/", views.leave_out, name="skip"),
    path("<int:pk>/kiem-tra-lai/", views.recheck, name="recheck"),
    path("<int:pk>/luu/", views.save, name="save"),
    path("<int:pk>/hoan-tac/", views.undo, name="undo"),
    path("<int:pk>/bo/", views.drop, name="drop"),
]
