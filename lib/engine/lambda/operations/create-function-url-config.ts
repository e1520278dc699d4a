import { randomBytes } from "node:crypto";
import type {
  CreateFunctionUrlConfigRequest,
  CreateFunctionUrlConfigResponse,
} from "@aws-sdk/client-lambda";
import type { CallContext } from "../../http/service.ts";
import { ownValue } from "../../own-value.ts";
import { conflict } from "../errors.ts";
import type { UrlRecord } from "../function-record.ts";
import type { LambdaDeps } from "../lambda-deps.ts";
import { describeUrl, findUrlOwner, givenCors } from "../url-rules.ts";

/** Gives a function or an alias its address. Unlike the others, its answer names only what was given. */
export function createFunctionUrlConfig(
  deps: LambdaDeps,
  input: CreateFunctionUrlConfigRequest,
  context: CallContext,
): CreateFunctionUrlConfigResponse {
  const { fn, key } = findUrlOwner(deps, context, input);
  if (ownValue(fn.urls, key)) {
    const arn = deps.functions.arn(fn.region, fn.name, key === "$LATEST" ? undefined : key);
    throw conflict(
      `Failed to create function url config for [functionArn = ${arn}]. Error message:  FunctionUrlConfig exists for this Lambda function`,
    );
  }
  const cors = givenCors(input.Cors);
  const nowMs = deps.clock.now();
  const url: UrlRecord = {
    id: urlId(),
    authType: input.AuthType ?? "NONE",
    ...(input.InvokeMode && { invokeMode: input.InvokeMode }),
    ...(cors && { cors }),
    createdAtMs: nowMs,
    lastModifiedMs: nowMs,
  };
  deps.functions.save({ ...fn, urls: { ...fn.urls, [key]: url } });
  const described = describeUrl({ fn, key, url }, context, deps.endpoint());
  return {
    FunctionUrl: described.FunctionUrl,
    FunctionArn: described.FunctionArn,
    AuthType: described.AuthType,
    ...(cors && { Cors: cors }),
    CreationTime: described.CreationTime,
    ...(input.InvokeMode && { InvokeMode: input.InvokeMode }),
  };
}

/** 32 letters and digits that cannot be guessed, as AWS makes them. */
function urlId(): string {
  const alphabet = "abcdefghijklmnopqrstuvwxyz234567";
  return Array.from(randomBytes(32), (byte) => alphabet[byte % alphabet.length]).join("");
}
