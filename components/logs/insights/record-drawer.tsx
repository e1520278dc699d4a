"use client";

import { useQuery } from "@tanstack/react-query";
import { useSession } from "@/components/shell/session";
import { getJson } from "@/components/ui/api";
import { Button } from "@/components/ui/button";
import { CopyButton } from "@/components/ui/copy-button";
import { Drawer } from "@/components/ui/drawer";
import { problemOf } from "@/components/ui/problem-view";
import { formatDateTime } from "@/lib/model/format";
import type { QueryTable } from "@/lib/model/insights-query";
import { jsonIn, pointerColumn, shownColumns, timeIn } from "@/lib/model/query-rows";

export interface RecordDrawerProps {
  table: QueryTable;
  row: QueryTable["rows"][number];
  onRequest(requestId: string): void;
  onClose(): void;
}

/** One row of a result with all of its values, and the whole event it comes from. */
export function RecordDrawer({ table, row, onRequest, onClose }: RecordDrawerProps) {
  const { connectionId } = useSession();
  const pointer = row[table.columns.indexOf(pointerColumn)] ?? undefined;
  const { data, error, isLoading } = useQuery({
    queryKey: ["log-record", connectionId, pointer],
    queryFn: ({ signal }) =>
      getJson<{ fields: [string, string][] }>("/api/logs/record", { ptr: pointer }, signal),
    enabled: pointer !== undefined && connectionId !== undefined,
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  });
  const own = shownColumns(table).flatMap((at): [string, string][] => {
    const value = row[at] ?? null;
    return value === null ? [] : [[table.columns[at]!, value]];
  });
  const known = new Map([...own, ...(data?.fields ?? [])]);
  const requestId =
    known.get("@requestId") ?? known.get("requestId") ?? known.get("record.requestId");
  return (
    <Drawer
      label="Record"
      onClose={onClose}
      title={<span className="text-12 font-semibold">Record</span>}
      footer={
        requestId && (
          <Button size="small" onClick={() => onRequest(requestId)}>
            Open the request
          </Button>
        )
      }
    >
      <div className="flex flex-col gap-4">
        <Values title="This row" values={own} />
        {data && data.fields.length > 0 && <Values title="Whole event" values={data.fields} />}
        {isLoading && <p className="text-12 text-text-3">Reading the whole event...</p>}
        {error && (
          <p className="text-12 text-text-3">
            The whole event cannot be read: {problemOf(error).detail}
          </p>
        )}
      </div>
    </Drawer>
  );
}

function Values({ title, values }: { title: string; values: readonly [string, string][] }) {
  return (
    <section>
      <div className="mb-1 flex items-center gap-2">
        <h2 className="text-12 font-semibold">{title}</h2>
        <span className="flex-1" />
        <CopyButton
          label={`Copy ${title.toLowerCase()}`}
          text={() => JSON.stringify(Object.fromEntries(values), null, 2)}
        />
      </div>
      <dl className="flex flex-col gap-1.5 text-12">
        {values.map(([name, value]) => (
          <div key={name}>
            <dt className="text-11 text-text-3">{name}</dt>
            <dd className="min-w-0">
              <Value value={value} />
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

function Value({ value }: { value: string }) {
  const { zone } = useSession();
  const timeMs = timeIn(value);
  if (timeMs !== undefined) return <span>{formatDateTime(timeMs, zone, timeMs)}</span>;
  const json = jsonIn(value);
  if (json)
    return (
      <details open={value.length < 2_000}>
        <summary className="cursor-pointer text-text-2">
          {Array.isArray(json) ? `List of ${json.length}` : `Object of ${Object.keys(json).length}`}
        </summary>
        <pre className="code text-11 whitespace-pre-wrap break-words">
          {JSON.stringify(json, null, 2)}
        </pre>
      </details>
    );
  return <span className="code-text whitespace-pre-wrap break-words">{value}</span>;
}
