"""Addresses of sign-in. Only the pages of allauth that we use and have put into Vietnamese; no sign-up, no management of e-mail."""

from allauth.account import views as account
from allauth.mfa.base import urls as mfa_base
from allauth.mfa.recovery_codes import urls as recovery_codes
from allauth.mfa.totp import urls as totp
from allauth.mfa.webauthn import urls as webauthn
from allauth.socialaccount import views as social
from allauth.socialaccount.providers.openid_connect import urls as openid_connect
from django.urls import include, path

from vinhdanh.accounts import views

urlpatterns = [
    path("login/", account.login, name="account_login"),
    path("logout/", account.logout, name="account_logout"),
    path("inactive/", account.account_inactive, name="account_inactive"),
    path("signup/", views.no_signup, name="account_signup"),
    path("quen-mat-khau/", views.forgotten, name="account_reset_password"),
    path("reauthenticate/", account.reauthenticate, name="account_reauthenticate"),
    path("password/change/", views.change_password, name="account_change_password"),
    path("2fa/", include(mfa_base)),
    path("2fa/totp/", include(totp)),
    path("2fa/recovery-codes/", include(recovery_codes)),
    path("2fa/webauthn/", include(webauthn)),
    path("3rdparty/login/cancelled/", social.login_cancelled, name="socialaccount_login_cancelled"),
    path("3rdparty/login/error/", social.login_error, name="socialaccount_login_error"),
    path("3rdparty/signup/", views.no_signup, name="socialaccount_signup"),
    path("", include(openid_connect)),
]
