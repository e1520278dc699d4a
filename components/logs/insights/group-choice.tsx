"use client";

import { useQuery } from "@tanstack/react-query";
import { ChevronDown, Search } from "lucide-react";
import { useState } from "react";
import { useSession } from "@/components/shell/session";
import { getJson } from "@/components/ui/api";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { Input } from "@/components/ui/field";
import { Popover } from "@/components/ui/menu";
import { ProblemView, problemOf } from "@/components/ui/problem-view";
import { formatBytes, plain } from "@/lib/model/format";
import { insightsLimits } from "@/lib/model/insights-query";
import type { LogGroup } from "@/lib/model/log-group";

const { mostGroups } = insightsLimits;
const listed = 200;

/** The log groups that a query asks: one or more. */
export function GroupChoice({
  chosen,
  onChange,
}: {
  chosen: readonly string[];
  onChange(groups: string[]): void;
}) {
  return (
    <Popover
      label="Log groups to ask"
      trigger={
        <Button className="max-w-96">
          <span className="truncate">
            {chosen.length === 1 ? chosen[0] : `${chosen.length} log groups`}
          </span>
          <ChevronDown size={13} aria-hidden />
        </Button>
      }
    >
      {() => <Choices chosen={chosen} onChange={onChange} />}
    </Popover>
  );
}

function Choices({ chosen, onChange }: Parameters<typeof GroupChoice>[0]) {
  const { connectionId } = useSession();
  const [words, setWords] = useState("");
  const { data, error } = useQuery({
    queryKey: ["log-groups", connectionId],
    queryFn: ({ signal }) =>
      getJson<{ groups: LogGroup[]; more: boolean }>("/api/logs/groups", {}, signal),
    enabled: connectionId !== undefined,
    staleTime: 30_000,
  });
  const sizes = new Map(data?.groups.map(({ name, storedBytes }) => [name, storedBytes]));
  const names = [...new Set([...chosen, ...sizes.keys()])].filter((name) =>
    name.toLowerCase().includes(words.toLowerCase()),
  );
  const isFull = chosen.length >= mostGroups;
  const toggle = (name: string, on: boolean) =>
    onChange(on ? [...chosen, name] : chosen.filter((other) => other !== name));
  return (
    <div className="flex max-h-96 w-96 max-w-full flex-col">
      <Input
        autoFocus
        className="m-1 flex-none"
        aria-label="Find a log group"
        placeholder="Find, or type a name and press Enter"
        value={words}
        onChange={setWords}
        onEnter={() => {
          const name = names[0] ?? words.trim();
          if (name !== "" && !chosen.includes(name) && !isFull) toggle(name, true);
          setWords("");
        }}
        before={<Search size={13} aria-hidden className="text-text-3" />}
      />
      <div className="flex min-h-0 flex-col overflow-y-auto p-1.5">
        {error && <ProblemView problem={problemOf(error)} />}
        {names.slice(0, listed).map((name) => {
          const isChosen = chosen.includes(name);
          const size = sizes.get(name);
          return (
            <div key={name} className="flex min-h-7 items-center gap-2 text-12">
              <Checkbox
                checked={isChosen}
                disabled={isChosen ? chosen.length === 1 : isFull}
                onChange={(on) => toggle(name, on)}
                label={<span className="code-text min-w-0 break-all">{name}</span>}
              />
              <span className="flex-1" />
              {size !== undefined && (
                <span className="text-11 whitespace-nowrap text-text-3">
                  {plain(formatBytes(size))}
                </span>
              )}
            </div>
          );
        })}
      </div>
      <p className="p-2 text-11 text-text-3">
        {isFull
          ? `A query can ask at most ${mostGroups} groups.`
          : data?.more || names.length > listed
            ? "Not all groups are listed; type the name of another one."
            : `Up to ${mostGroups} groups in one query.`}
      </p>
    </div>
  );
}
