/** What a SigV4 signature says about the call. Signatures are not checked: any credentials are accepted. */
export interface CredentialScope {
  accessKeyId: string;
  region: string;
  /** The signing name of the service; empty when the request is not signed. */
  service: string;
}

const unsigned: CredentialScope = { accessKeyId: "anonymous", region: "us-east-1", service: "" };
const remembered = new Map<string, CredentialScope>();

/**
 * Reads the scope from the `Authorization` header or, for presigned requests, from `X-Amz-Credential`:
 * `KEY/DATE/REGION/SERVICE/aws4_request`.
 */
export function readCredentialScope(
  authorization: string | undefined,
  query: URLSearchParams,
): CredentialScope {
  let credential: string | null = null;
  if (authorization) {
    const start = authorization.indexOf("Credential=");
    const end = authorization.indexOf(",", start);
    if (start >= 0) credential = authorization.slice(start + 11, end < 0 ? undefined : end);
  } else credential = query.get("X-Amz-Credential");
  if (!credential) return unsigned;
  let scope = remembered.get(credential);
  if (!scope) {
    scope = parse(credential.trim());
    if (remembered.size > 1000) remembered.clear();
    remembered.set(credential, scope);
  }
  return scope;
}

function parse(credential: string): CredentialScope {
  const parts = credential.split("/");
  if (parts.length < 5) return unsigned;
  // Access key ids of some tools hold slashes: count from the end.
  const [region, service] = parts.slice(-3, -1);
  const accessKeyId = parts.slice(0, -4).join("/");
  if (!region || !service || !/^[a-z0-9-]+$/.test(region)) return unsigned;
  return { accessKeyId, region, service };
}
