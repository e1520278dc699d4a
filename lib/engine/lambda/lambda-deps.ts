import type { Clock } from "../clock.ts";
import type { EngineSettings } from "../settings.ts";
import type { Targets } from "../targets.ts";
import type { CodeSigningStore } from "./code-signing/code-signing-store.ts";
import type { CodeStore } from "./code-store.ts";
import type { FunctionStore } from "./function-store.ts";
import type { RuntimeInUse } from "./runtimes.ts";
import type { LayerStore } from "./layers/layer-store.ts";

/** The content of an object of S3; rejects with S3's own error when it cannot be read. */
type ReadObject = (object: {
  region: string;
  bucket: string;
  key: string;
  versionId: string | undefined;
}) => Promise<Uint8Array>;

/** What the control plane works on and asks of its neighbours. */
export interface LambdaDeps {
  functions: FunctionStore;
  code: CodeStore;
  layers: LayerStore;
  codeSigning: CodeSigningStore;
  readObject: ReadObject;
  clock: Clock;
  settings: EngineSettings;
  /** The engine's own address, `http://127.0.0.1:PORT`. */
  endpoint(): string;
  queues: {
    /** Undefined when there is no such queue. */
    byArn(queueArn: string): unknown;
    visibilityTimeoutSeconds(queueArn: string): number;
  };
  streams: {
    /** Undefined when there is no such stream. */
    byArn(streamArn: string): unknown;
  };
  /** Where results, dead letters and records of failed batches can go. */
  targets: Pick<Targets, "exists">;
  /** What is known at once of the interpreter that runs a runtime. */
  runtimeInUse(runtime: string): RuntimeInUse;
  provisionedStatus(
    region: string,
    functionName: string,
    qualifier: string,
  ): {
    requested: number;
    allocated: number;
    available: number;
    status: "IN_PROGRESS" | "READY" | "FAILED";
    statusReason?: string;
  };
}
