// A real OpenID provider for tests: any name signs in with any password. Prints its issuer as one line of JSON.
// Its first argument is the folder whose node_modules holds oidc-provider; a line on standard input changes its keys.
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import { generateKeyPairSync } from "node:crypto";
import { createInterface } from "node:readline";

const found = createRequire(`${process.argv[2]}/package.json`).resolve("oidc-provider");
const { default: Provider } = await import(pathToFileURL(found).href);

function key(kid) {
  const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  return { ...privateKey.export({ format: "jwk" }), kid, use: "sig", alg: "RS256" };
}

let rounds = 0;
function provider(issuer) {
  rounds += 1;
  return new Provider(issuer, {
    clients: [
      {
        client_id: "esozialakte",
        application_type: "native",
        token_endpoint_auth_method: "none",
        redirect_uris: ["http://127.0.0.1/"],
        grant_types: ["authorization_code", "refresh_token"],
        response_types: ["code"],
      },
    ],
    jwks: { keys: [key(`key-${rounds}`)] },
    cookies: { keys: ["only for tests"] },
    claims: { openid: ["sub"], profile: ["preferred_username"] },
    conformIdTokenClaims: false,
    features: { revocation: { enabled: true }, devInteractions: { enabled: true } },
    pkce: { required: () => true },
    findAccount: (_ctx, id) => ({ accountId: id, claims: () => ({ sub: id, preferred_username: id }) }),
  });
}

const server = createServer();
server.listen(0, "127.0.0.1", () => {
  const issuer = `http://127.0.0.1:${server.address().port}`;
  let answer = provider(issuer).callback();
  server.on("request", (request, response) => answer(request, response));
  createInterface({ input: process.stdin }).on("line", () => {
    answer = provider(issuer).callback();
    console.log(JSON.stringify({ rounds }));
  });
  console.log(JSON.stringify({ issuer }));
});
process.stdin.on("end", () => process.exit(0));
