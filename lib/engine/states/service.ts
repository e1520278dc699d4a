import type { Clock } from "../clock.ts";
import type { Service } from "../http/service.ts";
import { statesConstraints } from "./constraints.ts";
import type { ActivityQueue } from "./execution/activity-queue.ts";
import type { Executions } from "./execution/executions.ts";
import type { TaskTokens } from "./execution/task-tokens.ts";
import { activityOperations } from "./operations/activities.ts";
import { aliasOperations } from "./operations/aliases.ts";
import { executionOperations } from "./operations/executions.ts";
import { machineOperations } from "./operations/machines.ts";
import { mapRunOperations } from "./operations/map-runs.ts";
import { taskOperations } from "./operations/task-answers.ts";
import { testOperations } from "./operations/test-state.ts";
import { versionOperations } from "./operations/versions.ts";
import { tagOperations } from "./tags.ts";

/** Step Functions: state machines in the Amazon States Language, and their executions. */
export function createStatesService(deps: {
  executions: Executions;
  activities: ActivityQueue;
  tokens: TaskTokens;
  clock: Clock;
}): Service {
  const { executions, activities, tokens, clock } = deps;
  return {
    id: "sfn",
    signingName: "states",
    schemas: () => import("@aws-sdk/client-sfn"),
    protocols: ["awsJson1.0"],
    targetPrefix: "AWSStepFunctions",
    constraints: statesConstraints,
    differences: [
      "A Task whose answer had not come when the engine was killed is called again.",
      "Distributed maps read JSON, JSON Lines, CSV and listings of buckets; inventories, Parquet, transformations and the configuration of writers are refused by name, and so are Credentials. At most 1,000 child executions run at once, and a redrive runs a distributed map as a whole.",
      "A JSONata expression has two seconds and holds as many numbers as on AWS; it can nest deeper, and other measures of memory are V8's.",
      "Tasks reach functions, other machines and services of the engine; roles, logging and tracing are kept and have no effect.",
      "Express executions are not kept: what still runs when the engine ends is gone.",
    ],
    operations: {
      ...machineOperations(executions.store, clock),
      ...executionOperations(executions, clock),
      ...taskOperations(tokens),
      ...versionOperations(executions.store, clock),
      ...aliasOperations(executions.store, clock),
      ...testOperations(executions, () => clock.now()),
      ...mapRunOperations(executions.store),
      ...activityOperations(executions.store, activities, clock),
      ...tagOperations(executions.store),
    },
    others: "the limits of a map that runs are not changed",
  };
}
