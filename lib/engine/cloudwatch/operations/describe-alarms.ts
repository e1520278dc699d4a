import type { DescribeAlarmsInput, DescribeAlarmsOutput } from "@aws-sdk/client-cloudwatch";
import type { CallContext } from "../../http/service.ts";
import type { AlarmDeps } from "../alarms/alarm-deps.ts";
import { type Alarm, describeCompositeAlarm, describeMetricAlarm } from "../alarms/alarm.ts";
import { invalidCombination, invalidNextToken, validationError } from "../errors.ts";

const largestPage = 100;

/** Alarms by name. Without AlarmTypes only metric alarms are meant, as on AWS. */
export const describeAlarms =
  ({ alarms }: AlarmDeps) =>
  (input: DescribeAlarmsInput, { region }: CallContext): DescribeAlarmsOutput => {
    const { AlarmNames: names = [], AlarmNamePrefix: prefix } = input;
    if (names.length > 0 && prefix !== undefined)
      throw invalidCombination("AlarmNamePrefix must not be specified together with AlarmNames.");
    const { ChildrenOfAlarmName: childrenOf, ParentsOfAlarmName: parentsOf } = input;
    const relatives = childrenOf ?? parentsOf;
    if (relatives !== undefined) {
      refuseOtherFilters(input);
      const { page, NextToken } = pageOf(relativesOf(relatives), input);
      const short = page.map((alarm) => ({
        AlarmName: alarm.name,
        AlarmArn: alarm.arn,
        ...(childrenOf !== undefined && {
          StateValue: alarm.state.value,
          StateUpdatedTimestamp: new Date(alarm.state.updatedMs),
        }),
      }));
      return {
        CompositeAlarms: short.filter((_, index) => page[index]?.type === "CompositeAlarm"),
        MetricAlarms: short.filter((_, index) => page[index]?.type === "MetricAlarm"),
        ...(NextToken !== undefined && { NextToken }),
      };
    }
    const types: readonly string[] = input.AlarmTypes?.length ? input.AlarmTypes : ["MetricAlarm"];
    const matching = alarms
      .list(region)
      .filter(
        (alarm) =>
          types.includes(alarm.type) &&
          (names.length === 0 || names.includes(alarm.name)) &&
          alarm.name.startsWith(prefix ?? "") &&
          (input.StateValue === undefined || alarm.state.value === input.StateValue) &&
          (input.ActionPrefix === undefined || hasAction(alarm, input.ActionPrefix)),
      );
    const { page, NextToken } = pageOf(matching, input);
    return {
      CompositeAlarms: page.flatMap((alarm) =>
        alarm.type === "CompositeAlarm" ? describeCompositeAlarm(alarm) : [],
      ),
      MetricAlarms: page.flatMap((alarm) =>
        alarm.type === "MetricAlarm" ? describeMetricAlarm(alarm) : [],
      ),
      ...(NextToken !== undefined && { NextToken }),
    };

    function relativesOf(name: string): Alarm[] {
      const alarm = alarms.find(region, name);
      if (!alarm) return [];
      if (childrenOf === undefined)
        return alarms.parentsOf(alarm).sort((a, b) => (a.name < b.name ? -1 : 1));
      if (alarm.type !== "CompositeAlarm")
        throw validationError(`${name} is not a composite alarm: it has no children.`);
      return alarms.childrenOf(alarm);
    }
  };

function refuseOtherFilters(input: DescribeAlarmsInput): void {
  const { MaxRecords: _size, NextToken: _token, ...filters } = input;
  const given = Object.entries(filters).filter(([, value]) => value !== undefined);
  if (given.length > 1)
    throw invalidCombination(
      `${given.map(([name]) => name).join(" and ")} must not be specified together.`,
    );
}

function hasAction({ settings }: Alarm, prefix: string): boolean {
  const { OKActions = [], AlarmActions = [], InsufficientDataActions = [] } = settings;
  return [...OKActions, ...AlarmActions, ...InsufficientDataActions].some((action) =>
    action.startsWith(prefix),
  );
}

/** The token names the last alarm of the page before. */
function pageOf(
  matching: readonly Alarm[],
  { MaxRecords: size = largestPage, NextToken: token }: DescribeAlarmsInput,
): { page: Alarm[]; NextToken?: string } {
  const [, last] = /^alarm (.*)$/s.exec(Buffer.from(token ?? "", "base64url").toString()) ?? [];
  if (token !== undefined && last === undefined) throw invalidNextToken();
  const rest = matching.filter(({ name }) => last === undefined || name > last);
  const page = rest.slice(0, size);
  const end = page.at(-1);
  return end && rest.length > size
    ? { page, NextToken: Buffer.from(`alarm ${end.name}`).toString("base64url") }
    : { page };
}
