"""Addresses of ``jobs``."""

from django.urls import path

from vinhdanh.jobs import views

app_name = "jobs"
urlpatterns = [path("<int:job_id>/", views.show, name="show")]
