import type { Trigger } from "./trigger";
import { triggerKey, triggerSourceArn } from "./trigger-identity";

/** An environment variable that names the source of a trigger; its value is not told. */
export interface Mention {
  /** The trigger's key. */
  trigger: string;
  variable: string;
}

/**
 * The environment variables whose value is the name, ARN or address of a source: a function that is told where its
 * events come from may well write there, and so call itself.
 */
export function mentionedSources(
  triggers: readonly Trigger[],
  environment: Readonly<Record<string, string>>,
): Mention[] {
  const values = Object.entries(environment);
  return triggers.flatMap((trigger) => {
    const name = writtenName(trigger);
    if (name === undefined) return [];
    return values
      .filter(([, value]) => value.split(/[/:,\s?#]+/).includes(name))
      .map(([variable]) => ({ trigger: triggerKey(trigger), variable }));
  });
}

/** What a program needs to know to write into a source; undefined where nobody writes. */
function writtenName(trigger: Trigger): string | undefined {
  switch (trigger.kind) {
    case "mapping":
    case "topic":
    case "bucket": {
      const rest = triggerSourceArn(trigger)?.split(":").slice(5).join(":") ?? "";
      // `table/orders/stream/...`, `stream/clicks`
      return /^(?:table|stream|cluster)\/([^/]+)/.exec(rest)?.[1] ?? (rest || undefined);
    }
    default:
      return undefined;
  }
}
