import * as z from "zod";
import { setAlarmActions } from "@/lib/alarms/set-alarm-actions";
import { attempt } from "@/lib/aws/attempt";
import { handle } from "@/lib/server/handle";

const body = z.strictObject({ name: z.string(), enabled: z.boolean() });

export const PUT = handle(body, ({ connection, params, body: { name, enabled } }) =>
  attempt(connection, `switch the actions of the alarm ${name} ${enabled ? "on" : "off"}`, () =>
    setAlarmActions(connection, params.name!, name, enabled),
  ),
);
