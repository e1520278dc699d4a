import type { Clock } from "../clock.ts";
import type { EngineSettings } from "../settings.ts";
import type { CodeStore } from "./code-store.ts";
import type { FunctionStore } from "./function-store.ts";

/** What the control plane works on and asks of its neighbours. */
export interface LambdaDeps {
  functions: FunctionStore;
  code: CodeStore;
  clock: Clock;
  settings: EngineSettings;
  /** The engine's own address, `http://127.0.0.1:PORT`. */
  endpoint(): string;
  queues: {
    /** Undefined when there is no such queue. */
    byArn(queueArn: string): unknown;
    visibilityTimeoutSeconds(queueArn: string): number;
  };
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
