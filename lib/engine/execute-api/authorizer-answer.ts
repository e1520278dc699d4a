import { like } from "../iam/allows-service.ts";

/** What a function says about a request: whether it may pass, and what the next function is told. */
export interface AuthorizerAnswer {
  allowed: boolean;
  /** A statement denied it; AWS words that differently from one that nothing allows. */
  explicitDeny?: boolean;
  principalId?: string;
  /** The API key that it found, for APIs whose keys come from their authorizers. */
  usageIdentifierKey?: string;
  context: Readonly<Record<string, unknown>>;
}

interface Statement {
  Action?: unknown;
  Effect?: unknown;
  Resource?: unknown;
}

/** Reads an authorizer's answer; undefined where it is none, which AWS treats as the API's fault. */
export function readAuthorizerAnswer(
  payload: Uint8Array,
  { simple, methodArn }: { simple: boolean; methodArn: string },
): AuthorizerAnswer | undefined {
  const value = objectIn(payload);
  if (!value) return undefined;
  const context = isObject(value.context) ? value.context : {};
  if (simple)
    return typeof value.isAuthorized === "boolean"
      ? { allowed: value.isAuthorized, context }
      : undefined;
  const { policyDocument, principalId, usageIdentifierKey } = value;
  if (!isObject(policyDocument) || typeof principalId !== "string") return undefined;
  // Contexts of policies hold plain values only; the functions get them as texts in REST APIs.
  if (Object.values(context).some((item) => typeof item === "object" && item !== null))
    return undefined;
  const statements = listOf(policyDocument.Statement)
    .filter(isObject)
    .filter((statement) => concerns(statement, methodArn));
  const explicitDeny = statements.some(({ Effect }) => Effect === "Deny");
  const allowed = !explicitDeny && statements.some(({ Effect }) => Effect === "Allow");
  return {
    allowed,
    explicitDeny,
    principalId,
    context,
    ...(typeof usageIdentifierKey === "string" && { usageIdentifierKey }),
  };
}

/** Whether a function failed with the word that AWS turns into 401. */
export const saysUnauthorized = (payload: Uint8Array | undefined): boolean =>
  payload !== undefined && objectIn(payload)?.errorMessage === "Unauthorized";

function concerns({ Action, Resource }: Statement, methodArn: string): boolean {
  return (
    listOf(Action).some((one) => like(String(one), "execute-api:Invoke", true)) &&
    listOf(Resource).some((one) => like(String(one), methodArn))
  );
}

function objectIn(payload: Uint8Array): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(payload).toString("utf8"));
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

const listOf = (value: unknown): unknown[] =>
  value === undefined ? [] : Array.isArray(value) ? value : [value];

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
