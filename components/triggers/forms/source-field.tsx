"use client";

import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { useSession } from "@/components/shell/session";
import { getJson } from "@/components/ui/api";
import { Field, Input } from "@/components/ui/field";
import { Note } from "@/components/ui/note";
import { ProblemView, problemOf } from "@/components/ui/problem-view";
import { Segmented } from "@/components/ui/segmented";
import { Select } from "@/components/ui/select";
import { sourceName } from "@/lib/model/trigger";
import type { SourceKind, TriggerSource } from "@/lib/model/trigger-source";

/** The sources of a kind that there are in the connection's region. */
export function useSources(kind: SourceKind, isWanted = true) {
  const { connectionId } = useSession();
  return useQuery({
    queryKey: ["sources", connectionId, kind],
    queryFn: ({ signal }) =>
      getJson<{ sources: TriggerSource[] }>("/api/sources", { kind }, signal),
    enabled: isWanted && connectionId !== undefined,
    retry: false,
  });
}

type Way = "list" | "typed" | "new";

/** A source that is there: chosen from the list, or named by its ARN; or a new one. */
export function SourceField({
  kind,
  noun,
  value,
  isNew = false,
  problem,
  example,
  typedLabel = "By ARN",
  onChange,
  children,
}: {
  kind: SourceKind;
  /** As in `queue`. */
  noun: string;
  value: string;
  /** The value is the name of one that is made first. */
  isNew?: boolean;
  problem: string | undefined;
  /** What is typed by hand, for example. */
  example: string;
  typedLabel?: string;
  onChange(value: string, isNew: boolean): void;
  /** The form of a new one; absent: a new one needs its name alone. `false`: none is made here. */
  children?: ReactNode | ((done: (value: string) => void) => ReactNode) | false;
}) {
  const [way, setWay] = useState<Way>(isNew ? "new" : "list");
  const title = `${noun[0]?.toUpperCase()}${noun.slice(1)}`;
  return (
    <div className="flex flex-col gap-2">
      <span className="flex">
        <Segmented
          aria-label={title}
          size="small"
          value={way}
          onChange={(next) => {
            setWay(next);
            onChange("", next === "new");
          }}
          options={[
            { value: "list", label: `Choose a ${noun}` },
            { value: "typed", label: typedLabel },
            ...(children === false ? [] : [{ value: "new" as const, label: `New ${noun}` }]),
          ]}
        />
      </span>
      {way === "list" && (
        <SourceSelect
          kind={kind}
          noun={noun}
          label={title}
          value={value}
          onChange={(next) => onChange(next, false)}
        />
      )}
      {way === "typed" && (
        <Field
          label={typedLabel === "By ARN" ? `ARN of the ${noun}` : `Name of the ${noun}`}
          problem={value === "" ? undefined : problem}
          hint={`Like ${example}`}
        >
          {(ids) => (
            <Input {...ids} mono value={value} onChange={(next) => onChange(next.trim(), false)} />
          )}
        </Field>
      )}
      {way === "new" &&
        (typeof children === "function" ? (
          children((made) => {
            setWay("list");
            onChange(made, false);
          })
        ) : (
          <>
            <Field
              label="Name"
              problem={value === "" ? undefined : problem}
              hint={`The ${noun} is made first, and taken away again if the trigger cannot be added.`}
            >
              {(ids) => (
                <Input
                  {...ids}
                  mono
                  value={value}
                  onChange={(next) => onChange(next.trim(), true)}
                />
              )}
            </Field>
            {children}
          </>
        ))}
    </div>
  );
}

function SourceSelect({
  kind,
  noun,
  label,
  value,
  onChange,
}: {
  kind: SourceKind;
  noun: string;
  label: string;
  value: string;
  onChange(value: string): void;
}) {
  const { data, error, refetch } = useSources(kind);
  if (error && !data)
    return <ProblemView problem={problemOf(error)} onRetry={() => void refetch()} />;
  const sources = data?.sources ?? [];
  if (data && sources.length === 0) return <Note>There is no {noun} in this region yet.</Note>;
  const isListed = value === "" || sources.some(({ id }) => id === value);
  return (
    <Field label={label} hint={sources.find(({ id }) => id === value)?.detail}>
      {(ids) => (
        <Select
          {...ids}
          value={value}
          onChange={onChange}
          options={[
            { value: "", label: data ? "Choose…" : `Reading the ${noun}s…` },
            ...sources.map(({ id, name, detail, unusable }) => ({
              value: id,
              label: unusable
                ? `${name} (${unusable})`
                : name === id
                  ? name
                  : detail
                    ? `${name} (${detail})`
                    : name,
              disabled: unusable !== undefined,
            })),
            ...(isListed ? [] : [{ value, label: sourceName(value) }]),
          ]}
        />
      )}
    </Field>
  );
}
