"""Addresses of ``administration``: one's own account, and the accounts, roles and log of others."""

from django.urls import path

from vinhdanh.administration.views import accounts, log, mine, requests, roles

app_name = "administration"
urlpatterns = [
    path("tai-khoan/cua-toi/", mine.show, name="mine"),
    path("tai-khoan/phien/", mine.sessions, name="sessions"),
    path("tai-khoan/phien/<int:session_id>/ket-thuc/", mine.end_one, name="session_end"),
    path("tai-khoan/phien/ket-thuc-khac/", mine.end_others, name="sessions_end"),
    path("tai-khoan/uy-quyen/<int:grant_id>/", mine.delegate, name="delegate"),
    path("tai-khoan/uy-quyen/<int:grant_id>/ket-thuc/", mine.end_delegation, name="delegation_end"),
    path("tai-khoan/phien-ho-so/mo/", mine.session_open, name="session_open"),
    path("tai-khoan/phien-ho-so/dong/", mine.session_close, name="session_close"),
    path("tai-khoan/dat-mat-khau/<str:token>/", accounts.set_password, name="set_password"),
    path("quan-tri/", accounts.home, name="home"),
    path("quan-tri/tai-khoan/", accounts.listing, name="accounts"),
    path("quan-tri/tai-khoan/moi/", accounts.invite, name="invite"),
    path("quan-tri/tai-khoan/<int:account_id>/", accounts.detail, name="account"),
    path("quan-tri/tai-khoan/<int:account_id>/dat-lai/", accounts.reset, name="reset"),
    path("quan-tri/tai-khoan/<int:account_id>/khoa/", accounts.lock, name="lock"),
    path("quan-tri/tai-khoan/<int:account_id>/mo-khoa/", accounts.unlock, name="unlock"),
    path("quan-tri/tai-khoan/<int:account_id>/go-xac-thuc/", accounts.drop_second_factor, name="drop_second_factor"),
    path("quan-tri/tai-khoan/<int:account_id>/giao-vai-tro/", roles.give, name="give"),
    path("quan-tri/vai-tro/", roles.listing, name="roles"),
    path("quan-tri/vai-tro/moi/", roles.new, name="role_new"),
    path("quan-tri/vai-tro/giao-lai/", roles.carry_all, name="carry_all"),
    path("quan-tri/vai-tro/cho-duyet/", requests.listing, name="requests"),
    path("quan-tri/vai-tro/cho-duyet/<int:request_id>/duyet/", requests.approve, name="request_approve"),
    path("quan-tri/vai-tro/cho-duyet/<int:request_id>/khong-duyet/", requests.refuse, name="request_refuse"),
    path("quan-tri/vai-tro/<slug:code>/sua/", roles.edit, name="role_edit"),
    path("quan-tri/vai-tro/<int:grant_id>/giao-lai/", roles.carry, name="carry"),
    path("quan-tri/vai-tro/<int:grant_id>/ket-thuc/", roles.end, name="grant_end"),
    path("quan-tri/nhat-ky/", log.events, name="events"),
    path("quan-tri/da-xem/", log.viewings, name="viewings"),
]
