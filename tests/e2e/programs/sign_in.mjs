// Signs a person in with openid-client, as its documentation says. Speaks JSON, a line at a time:
// it is told what to be, tells where to send the browser, and is told where that came back.

import * as client from "openid-client";
import { createInterface } from "node:readline";

const lines = createInterface({ input: process.stdin })[Symbol.asyncIterator]();
const hear = async () => JSON.parse((await lines.next()).value);
const tell = (message) => console.log(JSON.stringify(message));

const asked = await hear();

const authentication = {
  client_secret_basic: () => client.ClientSecretBasic(asked.client_secret),
  client_secret_post: () => client.ClientSecretPost(asked.client_secret),
  private_key_jwt: async () => {
    const algorithm = { name: "ECDSA", namedCurve: "P-256" };
    const key = await crypto.subtle.importKey("jwk", asked.jwk, algorithm, false, ["sign"]);
    return client.PrivateKeyJwt({ key, kid: asked.jwk.kid });
  },
}[asked.auth];

const config = await client.discovery(
  new URL(asked.issuer),
  asked.client_id,
  { id_token_signed_response_alg: asked.id_token_alg },
  await authentication(),
  { execute: [client.allowInsecureRequests] },
);

const verifier = client.randomPKCECodeVerifier();
const state = client.randomState();
const nonce = client.randomNonce();
const url = client.buildAuthorizationUrl(config, {
  redirect_uri: asked.redirect_uri,
  scope: asked.scope,
  code_challenge: await client.calculatePKCECodeChallenge(verifier),
  code_challenge_method: "S256",
  state,
  nonce,
  max_age: "3600",
});
tell({ url: url.href });

const back = await hear();
const tokens = await client.authorizationCodeGrant(config, new URL(back.url), {
  pkceCodeVerifier: verifier,
  expectedState: state,
  expectedNonce: nonce,
  idTokenExpected: true,
  maxAge: 3600,
});
const { sub } = tokens.claims();
const userinfo = await client.fetchUserInfo(config, tokens.access_token, sub);
const refreshed = await client.refreshTokenGrant(config, tokens.refresh_token);
const before = await client.tokenIntrospection(config, refreshed.access_token);
await client.tokenRevocation(config, refreshed.refresh_token);
const after = await client.tokenIntrospection(config, refreshed.access_token);
const logout = client.buildEndSessionUrl(config, {
  id_token_hint: tokens.id_token,
  post_logout_redirect_uri: asked.post_logout_redirect_uri,
  state: "bye",
});
tell({
  userinfo,
  claims: refreshed.claims(),
  active: [before.active, after.active],
  logout: logout.href,
});
