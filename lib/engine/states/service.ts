import * as schemas from "@aws-sdk/client-sfn";
import type { Clock } from "../clock.ts";
import { refuseOthers } from "../http/refuse-others.ts";
import type { Service } from "../http/service.ts";
import { statesConstraints } from "./constraints.ts";
import type { Executions } from "./execution/executions.ts";
import type { TaskTokens } from "./execution/task-tokens.ts";
import { executionOperations } from "./operations/executions.ts";
import { machineOperations } from "./operations/machines.ts";
import { taskOperations } from "./operations/task-answers.ts";
import { tagOperations } from "./tags.ts";

/** Step Functions: state machines in the Amazon States Language, and their executions. */
export function createStatesService(deps: {
  executions: Executions;
  tokens: TaskTokens;
  clock: Clock;
}): Service {
  const { executions, tokens, clock } = deps;
  return {
    id: "sfn",
    signingName: "states",
    schemas,
    protocols: ["awsJson1.0"],
    targetPrefix: "AWSStepFunctions",
    constraints: statesConstraints,
    differences: [
      "A Task whose answer had not come when the engine was killed is called again.",
      "Definitions are in JSONPath: JSONata, variables, distributed maps and activities are refused by name.",
      "Tasks reach functions, other machines and services of the engine; roles, logging and tracing are kept and have no effect.",
      "Express executions are not kept: what still runs when the engine ends is gone.",
    ],
    operations: refuseOthers(
      schemas,
      {
        ...machineOperations(executions.store, clock),
        ...executionOperations(executions, clock),
        ...taskOperations(tokens),
        ...tagOperations(executions.store),
      },
      "there are no activities, versions, aliases, map runs and redrives",
    ),
  };
}
