import type { Destination, Trigger } from "./trigger";
import { triggerKey } from "./trigger-identity";

/** Where the sources of triggers send what they or the function gave up; each place once. */
export function triggerDestinations(triggers: readonly Trigger[]): Destination[] {
  const found = new Map<string, Destination>();
  const add = (
    on: Destination["on"],
    arn: string | undefined,
    trigger: Trigger,
    visible?: number,
  ) => {
    if (!arn) return;
    const known = found.get(`${on} ${arn}`) ?? { on, arn, from: [], visible };
    known.from.push(triggerKey(trigger));
    found.set(`${on} ${arn}`, known);
  };
  for (const trigger of triggers) {
    if (trigger.kind === "mapping") {
      const { queue, onFailureArn } = trigger;
      add("batch-failure", onFailureArn, trigger);
      add("redrive", queue?.deadLetterQueueArn, trigger, queue?.deadLetterQueue?.visible);
    } else if ("deadLetterQueueArn" in trigger)
      add("delivery-failure", trigger.deadLetterQueueArn, trigger);
  }
  return [...found.values()];
}
