"use client";

import { useQuery } from "@tanstack/react-query";
import { Check, X } from "lucide-react";
import { useState } from "react";
import { functionPath, useFunctionAddress } from "@/components/functions/use-function";
import { useSession } from "@/components/shell/session";
import { getJson } from "@/components/ui/api";
import { Textarea } from "@/components/ui/field";
import { formatClock } from "@/lib/model/format";
import { filterRecords } from "@/lib/model/filter-records";
import { type Filter, type Miss, parseFilter } from "@/lib/model/filter-pattern";
import type { PatternLanguage } from "@/lib/model/filter-rules";
import { useSamples, type WorkbenchEvent } from "./use-samples";

export interface FilterWorkbenchProps {
  /** One of them must fit. */
  patterns: readonly string[];
  language: PatternLanguage;
  /** The service whose sample events are tried, as in ARNs. */
  source: string;
}

const languageNotes: Record<PatternLanguage, string> = {
  mapping:
    "A mapping's filter judges each record. It knows no wildcard and no cidr; of JSON in the body or data it sees the fields, where the pattern is an object.",
  rule: "A rule's pattern judges the whole event. It knows every operator, wildcard and cidr too.",
  attributes:
    "A filter policy on attributes has no nested fields, at most five of them, and knows no wildcard.",
  body: "A filter policy on the message wants it to be JSON, has at most five keys, and knows no wildcard.",
};

/** Which sample and recent events a filter lets through, and which field of the others did not fit. */
export function FilterWorkbench({ patterns, language, source }: FilterWorkbenchProps) {
  const [own, setOwn] = useState("");
  const { name } = useFunctionAddress();
  const { connectionId, zone } = useSession();
  const samples = useSamples(source);
  const { data: recent } = useQuery({
    queryKey: ["recent-events", connectionId, name],
    queryFn: ({ signal }) =>
      getJson<{ events: { text: string; atMs: number; from: "sent" | "logged" }[] }>(
        functionPath(name, "/recent-events"),
        {},
        signal,
      ),
    enabled: connectionId !== undefined,
    retry: false,
  });
  const filters = patterns.flatMap((pattern) => parsedFilter(pattern, language) ?? []);
  if (filters.length === 0) return null;
  const events: WorkbenchEvent[] = [
    ...(recent?.events ?? []).map(({ text, atMs, from }) => ({
      label: `${from === "sent" ? "sent" : "logged"} ${formatClock(atMs, zone)}`,
      text,
    })),
    ...samples,
  ];
  const rows = events.flatMap(({ label, text }) =>
    recordsIn(text, language).map(({ record }, index, all) => ({
      label: all.length > 1 ? `${label}, ${index + 1}` : label,
      misses: fewestMisses(filters, record),
    })),
  );
  const passing = rows.filter(({ misses }) => misses.length === 0).length;
  return (
    <section
      aria-label="Filter workbench"
      className="flex flex-col gap-2 border-t border-border pt-2.5"
    >
      <div className="flex items-baseline justify-between gap-2">
        <h3 className="text-12 font-medium">What it lets through</h3>
        <span className="text-11 text-text-3" aria-live="polite">
          {passing} of {rows.length}
        </span>
      </div>
      <p className="text-11 text-text-3">{languageNotes[language]}</p>
      <ul className="flex max-h-56 flex-col gap-1 overflow-y-auto text-12">
        {rows.map(({ label, misses }, index) => (
          <Verdict key={index} label={label} misses={misses} />
        ))}
      </ul>
      <label className="flex flex-col gap-1 text-11 text-text-3">
        {ownLabels[language]}
        <Textarea
          mono
          rows={3}
          className="w-full"
          aria-label="An event of your own"
          placeholder={ownExamples[language]}
          value={own}
          onChange={setOwn}
        />
      </label>
      {own !== "" && <OwnVerdict filters={filters} language={language} text={own} />}
    </section>
  );
}

const ownLabels: Record<PatternLanguage, string> = {
  mapping: "Try your own: a record, the whole event, or the body of a message. Nothing is sent.",
  rule: "Try your own event. Nothing is sent.",
  attributes: "Try your own: the attributes as a JSON object, or the whole event. Nothing is sent.",
  body: "Try your own: the message, or the whole event. Nothing is sent.",
};

const ownExamples: Record<PatternLanguage, string> = {
  mapping: '{ "type": "order.created" }',
  rule: '{ "source": "my.shop", "detail": {} }',
  attributes: '{ "type": "order.created" }',
  body: '{ "type": "order.created" }',
};

function Verdict({ label, misses }: { label: string; misses: readonly Miss[] }) {
  const passes = misses.length === 0;
  return (
    <li className="flex items-start gap-2">
      {passes ? (
        <Check size={13} aria-label="passes" className="mt-0.5 flex-none text-ok" />
      ) : (
        <X size={13} aria-label="stays out" className="mt-0.5 flex-none text-text-3" />
      )}
      <span className="min-w-0">
        {label}
        {misses.slice(0, 3).map((miss) => (
          <span key={miss.path} className="block text-11 break-words text-text-3">
            <span className="code-text text-warn">{miss.path}</span>{" "}
            {miss.found === undefined ? "is not there" : `is ${cut(miss.found)}`}, wanted{" "}
            <span className="code-text">{cut(miss.wanted)}</span>
          </span>
        ))}
        {misses.length > 3 && (
          <span className="block text-11 text-text-3">and {misses.length - 3} more fields</span>
        )}
      </span>
    </li>
  );
}

function OwnVerdict({
  filters,
  language,
  text,
}: {
  filters: readonly Filter[];
  language: PatternLanguage;
  text: string;
}) {
  const records = recordsIn(text, language);
  if (records.length === 0 && language !== "mapping")
    return <p className="text-11 text-warn">It is not JSON.</p>;
  // What is typed for a queue is most often the body alone.
  const body = { record: { body: text, data: text, value: text } };
  const tried = language === "mapping" ? [...records, body] : records;
  const best = tried
    .map(({ record }) => fewestMisses(filters, record))
    .toSorted((a, b) => a.length - b.length)[0];
  return (
    <ul className="text-12" aria-label="Verdict on your event">
      <Verdict
        label={best?.length === 0 ? "Your event passes" : "Your event does not pass"}
        misses={best ?? []}
      />
    </ul>
  );
}

function parsedFilter(pattern: string, language: PatternLanguage): Filter | undefined {
  try {
    return parseFilter(pattern, language);
  } catch {
    // What is wrong with it is said beside it.
    return undefined;
  }
}

function recordsIn(text: string, language: PatternLanguage) {
  try {
    return filterRecords(JSON.parse(text) as unknown, language);
  } catch {
    return [];
  }
}

function fewestMisses(filters: readonly Filter[], record: unknown): Miss[] {
  const each = filters.map((filter) => filter.misses(record));
  return each.toSorted((a, b) => a.length - b.length)[0] ?? [];
}

function cut(text: string): string {
  return text.length > 80 ? `${text.slice(0, 80)}…` : text;
}
