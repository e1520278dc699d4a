import {
  GetFunctionConfigurationCommand,
  GetFunctionEventInvokeConfigCommand,
} from "@aws-sdk/client-lambda";
import { clientsFor } from "@/lib/aws/clients";
import { keptCall } from "@/lib/aws/kept-commands";
import { problemFrom } from "@/lib/aws/problem-from";
import {
  type AsyncDestinations,
  destinationProblems,
  noDestinations,
} from "@/lib/model/async-destinations";
import type { Change, CloudCall } from "@/lib/model/change";
import type { Connection } from "@/lib/model/connection";
import { refuse } from "@/lib/model/refuse";
import { inSteps, type Steps } from "./steps";

/** Where results and failures of asynchronous calls go, of the function or of one alias or version. */
export async function readDestinations(
  connection: Connection,
  functionName: string,
  qualifier?: string,
): Promise<AsyncDestinations> {
  const { lambda } = clientsFor(connection);
  const at = { FunctionName: functionName, Qualifier: qualifier };
  const [config, own] = await Promise.all([
    lambda.send(new GetFunctionEventInvokeConfigCommand(at)).catch((error: unknown) => {
      // Without settings of its own AWS answers 404.
      if (problemFrom(error).kind === "not-found") return undefined;
      throw error;
    }),
    lambda.send(new GetFunctionConfigurationCommand({ FunctionName: functionName })),
  ]);
  const { OnSuccess, OnFailure } = config?.DestinationConfig ?? {};
  return {
    maximumRetryAttempts: config?.MaximumRetryAttempts ?? noDestinations.maximumRetryAttempts,
    maximumEventAgeSeconds:
      config?.MaximumEventAgeInSeconds ?? noDestinations.maximumEventAgeSeconds,
    onSuccessArn: OnSuccess?.Destination ?? "",
    onFailureArn: OnFailure?.Destination ?? "",
    deadLetterArn: qualifier ? null : (own.DeadLetterConfig?.TargetArn ?? ""),
  };
}

/** Sets them, and the function's dead-letter queue, whole or not at all. */
export async function setDestinations(
  connection: Connection,
  functionName: string,
  wanted: AsyncDestinations,
  qualifier?: string,
): Promise<{ steps: Change[] }> {
  const [problem] = Object.entries(destinationProblems(wanted));
  if (problem) refuse(...problem);
  const before = await readDestinations(connection, functionName, qualifier);
  const { steps } = await inSteps(connection, functionName, "set the destinations", async (all) => {
    await setEvents(all, functionName, qualifier, before, wanted);
    if (wanted.deadLetterArn !== null && wanted.deadLetterArn !== before.deadLetterArn)
      await setDeadLetters(all, functionName, before.deadLetterArn ?? "", wanted.deadLetterArn);
  });
  return { steps };
}

async function setEvents(
  steps: Steps,
  functionName: string,
  qualifier: string | undefined,
  before: AsyncDestinations,
  after: AsyncDestinations,
): Promise<void> {
  if (JSON.stringify(eventParts(before)) === JSON.stringify(eventParts(after))) return;
  const call = (settings: AsyncDestinations): CloudCall => {
    const at = { FunctionName: functionName, Qualifier: qualifier };
    return isDefault(settings)
      ? keptCall("lambda", "DeleteFunctionEventInvokeConfig", at)
      : keptCall("lambda", "PutFunctionEventInvokeConfig", {
          ...at,
          MaximumRetryAttempts: settings.maximumRetryAttempts,
          MaximumEventAgeInSeconds: settings.maximumEventAgeSeconds,
          DestinationConfig: {
            OnSuccess: settings.onSuccessArn ? { Destination: settings.onSuccessArn } : {},
            OnFailure: settings.onFailureArn ? { Destination: settings.onFailureArn } : {},
          },
        });
  };
  await steps.send({
    kind: "asynchronous-settings",
    title: `Destinations of asynchronous calls${qualifier ? ` of ${qualifier}` : ""} changed`,
    before,
    after,
    call: call(after),
    undo: call(before),
  });
}

async function setDeadLetters(
  steps: Steps,
  functionName: string,
  before: string,
  after: string,
): Promise<void> {
  const call = (TargetArn: string) =>
    keptCall("lambda", "UpdateFunctionConfiguration", {
      FunctionName: functionName,
      DeadLetterConfig: { TargetArn },
    });
  await steps.send({
    kind: "asynchronous-settings",
    title: `Dead-letter queue ${before || "none"} -> ${after || "none"}`,
    before: { deadLetterArn: before },
    after: { deadLetterArn: after },
    call: call(after),
    undo: call(before),
  });
}

function eventParts(settings: AsyncDestinations) {
  const { maximumRetryAttempts, maximumEventAgeSeconds, onSuccessArn, onFailureArn } = settings;
  return { maximumRetryAttempts, maximumEventAgeSeconds, onSuccessArn, onFailureArn };
}

function isDefault(settings: AsyncDestinations): boolean {
  return JSON.stringify(eventParts(settings)) === JSON.stringify(noDestinations);
}
