import { createPublicKey, type JsonWebKey, verify } from "node:crypto";
import type { Clock } from "../clock.ts";

export interface JwtRules {
  issuer: string;
  audience: readonly string[];
}

export type Claims = Readonly<Record<string, unknown>>;

/** Why a token is not taken, in the words of the `www-authenticate` header. */
export class InvalidToken extends Error {}

/** RS256 and its kin: the only ones that AWS takes. */
const digests: Readonly<Record<string, string>> = {
  RS256: "sha256",
  RS384: "sha384",
  RS512: "sha512",
};
/** AWS keeps an issuer's keys for two hours. */
const keysLastMs = 2 * 60 * 60 * 1000;

/** Verifies tokens with the keys that their issuers publish. */
export class JwtVerifier {
  readonly #keys = new Map<string, { keys: JsonWebKey[]; readMs: number }>();

  /** `readJson` fetches a document; rejects where it cannot. */
  constructor(
    private readonly clock: Clock,
    private readonly readJson: (url: string) => Promise<unknown>,
  ) {}

  /** A token's claims. Throws InvalidToken. */
  async claimsOf(token: string, { issuer, audience }: JwtRules): Promise<Claims> {
    const [head = "", body = "", signature = ""] = token.split(".");
    const header = parse(head);
    const claims = parse(body);
    const digest = digests[String(header?.alg)];
    if (!header || !claims || !digest) throw new InvalidToken("the token is malformed");
    const key = await this.#key(issuer, header.kid);
    const genuine =
      key !== undefined &&
      verify(
        digest,
        Buffer.from(`${head}.${body}`),
        createPublicKey({ key, format: "jwk" }),
        Buffer.from(signature, "base64url"),
      );
    if (!genuine) throw new InvalidToken("signature verification failed");
    const nowSeconds = this.clock.now() / 1000;
    if (claims.iss !== issuer) throw new InvalidToken("issuer does not match");
    const meant = claims.aud === undefined ? [claims.client_id] : [claims.aud].flat();
    if (!meant.some((one) => audience.includes(String(one))))
      throw new InvalidToken("the token does not have a valid audience");
    if (typeof claims.exp !== "number" || claims.exp <= nowSeconds)
      throw new InvalidToken("the token has expired");
    if (typeof claims.nbf === "number" && claims.nbf > nowSeconds)
      throw new InvalidToken("the token is not valid yet");
    if (typeof claims.iat === "number" && claims.iat > nowSeconds)
      throw new InvalidToken("the token was issued in the future");
    return claims;
  }

  async #key(issuer: string, kid: unknown): Promise<JsonWebKey | undefined> {
    let known = this.#keys.get(issuer);
    if (!known || known.readMs + keysLastMs < this.clock.now()) {
      known = { keys: await this.#readKeys(issuer), readMs: this.clock.now() };
      this.#keys.set(issuer, known);
    }
    return known.keys.find((key) => key.kid === kid);
  }

  async #readKeys(issuer: string): Promise<JsonWebKey[]> {
    try {
      const base = issuer.replace(/\/$/, "");
      const about = (await this.readJson(`${base}/.well-known/openid-configuration`)) as {
        jwks_uri?: unknown;
      };
      const { keys } = (await this.readJson(String(about.jwks_uri))) as { keys?: unknown };
      return Array.isArray(keys) ? (keys as JsonWebKey[]) : [];
    } catch {
      throw new InvalidToken("the issuer's keys cannot be read");
    }
  }
}

/** The scopes of a token: a list or a text with spaces. */
export function scopesOf({ scope, scp }: Claims): string[] {
  const value = scope ?? scp;
  if (Array.isArray(value)) return value.map(String);
  return typeof value === "string" ? value.split(" ").filter((one) => one !== "") : [];
}

function parse(part: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, "base64url").toString("utf8"));
    return typeof value === "object" && value !== null
      ? (value as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}
