"use client";

import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useSession } from "@/components/shell/session";
import { Dialog } from "@/components/ui/dialog";
import { ProblemView, problemOf } from "@/components/ui/problem-view";
import { Segmented } from "@/components/ui/segmented";
import { Select } from "@/components/ui/select";
import { type DiffLine, diffLines } from "@/lib/model/diff-lines";
import { formatClock } from "@/lib/model/format";
import type { PastInvocation, PastInvocationDetail } from "@/lib/model/invoke";
import { figuresOf } from "@/lib/model/invoke-figures";
import { formatJson } from "@/lib/model/json-text";
import { maskSecretValues } from "@/lib/model/mask-secret-values";
import { readPast } from "./use-invocation";

/** Two calls of the history beside each other, line by line. */
export function DiffDialog({
  functionName,
  entries,
  id,
  onClose,
}: {
  functionName: string;
  entries: readonly PastInvocation[];
  /** The newer of the two. */
  id: number;
  onClose(): void;
}) {
  const { zone } = useSession();
  const others = entries.filter((entry) => entry.id !== id);
  const before = entries.find((entry) => entry.id < id) ?? others[0];
  const [otherId, setOtherId] = useState(before?.id);
  const [part, setPart] = useState<"response" | "event">("response");
  const { data, error } = useQuery({
    queryKey: ["diff", functionName, id, otherId],
    queryFn: () => Promise.all([readPast(functionName, otherId ?? id), readPast(functionName, id)]),
    enabled: otherId !== undefined,
  });
  const name = (entry: PastInvocation) =>
    `${formatClock(entry.startedMs, zone)} ${entry.verdict.text}${entry.eventName ? `, ${entry.eventName}` : ""}`;
  return (
    <Dialog wide open onOpenChange={(open) => !open && onClose()} title="Compare two calls">
      {others.length === 0 ? (
        <p className="text-12 text-text-2">There is no other call to compare with.</p>
      ) : (
        <>
          <div className="flex flex-wrap items-center gap-2 text-12">
            <Select
              size="small"
              aria-label="Compare with"
              value={String(otherId)}
              onChange={(value) => setOtherId(Number(value))}
              options={others.map((entry) => ({ value: String(entry.id), label: name(entry) }))}
            />
            <span className="text-text-3">{"\u2192"}</span>
            <b className="font-medium">{entries.filter((entry) => entry.id === id).map(name)}</b>
            <span className="flex-1" />
            <Segmented<"response" | "event">
              size="small"
              aria-label="What to compare"
              value={part}
              onChange={setPart}
              options={[
                { value: "response", label: "Response" },
                { value: "event", label: "Event" },
              ]}
            />
          </div>
          {error && <ProblemView problem={problemOf(error)} />}
          {data && <Figures before={data[0]} after={data[1]} />}
          {data && <DiffText lines={diffLines(textOf(data[0], part), textOf(data[1], part))} />}
        </>
      )}
    </Dialog>
  );
}

/** Outcome, times, memory and version of the two, one beside the other. */
function Figures({ before, after }: { before: PastInvocationDetail; after: PastInvocationDetail }) {
  const [left, right] = [figuresOf(before), figuresOf(after)];
  return (
    <table className="w-full text-12">
      <thead className="text-left text-11 text-text-3">
        <tr>
          <th className="py-0.5 font-medium">Figure</th>
          <th className="py-0.5 text-right font-medium">Before</th>
          <th className="py-0.5 text-right font-medium">After</th>
        </tr>
      </thead>
      <tbody>
        {left.map(([label, value], index) => {
          const other = right[index]?.[1] ?? "\u2013";
          return (
            <tr key={label} className="border-t border-grid">
              <th className="py-0.5 text-left font-normal text-text-2">{label}</th>
              <td className="py-0.5 text-right">{value}</td>
              <td className={`py-0.5 text-right ${value === other ? "" : "font-semibold"}`}>
                {other}
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

function textOf({ request, result }: PastInvocationDetail, part: "response" | "event"): string {
  const text = part === "event" ? request.payload : (result.problem?.detail ?? result.payload);
  return maskSecretValues(formatJson(text) ?? text);
}

const signs: Record<DiffLine["kind"], string> = { same: " ", removed: "\u2212", added: "+" };
const grounds: Record<DiffLine["kind"], string> = {
  same: "",
  removed: "bg-danger-bg text-danger",
  added: "bg-ok-bg text-ok",
};
const mostLines = 3_000;

function DiffText({ lines }: { lines: readonly DiffLine[] }) {
  const changed = lines.filter(({ kind }) => kind !== "same").length;
  return (
    <>
      <p className="text-12 text-text-2" role="status">
        {changed === 0 ? "They are equal." : `${changed} lines differ.`}
        {lines.length > mostLines && ` The first ${mostLines} of ${lines.length} lines are shown.`}
      </p>
      <pre className="code max-h-[55vh] px-0">
        {lines.slice(0, mostLines).map(({ kind, text }, i) => (
          <div key={i} className={`px-2.5 ${grounds[kind]}`}>
            {signs[kind]} {text}
          </div>
        ))}
      </pre>
    </>
  );
}
