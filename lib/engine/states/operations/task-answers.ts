import type * as api from "@aws-sdk/client-sfn";
import { ServiceError } from "../../http/service.ts";
import { invalidToken } from "../errors.ts";
import type { TaskTokens } from "../execution/task-tokens.ts";

/** What whoever holds the token of a task says of it. */
export function taskOperations(tokens: TaskTokens) {
  const find = (token = "") => {
    const waiter = tokens.find(token);
    if (waiter) return waiter;
    if (!tokens.knows(token)) throw invalidToken("Invalid Token: 'Invalid token'");
    throw new ServiceError(
      "TaskTimedOut",
      "Task Timed Out: 'Provided task does not exist anymore'",
      400,
    );
  };
  return {
    SendTaskSuccess(input: api.SendTaskSuccessInput): object {
      const waiter = find(input.taskToken);
      waiter.settle({ output: readOutput(input.output ?? "") });
      return {};
    },

    SendTaskFailure(input: api.SendTaskFailureInput): object {
      find(input.taskToken).settle({ error: input.error ?? "", cause: input.cause ?? "" });
      return {};
    },

    SendTaskHeartbeat(input: api.SendTaskHeartbeatInput): object {
      find(input.taskToken).heartbeat();
      return {};
    },
  };
}

function readOutput(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new ServiceError("InvalidOutput", "Invalid Output: 'The output is not valid JSON'", 400);
  }
}
