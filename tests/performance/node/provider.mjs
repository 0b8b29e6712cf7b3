// oidc-provider as its documentation starts it: in memory, ES256, access tokens that are JWT.

import Provider from "oidc-provider";
import { generateKeyPairSync } from "node:crypto";

const [port] = process.argv.slice(2);
const { privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
const key = { ...privateKey.export({ format: "jwk" }), alg: "ES256", use: "sig", kid: "1" };
const audience = "urn:bench";

const provider = new Provider(`http://127.0.0.1:${port}`, {
  jwks: { keys: [key] },
  clients: [
    {
      client_id: "machine",
      client_secret: "of-machine",
      grant_types: ["client_credentials"],
      redirect_uris: [],
      response_types: [],
      id_token_signed_response_alg: "ES256",
    },
    {
      client_id: "app",
      client_secret: "of-app",
      grant_types: ["authorization_code", "refresh_token"],
      redirect_uris: ["https://app.example/cb"],
      id_token_signed_response_alg: "ES256",
    },
  ],
  scopes: ["openid", "offline_access"],
  rotateRefreshToken: true,
  issueRefreshToken: async () => true,
  features: {
    clientCredentials: { enabled: true },
    resourceIndicators: {
      enabled: true,
      defaultResource: () => audience,
      useGrantedResource: () => true,
      getResourceServerInfo: () => ({
        scope: "api",
        audience,
        accessTokenFormat: "jwt",
        jwt: { sign: { alg: "ES256" } },
      }),
    },
  },
  async loadExistingGrant(ctx) {
    const grant = new ctx.oidc.provider.Grant({
      clientId: ctx.oidc.client.clientId,
      accountId: ctx.oidc.session.accountId,
    });
    grant.addOIDCScope("openid offline_access api");
    grant.addResourceScope(audience, "api");
    await grant.save();
    return grant;
  },
});

provider.listen(Number(port), "127.0.0.1");
