import type { DestinationConfig, FunctionEventInvokeConfig } from "@aws-sdk/client-lambda";
import type { CallContext } from "../http/service.ts";
import { ownValue } from "../own-value.ts";
import { invalidParameter, notFound } from "./errors.ts";
import { versionOf } from "./function-store.ts";
import { functionArn, parseFunctionReference } from "./function-name.ts";
import type { EventInvokeRecord, FunctionRecord } from "./function-record.ts";
import type { LambdaDeps } from "./lambda-deps.ts";

interface EventInvokeTarget {
  fn: FunctionRecord;
  /** "$LATEST" for the function itself. */
  qualifier: string;
}

/** The function, version or alias that a Put or Update means. */
export function findEventInvokeTarget(
  { functions }: LambdaDeps,
  context: CallContext,
  input: { FunctionName: string | undefined; Qualifier?: string | undefined },
): EventInvokeTarget {
  const { name, qualifier = "$LATEST" } = parseFunctionReference(
    input.FunctionName ?? "",
    input.Qualifier,
    context,
  );
  const fn = functions.get(context.region, name);
  if (!fn || !versionOf(fn, qualifier)) throw notFound("The function doesn't exist.");
  return { fn, qualifier };
}

/** The settings that a Get, Update or Delete means; throws when there are none. */
export function findEventInvoke(
  { functions }: LambdaDeps,
  context: CallContext,
  input: { FunctionName: string | undefined; Qualifier?: string | undefined },
): EventInvokeTarget & { record: EventInvokeRecord } {
  const { name, qualifier = "$LATEST" } = parseFunctionReference(
    input.FunctionName ?? "",
    input.Qualifier,
    context,
  );
  const fn = functions.get(context.region, name);
  const record = ownValue(fn?.eventInvoke, qualifier);
  if (!fn || !record)
    throw notFound(
      `The function ${functions.arn(context.region, name, qualifier)} doesn't have an EventInvokeConfig`,
    );
  return { fn, qualifier, record };
}

/** Checks destinations: functions, queues, topics, buses and, for failures, buckets that exist here. */
export function checkDestinations(
  { functions, targets }: LambdaDeps,
  target: EventInvokeTarget,
  config: DestinationConfig | undefined,
): void {
  const arns = [config?.OnSuccess?.Destination, config?.OnFailure?.Destination];
  for (const [index, arn] of arns.entries()) {
    if (!arn) continue;
    const [, , service = "", region, , kind, name = "", qualifier] = arn.split(":");
    if (service === "lambda" && kind === "function") {
      const destination = functions.get(region ?? "", name);
      if (!destination || !versionOf(destination, qualifier)) throw invalidDestination(arn);
      if (destination.region === target.fn.region && name === target.fn.name)
        throw invalidParameter("You can't specify the function as a destination for itself.");
    } else if (["sqs", "sns", "events"].includes(service) || (service === "s3" && index === 1)) {
      if (arn.endsWith(".fifo") || !targets.exists(arn)) throw invalidDestination(arn);
    } else throw invalidParameter(`The provided destination config ${show(config)} is invalid.`);
  }
}

function invalidDestination(arn: string) {
  return invalidParameter(`The destination ARN ${arn} is invalid.`);
}

/** A structure as AWS prints it in its messages. */
function show(config: DestinationConfig | undefined): string {
  const success = config?.OnSuccess && `OnSuccess(destination=${config.OnSuccess.Destination})`;
  const failure = config?.OnFailure && `OnFailure(destination=${config.OnFailure.Destination})`;
  return `DestinationConfig(onSuccess=${success ?? null}, onFailure=${failure ?? null})`;
}

/** AWS's answer about one configuration. */
export function describeEventInvoke(
  { fn, qualifier }: EventInvokeTarget,
  record: EventInvokeRecord,
  accountId: string,
): FunctionEventInvokeConfig {
  return {
    LastModified: new Date(record.lastModifiedMs),
    FunctionArn: functionArn(fn.region, accountId, fn.name, qualifier),
    ...(record.maximumRetryAttempts !== undefined && {
      MaximumRetryAttempts: record.maximumRetryAttempts,
    }),
    ...(record.maximumEventAgeSeconds !== undefined && {
      MaximumEventAgeInSeconds: record.maximumEventAgeSeconds,
    }),
    DestinationConfig: {
      OnSuccess: record.onSuccessArn ? { Destination: record.onSuccessArn } : {},
      OnFailure: record.onFailureArn ? { Destination: record.onFailureArn } : {},
    },
  };
}
