import * as z from "zod";
import { alarmFormBody, alarmSubjectBody } from "@/lib/alarms/alarm-body";
import { deleteAlarm } from "@/lib/alarms/delete-alarm";
import { listFunctionAlarms } from "@/lib/alarms/list-alarms";
import { createAlarm, updateAlarm } from "@/lib/alarms/save-alarm";
import { attempt } from "@/lib/aws/attempt";
import { handle } from "@/lib/server/handle";

export const GET = handle(({ connection, params, query }) =>
  listFunctionAlarms(connection, params.name!, query.getAll("mapping")),
);

const newAlarm = z.strictObject({
  subject: alarmSubjectBody,
  qualifier: z.string().optional(),
  form: alarmFormBody,
});

export const POST = handle(newAlarm, ({ connection, params, body }) =>
  attempt(connection, `create the alarm ${body.form.name}`, () =>
    createAlarm(connection, params.name!, body),
  ),
);

const changedAlarm = z.strictObject({ form: alarmFormBody, revision: z.string().optional() });

export const PUT = handle(changedAlarm, ({ connection, params, body }) =>
  attempt(connection, `change the alarm ${body.form.name}`, () =>
    updateAlarm(connection, params.name!, body),
  ),
);

export const DELETE = handle(z.strictObject({ name: z.string() }), ({ connection, params, body }) =>
  attempt(connection, `delete the alarm ${body.name}`, () =>
    deleteAlarm(connection, params.name!, body.name),
  ),
);
