import type { SetAlarmStateInput } from "@aws-sdk/client-cloudwatch";
import { type CallContext, ServiceError } from "../../http/service.ts";
import type { AlarmDeps } from "../alarms/alarm-deps.ts";

/** Sets a state until the next evaluation; its actions are carried out as if it had come about by itself. */
export const setAlarmState =
  ({ alarms, watch }: AlarmDeps) =>
  (input: SetAlarmStateInput, { region }: CallContext): object => {
    const { StateValue: value = "OK", StateReason: reason = "", StateReasonData: data } = input;
    const alarm = alarms.find(region, input.AlarmName ?? "");
    if (!alarm) throw new ServiceError("ResourceNotFound", "Unknown");
    if (data !== undefined && !isJson(data))
      throw new ServiceError(
        "InvalidFormatFault",
        "StateReasonData was not syntactically valid JSON.",
      );
    watch.setState(alarm, { value, reason, ...(data !== undefined && { reasonData: data }) });
    return {};
  };

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
