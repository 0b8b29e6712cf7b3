"""Identity (Passport): accounts, passwords, sign-in, tokens.

Nouns      Account, PasswordLink, RoleGrant, LoginSession, Client, AuthorizationCode, RefreshToken,
           SigningKey.
Pages      /passport/generar, /passport/recuperar, /passport/verificacion, /passport/login.
Protocol   OpenID Connect: /passport/authorize, /passport/token, /passport/userinfo,
           /passport/end-session, /passport/jwks, /passport/.well-known/openid-configuration.
Says       AccountsCreated, AccountEmailChanged, PasswordLinkIssued, PasswordSet. Hears nothing.
It alone sees a password, and it alone signs: the other services believe its access tokens.
"""
