"""Addresses of signing in, under the names by which django-allauth finds them."""

from __future__ import annotations

from django.urls import path

from minzheng.surfaces.signin import guided, platform, staff, views

urlpatterns = [
    path("signin", views.sign_in, name="account_login"),
    path("signin/code", views.second_factor, name="mfa_authenticate"),
    path("signin/passkey", views.with_passkey, name="mfa_login_webauthn"),
    path("signin/platform", views.to_platform, {"provider_id": platform.NAME}, name="openid_connect_login"),
    path("signin/platform/back", views.from_platform, {"provider_id": platform.NAME}, name="openid_connect_callback"),
    path("signin/out", views.sign_out, name="account_logout"),
    path("signin/demo", views.choose),
    path("signin/demo/step", guided.step),
    path("account/", views.my_account, name="mfa_index"),
    path("account/password", views.my_password, name="account_change_password"),
    path("account/code", views.my_code, name="mfa_activate_totp"),
    path("account/", views.my_account, name="mfa_deactivate_totp"),
    path("account/recovery-codes", views.my_recovery_codes, name="mfa_view_recovery_codes"),
    path("account/recovery-codes/new", views.new_recovery_codes, name="mfa_generate_recovery_codes"),
    path("account/passkeys", views.my_passkeys, name="mfa_list_webauthn"),
    path("account/passkeys/add", views.add_passkey, name="mfa_add_webauthn"),
    path("account/passkeys/<int:pk>/name", views.rename_passkey, name="mfa_edit_webauthn"),
    path("account/passkeys/<int:pk>/remove", views.remove_passkey, name="mfa_remove_webauthn"),
    path("account/sessions", views.my_sessions, name="usersessions_list"),
    path("account/again", views.again, name="account_reauthenticate"),
    path("account/again/code", views.again_with_code, name="mfa_reauthenticate"),
    path("account/again/passkey", views.again_with_passkey, name="mfa_reauthenticate_webauthn"),
    path("accounts/", staff.list_accounts),
    path("accounts/<int:number>/", staff.show_account),
]
