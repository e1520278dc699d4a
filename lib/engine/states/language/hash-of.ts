import { createHash } from "node:crypto";
import { ownValue } from "../../own-value.ts";

const hashes: Readonly<Record<string, string>> = {
  MD5: "md5",
  "SHA-1": "sha1",
  "SHA-256": "sha256",
  "SHA-384": "sha384",
  "SHA-512": "sha512",
};

/** The digest of a text in hexadecimal; undefined: AWS has no such algorithm. */
export function hashOf(text: string, algorithm: string): string | undefined {
  const name = ownValue(hashes, algorithm);
  return name && createHash(name).update(text).digest("hex");
}
