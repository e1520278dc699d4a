import { createHash, createHmac, timingSafeEqual } from "node:crypto";
import type { IncomingHttpHeaders } from "node:http";

/** Wrong tokens that may come at once, and how fast that allowance grows again. */
const attemptsAtOnce = 20;
const attemptsPerSecond = 2;

export type Credential = "cookie" | "bearer" | "none" | "wrong" | "too-many";

/** Knows the access token of this process and tells who holds it, in constant time. */
export class Access {
  readonly #tokenHash: Buffer;
  readonly #cookieValue: string;
  readonly #cookieHash: Buffer;
  readonly #cookieName: string;
  #attemptsLeft = attemptsAtOnce;
  #countedMs: number;

  constructor(
    token: string,
    port: number,
    private readonly now: () => number = Date.now,
  ) {
    this.#tokenHash = hash(token);
    // Not the token itself: a stolen cookie does not work as a bearer token, which needs no Origin.
    this.#cookieValue = createHmac("sha256", token).update("cookie").digest("base64url");
    this.#cookieHash = hash(this.#cookieValue);
    // Cookies ignore ports, so the name holds it: two dashboards do not sign each other out.
    this.#cookieName = `lambdeck-${port}`;
    this.#countedMs = now();
  }

  /** How a request shows that it may come in. A bearer token counts before a cookie. */
  credentialOf(headers: IncomingHttpHeaders): Credential {
    const bearer = /^Bearer (.*)$/i.exec(headers.authorization ?? "")?.[1];
    if (headers.authorization !== undefined) {
      const outcome = this.tryToken(bearer ?? "");
      return outcome === "right" ? "bearer" : outcome;
    }
    const cookie = cookieValue(headers.cookie, this.#cookieName);
    if (cookie === undefined) return "none";
    return timingSafeEqual(hash(cookie), this.#cookieHash) ? "cookie" : "wrong";
  }

  /** Compares a token; too many wrong ones in a row are not compared any more for a moment. */
  tryToken(token: string): "right" | "wrong" | "too-many" {
    const nowMs = this.now();
    const regained = ((nowMs - this.#countedMs) / 1000) * attemptsPerSecond;
    this.#attemptsLeft = Math.min(attemptsAtOnce, this.#attemptsLeft + regained);
    this.#countedMs = nowMs;
    if (this.#attemptsLeft < 1) return "too-many";
    if (timingSafeEqual(hash(token), this.#tokenHash)) return "right";
    this.#attemptsLeft -= 1;
    return "wrong";
  }

  /** The `Set-Cookie` value that signs a browser in until it is closed. */
  signInCookie(): string {
    return `${this.#cookieName}=${this.#cookieValue}; Path=/; HttpOnly; SameSite=Strict`;
  }

  signOutCookie(): string {
    return `${this.#cookieName}=; Path=/; HttpOnly; SameSite=Strict; Max-Age=0`;
  }
}

/** The value of one cookie of a `Cookie` header. */
export function cookieValue(header: string | undefined, name: string): string | undefined {
  for (const part of (header ?? "").split(";")) {
    const [key, ...value] = part.trim().split("=");
    if (key === name) return value.join("=");
  }
  return undefined;
}

// Hashing first makes both sides equally long, which timingSafeEqual asks for.
function hash(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}
