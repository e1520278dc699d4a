import type * as api from "@aws-sdk/client-scheduler";
import type { Clock } from "../../clock.ts";
import { pageOf } from "../../http/page-of.ts";
import type { CallContext } from "../../http/service.ts";
import { readSettings } from "../check-schedule.ts";
import { conflict, invalid } from "../errors.ts";
import { defaultGroup, type Schedule, scheduleArn } from "../schedule.ts";
import type { ScheduleStore } from "../schedule-store.ts";

/** Schedules: when something is due, and where it goes. */
export function scheduleOperations(deps: {
  store: ScheduleStore;
  clock: Clock;
  hasOperation: (universal: { service: string; action: string }) => boolean;
}) {
  const { store, clock, hasOperation } = deps;
  return {
    CreateSchedule(input: api.CreateScheduleInput, { region, accountId }: CallContext) {
      const nowMs = clock.now();
      const groupName = input.GroupName ?? defaultGroup;
      store.group(region, groupName);
      const existing = store.find(region, groupName, input.Name ?? "");
      if (existing) {
        // The same request once more.
        if (input.ClientToken !== undefined && existing.clientToken === input.ClientToken)
          return { ScheduleArn: scheduleArn(existing) };
        throw conflict(`Schedule ${existing.name} already exists.`);
      }
      const schedule: Schedule = {
        ...readSettings(input, nowMs, hasOperation),
        region,
        accountId,
        createdMs: nowMs,
        modifiedMs: nowMs,
        anchorMs: nowMs,
        handledMs: nowMs - 1,
        clientToken: input.ClientToken,
      };
      store.put(schedule);
      return { ScheduleArn: scheduleArn(schedule) };
    },

    /** Everything that is not given goes back to its default. */
    UpdateSchedule(input: api.UpdateScheduleInput, { region }: CallContext) {
      const nowMs = clock.now();
      const before = store.schedule(region, input.GroupName ?? defaultGroup, input.Name ?? "");
      const settings = readSettings(input, nowMs, hasOperation);
      const isSame =
        settings.expression === before.expression && settings.startMs === before.startMs;
      const schedule: Schedule = {
        ...before,
        ...settings,
        modifiedMs: nowMs,
        anchorMs: isSame ? before.anchorMs : nowMs,
        handledMs: isSame ? Math.max(before.handledMs, nowMs) : nowMs - 1,
      };
      store.put(schedule);
      return { ScheduleArn: scheduleArn(schedule) };
    },

    GetSchedule(input: api.GetScheduleInput, { region }: CallContext) {
      const schedule = store.schedule(region, input.GroupName ?? defaultGroup, input.Name ?? "");
      return describe(schedule);
    },

    DeleteSchedule(input: api.DeleteScheduleInput, { region }: CallContext) {
      store.delete(store.schedule(region, input.GroupName ?? defaultGroup, input.Name ?? ""));
      return {};
    },

    ListSchedules(input: api.ListSchedulesInput, { region }: CallContext) {
      const { GroupName: groupName, NamePrefix: prefix = "", State: state } = input;
      if (groupName !== undefined) store.group(region, groupName);
      const all = store
        .schedules(region)
        .filter((schedule) => groupName === undefined || schedule.groupName === groupName)
        .filter((schedule) => schedule.name.startsWith(prefix))
        .filter((schedule) => state === undefined || schedule.state === state);
      const { items, nextToken } = pageOf(all, scheduleArn, {
        token: input.NextToken,
        size: input.MaxResults ?? 100,
        invalidToken: () => invalid("Invalid NextToken."),
      });
      return {
        Schedules: items.map((schedule) => ({
          Arn: scheduleArn(schedule),
          Name: schedule.name,
          GroupName: schedule.groupName,
          State: schedule.state,
          CreationDate: new Date(schedule.createdMs),
          LastModificationDate: new Date(schedule.modifiedMs),
          Target: { Arn: schedule.target.Arn },
        })),
        ...(nextToken !== undefined && { NextToken: nextToken }),
      };
    },
  };
}

function describe(schedule: Schedule) {
  const { startMs, endMs, description } = schedule;
  return {
    Arn: scheduleArn(schedule),
    GroupName: schedule.groupName,
    Name: schedule.name,
    ScheduleExpression: schedule.expression,
    ScheduleExpressionTimezone: schedule.timeZone,
    ...(startMs !== undefined && { StartDate: new Date(startMs) }),
    ...(endMs !== undefined && { EndDate: new Date(endMs) }),
    ...(description !== undefined && { Description: description }),
    State: schedule.state,
    CreationDate: new Date(schedule.createdMs),
    LastModificationDate: new Date(schedule.modifiedMs),
    Target: schedule.target,
    FlexibleTimeWindow: schedule.window,
    ActionAfterCompletion: schedule.afterCompletion,
  };
}
