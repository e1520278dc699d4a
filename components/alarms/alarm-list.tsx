"use client";

import { BellOff, BellRing, History, Pencil, Trash2 } from "lucide-react";
import { useState } from "react";
import { useLocked } from "@/components/connections/use-locked";
import { useConfirm } from "@/components/functions/use-confirm";
import { functionPath, useFunctionAddress } from "@/components/functions/use-function";
import { useSession } from "@/components/shell/session";
import { useNow } from "@/components/shell/use-now";
import { sendJson } from "@/components/ui/api";
import { IconButton } from "@/components/ui/button";
import { Note } from "@/components/ui/note";
import { ProblemView, problemOf } from "@/components/ui/problem-view";
import { Table } from "@/components/ui/table";
import { type Alarm, alarmStateText, conditionText, type FunctionAlarms } from "@/lib/model/alarm";
import type { Change } from "@/lib/model/change";
import { formatAge, formatDateTime } from "@/lib/model/format";
import { AlarmHistory } from "./alarm-history";

/** The alarms that watch the function: state, since when, why, and what can be done with each. */
export function AlarmList({
  data,
  error,
  retry,
  onEdit,
}: {
  data: FunctionAlarms | undefined;
  error: Error | null;
  retry(): void;
  onEdit(alarm: Alarm): void;
}) {
  const [opened, setOpened] = useState<string>();
  const alarms = data?.alarms ?? [];
  const firing = alarms.filter(({ state }) => state === "ALARM").length;
  return (
    <section aria-label="Alarms" className="flex flex-none flex-col border-b border-border">
      <div className="flex h-9.5 flex-none items-center gap-2 px-4">
        <h2 className="text-12 font-semibold">Alarms</h2>
        <span className="text-11 text-text-3">
          {data && alarms.length === 0 && data.problems.length === 0
            ? "No CloudWatch alarm watches this function. Set one in the menu of a chart."
            : data && `${alarms.length} in CloudWatch`}
          {firing > 0 && <b className="ml-2 text-danger">{firing} in alarm</b>}
        </span>
      </div>
      {(error !== null || (data?.problems.length ?? 0) > 0) && (
        <div className="px-4 pb-3">
          {error && <ProblemView problem={problemOf(error)} onRetry={retry} />}
          {data?.problems.map((problem) => (
            <ProblemView key={problem.title} problem={problem} onRetry={retry} />
          ))}
        </div>
      )}
      {data?.isPart && data.problems.length === 0 && (
        <div className="px-4 pb-2">
          <Note>
            The account has more than 2,000 alarms: beside these, only those of single usual metrics
            were looked for.
          </Note>
        </div>
      )}
      {alarms.length > 0 && (
        <div className="overflow-x-auto border-t border-border">
          <Table compact label="Alarms">
            <thead>
              <tr>
                <th scope="col">State</th>
                <th scope="col">Alarm</th>
                <th scope="col">Fires when</th>
                <th scope="col">Since</th>
                <th scope="col">Reason</th>
                <th scope="col">
                  <span className="sr-only">Actions</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {alarms.map((alarm) => (
                <AlarmRow
                  key={alarm.name}
                  alarm={alarm}
                  isOpen={opened === alarm.name}
                  onOpen={() => setOpened(opened === alarm.name ? undefined : alarm.name)}
                  onEdit={() => onEdit(alarm)}
                />
              ))}
            </tbody>
          </Table>
        </div>
      )}
    </section>
  );
}

function AlarmRow({
  alarm,
  isOpen,
  onOpen,
  onEdit,
}: {
  alarm: Alarm;
  isOpen: boolean;
  onOpen(): void;
  onEdit(): void;
}) {
  const { zone, serverNowMs } = useSession();
  const nowMs = useNow(60_000) ?? serverNowMs;
  const sinceMs = Date.parse(alarm.since ?? "");
  return (
    <>
      <tr>
        <td className="whitespace-nowrap">
          <AlarmState state={alarm.state} />
        </td>
        <td className="font-medium" title={alarm.description || undefined}>
          {alarm.name}
          {!alarm.actionsEnabled && <span className="text-text-3"> actions off</span>}
        </td>
        <td className="max-w-96 text-text-2">
          <span className="line-clamp-2 break-words" title={conditionText(alarm)}>
            {conditionText(alarm)}
          </span>
        </td>
        <td
          className="whitespace-nowrap"
          title={Number.isNaN(sinceMs) ? undefined : formatDateTime(sinceMs, zone, nowMs)}
        >
          {Number.isNaN(sinceMs) ? "\u2013" : formatAge(nowMs - sinceMs)}
        </td>
        <td className="max-w-md text-text-2">
          <span className="line-clamp-2 break-words" title={alarm.stateReason}>
            {alarm.stateReason || "\u2013"}
          </span>
        </td>
        <td>
          <RowActions alarm={alarm} isOpen={isOpen} onOpen={onOpen} onEdit={onEdit} />
        </td>
      </tr>
      {isOpen && (
        <tr>
          <td colSpan={6}>
            <AlarmHistory alarmName={alarm.name} />
          </td>
        </tr>
      )}
    </>
  );
}

function RowActions({
  alarm,
  isOpen,
  onOpen,
  onEdit,
}: {
  alarm: Alarm;
  isOpen: boolean;
  onOpen(): void;
  onEdit(): void;
}) {
  const { name: functionName } = useFunctionAddress();
  const locked = useLocked();
  const { dialog, ask } = useConfirm();
  const { name, actionsEnabled } = alarm;
  const words = (on: boolean) => (on ? "on" : "off");
  const toggle = () =>
    ask({
      title: `Switch the actions of ${name} ${words(!actionsEnabled)}?`,
      values: [{ label: "Actions", before: words(actionsEnabled), after: words(!actionsEnabled) }],
      action: actionsEnabled ? "Switch off" : "Switch on",
      act: () =>
        sendJson<{ change: Change }>("PUT", functionPath(functionName, "/alarms/actions"), {
          name,
          enabled: !actionsEnabled,
        }),
    });
  const remove = () =>
    ask({
      title: `Delete the alarm ${name}?`,
      values: [{ label: "Fires when", before: conditionText(alarm), after: "deleted" }],
      action: "Delete alarm",
      danger: true,
      note: <Note>An undo makes it again; its state is then found out anew.</Note>,
      act: () =>
        sendJson<{ change: Change }>("DELETE", functionPath(functionName, "/alarms"), { name }),
    });
  return (
    <span className="flex justify-end">
      <IconButton
        size="small"
        icon={History}
        label={`History of ${name}`}
        pressed={isOpen}
        onClick={onOpen}
      />
      <IconButton
        size="small"
        icon={actionsEnabled ? BellRing : BellOff}
        label={`Switch the actions of ${name} ${words(!actionsEnabled)}`}
        locked={locked}
        onClick={toggle}
      />
      <IconButton
        size="small"
        icon={Pencil}
        label={`Edit ${name}`}
        locked={alarm.fixed}
        onClick={onEdit}
      />
      <IconButton
        size="small"
        icon={Trash2}
        label={`Delete ${name}`}
        locked={locked}
        onClick={remove}
      />
      {dialog}
    </span>
  );
}

const stateLooks: Record<string, { mark: string; tone: string }> = {
  ALARM: { mark: "\u25a0", tone: "text-danger" },
  OK: { mark: "\u25cf", tone: "text-ok" },
};

/** A state in colour, shape and word. */
function AlarmState({ state }: { state: string }) {
  const { mark, tone } = stateLooks[state] ?? { mark: "\u25cb", tone: "text-text-3" };
  return (
    <span className="inline-flex items-center gap-1.5">
      <span aria-hidden className={`text-[9px] ${tone}`}>
        {mark}
      </span>
      <span className={state === "ALARM" ? "text-danger" : undefined}>{alarmStateText(state)}</span>
    </span>
  );
}
