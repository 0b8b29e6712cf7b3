"""Identity (Passport): accounts, passwords, sign-in, tokens.

Nouns      Account, PasswordLink, CorreoChange, RoleGrant, LoginSession, Totp, RecoveryCode, Client,
           Consent, AuthorizationCode, RefreshToken, SigningKey, AuditEntry.
Pages      /passport/generar, /passport/recuperar, /passport/verificacion, /passport/login and its
           second step, /passport/cuenta; for who attends accounts /passport/mesa, /passport/roles,
           /passport/registro, /passport/auditoria.
Protocol   OpenID Connect: /passport/authorize, /passport/token, /passport/userinfo,
           /passport/end-session, /passport/jwks, /passport/.well-known/openid-configuration.
Says       AccountsCreated, AccountEmailChanged, PasswordLinkIssued, PasswordSet, CorreoLinkIssued,
           NewDeviceSignIn, RecoveryWithoutAccount.
Hears      EmailBounced, ServidoresUpdated.
It alone sees a password, and it alone signs: the other services believe its access tokens.
"""
