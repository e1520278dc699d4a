import { randomUUID } from "node:crypto";
import type { Clock } from "../clock.ts";
import type { Service } from "../http/service.ts";
import type { EngineDatabase } from "../store/database.ts";
import { ActivityQueue } from "./execution/activity-queue.ts";
import type { TaskDeps } from "./execution/call-task.ts";
import { Executions } from "./execution/executions.ts";
import { ExecutionStore } from "./execution/execution-store.ts";
import { callServices } from "./execution/service-calls.ts";
import { TaskTokens } from "./execution/task-tokens.ts";
import { executionOperations } from "./operations/executions.ts";
import { createStatesService } from "./service.ts";

/** Step Functions beside all that its tasks can reach. */
export function createStates(options: {
  database: EngineDatabase;
  clock: Clock;
  accountId: string;
  endpoint: () => string;
  invokeFunction: TaskDeps["invokeFunction"];
  /** All rooms; asked when a task calls one. */
  services: () => readonly Service[];
  warn: (message: string, error: unknown) => void;
}) {
  const { database, clock, accountId, endpoint, invokeFunction, services, warn } = options;
  const tokens = new TaskTokens(clock, secretOf(database));
  const store = new ExecutionStore(database);
  const activities = new ActivityQueue(clock, (arn) => store.activities.get(arn) !== undefined);
  const executions = new Executions(store, {
    clock,
    tokens,
    activities,
    invokeFunction,
    callService: callServices(services),
    callContext: (region) => ({
      requestId: randomUUID(),
      region,
      accountId,
      accessKeyId: "states",
      endpoint: endpoint(),
      signal: new AbortController().signal,
    }),
    random: Math.random,
    warn,
  });
  const service = createStatesService({ executions, activities, tokens, clock });
  const start = executionOperations(executions, clock).StartExecution;
  return {
    service,
    executions,
    /** Begins an execution for another service. Throws as StartExecution does. */
    startExecution: (stateMachineArn: string, input: string) =>
      void start({ stateMachineArn, input }),
  };
}

/** Made once and kept, so that tokens outlive the engine's process. */
function secretOf(database: EngineDatabase): string {
  database.exec("CREATE TABLE IF NOT EXISTS states_secret (secret TEXT NOT NULL)");
  const row = database.prepare("SELECT secret FROM states_secret").get() as
    | { secret: string }
    | undefined;
  if (row) return row.secret;
  const secret = TaskTokens.newSecret();
  database.prepare("INSERT INTO states_secret VALUES (?)").run(secret);
  return secret;
}
