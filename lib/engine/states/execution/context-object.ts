import type { Execution } from "./execution.ts";
import type { Place } from "./run.ts";

/** What `$$` and `$states.context` tell. Source: Developer Guide, "Accessing execution data from the Context object". */
export function contextObject(
  { arn, name, input, startedMs, machine, redrive }: Execution,
  state: { name: string; enteredMs: number; retryCount: number },
  { map }: Pick<Place, "map">,
): object {
  return {
    Execution: {
      Id: arn,
      Input: JSON.parse(input) as unknown,
      Name: name,
      RoleArn: machine.roleArn,
      StartTime: new Date(startedMs).toISOString(),
      RedriveCount: redrive?.count ?? 0,
      ...(redrive && { RedriveTime: new Date(redrive.lastMs).toISOString() }),
    },
    StateMachine: { Id: machine.arn, Name: machine.name },
    State: {
      Name: state.name,
      EnteredTime: new Date(state.enteredMs).toISOString(),
      RetryCount: state.retryCount,
    },
    ...(map && { Map: { Item: map } }),
  };
}
