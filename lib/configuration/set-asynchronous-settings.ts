import { PutFunctionEventInvokeConfigCommand } from "@aws-sdk/client-lambda";
import { clientsFor } from "@/lib/aws/clients";
import type { Change, CloudCall } from "@/lib/model/change";
import type { AsynchronousSettings } from "@/lib/model/configuration";
import type { Connection } from "@/lib/model/connection";
import { rangeError } from "@/lib/model/function-limits";
import { refuse } from "@/lib/model/refuse";
import { journalled } from "@/lib/store/journal";
import { readConfiguration } from "./read-configuration";

/** Sets retries, maximum age and destinations of asynchronous calls. */
export async function setAsynchronousSettings(
  connection: Connection,
  functionName: string,
  settings: AsynchronousSettings,
): Promise<{ change: Change }> {
  for (const field of ["maximumRetryAttempts", "maximumEventAgeSeconds"] as const) {
    const error = rangeError(field, settings[field]);
    if (error) refuse(field, error);
  }
  for (const field of ["onSuccessArn", "onFailureArn"] as const) {
    const arn = settings[field];
    if (arn && !/^arn:aws[a-z-]*:[a-z0-9-]+:/.test(arn))
      refuse(field, "A destination is the ARN of a queue, topic, function or event bus.");
  }
  const before = (await readConfiguration(connection, functionName)).asynchronous;
  const { lambda } = clientsFor(connection);
  const { change } = await journalled(
    {
      connection,
      functionName,
      kind: "asynchronous-settings",
      title: titleOf(before, settings),
      before,
      after: settings,
      call: settingsCall(functionName, settings),
      undo: before
        ? settingsCall(functionName, before)
        : { impossible: "The settings before the change could not be read." },
    },
    () => lambda.send(new PutFunctionEventInvokeConfigCommand(inputOf(functionName, settings))),
  );
  return { change };
}

function titleOf(before: AsynchronousSettings | undefined, after: AsynchronousSettings): string {
  const shown = (settings: AsynchronousSettings) =>
    `${settings.maximumRetryAttempts} retries within ${settings.maximumEventAgeSeconds} s`;
  return `Asynchronous calls: ${before ? shown(before) : "unknown"} -> ${shown(after)}`;
}

function settingsCall(functionName: string, settings: AsynchronousSettings): CloudCall {
  return {
    service: "lambda",
    command: "PutFunctionEventInvokeConfig",
    input: inputOf(functionName, settings),
  };
}

function inputOf(functionName: string, settings: AsynchronousSettings) {
  const destination = (arn: string | undefined) => (arn ? { Destination: arn } : {});
  return {
    FunctionName: functionName,
    MaximumRetryAttempts: settings.maximumRetryAttempts,
    MaximumEventAgeInSeconds: settings.maximumEventAgeSeconds,
    DestinationConfig: {
      OnSuccess: destination(settings.onSuccessArn),
      OnFailure: destination(settings.onFailureArn),
    },
  };
}
