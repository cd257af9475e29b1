"""Addresses of ``people``."""

from django.urls import URLPattern, path

from vinhdanh.people import views, views_export, views_merging, views_service, views_transfers

app_name = "people"
urlpatterns: list[URLPattern] = [
    path("", views.listing, name="list"),
    path("moi/", views.new, name="new"),
    path("trung/", views_merging.duplicates, name="duplicates"),
    path("gop/", views_merging.compare, name="compare"),
    path("gop/<int:pk>/hoan-tac/", views_merging.undo, name="undo_merge"),
    path("chuyen/", views_transfers.listing, name="transfers"),
    path("chuyen/<int:pk>/tiep-nhan/", views_transfers.accept, name="transfer_accept"),
    path("chuyen/<int:pk>/tra-lai/", views_transfers.give_back, name="transfer_return"),
    path("chuyen/<int:pk>/rut/", views_transfers.withdraw, name="transfer_withdraw"),
    path("<str:key>/", views.detail, name="detail"),
    path("<str:key>/sua/", views.edit, name="edit"),
    path("<str:key>/chuyen/", views_transfers.propose, name="transfer"),
    path("<str:key>/tinh-trang/", views_service.status, name="status"),
    path("<str:key>/tro-lai/", views_service.rejoin, name="rejoin"),
    path("<str:key>/chuc-vu/moi/", views_service.post, name="post_new"),
    path("<str:key>/chuc-vu/<int:pk>/", views_service.post, name="post"),
    path("<str:key>/chuc-vu/<int:pk>/bo/", views_service.post_remove, name="post_remove"),
    path("<str:key>/cong-tac/moi/", views_service.membership, name="membership_new"),
    path("<str:key>/cong-tac/<int:pk>/", views_service.membership, name="membership"),
    path("<str:key>/cong-tac/<int:pk>/bo/", views_service.membership_remove, name="membership_remove"),
    path("<str:key>/du-lieu-cua-toi/", views_export.mine, name="own_data"),
    path("<str:key>/du-lieu-cua-toi/<str:kind>/", views_export.download, name="own_data_file"),
]
