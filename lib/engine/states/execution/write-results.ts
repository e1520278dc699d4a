import type { MapState } from "../language/definition.ts";
import type { Scope } from "../language/scope.ts";
import { StateError } from "../language/state-error.ts";
import { callStorage, storageParameters } from "./call-storage.ts";
import type { Execution } from "./execution.ts";
import type { Run } from "./run.ts";

/**
 * Writes what the child executions came to where ResultWriter says; what the state comes to then.
 * Source: Developer Guide, "ResultWriter (Map)".
 */
export async function writeResults(
  run: Run,
  mapRunArn: string,
  children: readonly Execution[],
  state: MapState,
  scope: Scope,
): Promise<unknown> {
  const { Bucket, Prefix } = storageParameters(state, "ResultWriter", scope);
  const id = mapRunArn.slice(mapRunArn.lastIndexOf(":") + 1);
  const folder = `${typeof Prefix === "string" && Prefix !== "" ? `${Prefix}/` : ""}${id}`;
  const put = async (name: string, value: unknown) => {
    const Key = `${folder}/${name}`;
    const Body = JSON.stringify(value);
    await callStorage(run, "putObject", { Bucket, Key, Body });
    return { Key, Size: Buffer.byteLength(Body) };
  };
  const file = async (kind: "SUCCEEDED" | "FAILED") => {
    const those = children.filter(
      ({ status }) => (status === "SUCCEEDED") === (kind === "SUCCEEDED"),
    );
    return those.length === 0 ? [] : [await put(`${kind}_0.json`, those.map(told))];
  };
  try {
    const files = { FAILED: await file("FAILED"), PENDING: [], SUCCEEDED: await file("SUCCEEDED") };
    const { Key } = await put("manifest.json", {
      DestinationBucket: Bucket,
      MapRunArn: mapRunArn,
      ResultFiles: files,
    });
    return { MapRunArn: mapRunArn, ResultWriterDetails: { Bucket, Key } };
  } catch (error) {
    if (!(error instanceof StateError)) throw error;
    throw new StateError("States.ResultWriterFailed", error.cause);
  }
}

function told(child: Execution): object {
  const { arn, name, input, output, error, cause, machine, status, startedMs, stoppedMs } = child;
  return {
    ExecutionArn: arn,
    Input: input,
    InputDetails: { Included: true },
    Name: name,
    ...(output !== undefined && { Output: output, OutputDetails: { Included: true } }),
    ...(error !== undefined && { Error: error }),
    ...(cause !== undefined && { Cause: cause }),
    StartDate: new Date(startedMs).toISOString(),
    StateMachineArn: machine.arn,
    Status: status,
    StopDate: new Date(stoppedMs ?? startedMs).toISOString(),
  };
}
