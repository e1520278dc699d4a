import type { Cors, FunctionUrlConfig } from "@aws-sdk/client-lambda";
import type { CallContext } from "../http/service.ts";
import { ownValue } from "../own-value.ts";
import { notFound } from "./errors.ts";
import { functionArn, parseFunctionReference } from "./function-name.ts";
import type { FunctionRecord, UrlRecord } from "./function-record.ts";
import type { LambdaDeps } from "./lambda-deps.ts";

interface UrlOwner {
  fn: FunctionRecord;
  /** The alias a URL belongs to, or "$LATEST" for the function itself: its key in the record. */
  key: string;
}

interface NamedFunction {
  FunctionName: string | undefined;
  Qualifier?: string | undefined;
}

/** The function or alias that a Create or Update means; AWS words a missing one without its name. */
export function findUrlOwner(
  { functions }: LambdaDeps,
  context: CallContext,
  input: NamedFunction,
): UrlOwner {
  const { name, qualifier } = parseFunctionReference(
    input.FunctionName ?? "",
    input.Qualifier,
    context,
  );
  const fn = functions.get(context.region, name);
  if (!fn || (qualifier !== undefined && !ownValue(fn.aliases, qualifier)))
    throw notFound("Function does not exist");
  return { fn, key: qualifier ?? "$LATEST" };
}

/** The URL that a Get or Delete means, also that of an alias that is gone. */
export function findUrl(
  { functions }: LambdaDeps,
  context: CallContext,
  input: NamedFunction,
): UrlOwner & { url: UrlRecord } {
  const { name, qualifier } = parseFunctionReference(
    input.FunctionName ?? "",
    input.Qualifier,
    context,
  );
  const fn = functions.get(context.region, name);
  const key = qualifier ?? "$LATEST";
  return { key, ...requireUrl(fn, key) };
}

export function requireUrl(fn: FunctionRecord | undefined, key: string) {
  const url = ownValue(fn?.urls, key);
  if (!fn || !url) throw notFound("The resource you requested does not exist.");
  return { fn, url };
}

/** AWS's answer about a URL. `endpoint` is where the engine listens: the URL is reached on the same port. */
export function describeUrl(
  { fn, key, url }: UrlOwner & { url: UrlRecord },
  { accountId }: CallContext,
  endpoint: string,
): FunctionUrlConfig {
  return {
    FunctionUrl: `http://${url.id}.lambda-url.${fn.region}.localhost:${new URL(endpoint).port}/`,
    FunctionArn: functionArn(fn.region, accountId, fn.name, key === "$LATEST" ? undefined : key),
    CreationTime: new Date(url.createdAtMs).toISOString(),
    LastModifiedTime: new Date(url.lastModifiedMs).toISOString(),
    ...(url.cors && { Cors: url.cors }),
    AuthType: url.authType,
    InvokeMode: url.invokeMode ?? "BUFFERED",
  };
}

/** CORS settings as they are kept: AWS takes an empty structure for none. */
export function givenCors(cors: Cors | undefined): Cors | undefined {
  return cors && Object.keys(cors).length > 0 ? cors : undefined;
}
