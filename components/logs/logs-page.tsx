"use client";

import { useQuery } from "@tanstack/react-query";
import { ChevronDown, Search } from "lucide-react";
import { useState } from "react";
import { useSession } from "@/components/shell/session";
import { getJson } from "@/components/ui/api";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { Input } from "@/components/ui/field";
import { Popover } from "@/components/ui/menu";
import { ProblemView, problemOf } from "@/components/ui/problem-view";
import { SkeletonRows } from "@/components/ui/skeleton";
import { formatBytes, plain } from "@/lib/model/format";
import type { LogGroup } from "@/lib/model/log-group";
import { LogView } from "./log-view";
import { useUrlParam } from "./use-url-param";

/** Any log group of the connection. */
export function LogsPage() {
  const { connectionId } = useSession();
  const [chosen, setChosen] = useUrlParam("group");
  const { data, error, refetch } = useQuery({
    queryKey: ["log-groups", connectionId],
    queryFn: ({ signal }) =>
      getJson<{ groups: LogGroup[]; more: boolean }>("/api/logs/groups", {}, signal),
    enabled: connectionId !== undefined,
    staleTime: 30_000,
  });
  const title = (
    <>
      <h1 className="text-16 font-semibold tracking-[-0.012em]">Logs</h1>
      {data && (
        <GroupPicker groups={data.groups} more={data.more} chosen={chosen} onChoose={setChosen} />
      )}
    </>
  );
  if (chosen !== "") return <LogView key={chosen} source={{ logGroup: chosen }} title={title} />;
  return (
    <>
      <div className="flex min-h-12 flex-none items-center gap-2 border-b border-border px-4">
        {title}
      </div>
      {error ? (
        <div className="p-4">
          <ProblemView problem={problemOf(error)} onRetry={() => void refetch()} />
        </div>
      ) : !data ? (
        <SkeletonRows />
      ) : data.groups.length === 0 ? (
        <EmptyState title="There are no log groups yet">
          A function's group appears with its first invocation.
        </EmptyState>
      ) : (
        <div className="min-h-0 flex-1 overflow-y-auto p-2">
          <GroupChoices groups={data.groups} chosen={chosen} onChoose={setChosen} />
        </div>
      )}
    </>
  );
}

function GroupPicker({
  groups,
  more,
  chosen,
  onChoose,
}: {
  groups: readonly LogGroup[];
  more: boolean;
  chosen: string;
  onChoose(name: string): void;
}) {
  const [words, setWords] = useState("");
  const found = groups.filter(({ name }) => name.toLowerCase().includes(words.toLowerCase()));
  return (
    <Popover
      label="Log group"
      trigger={
        <Button className="max-w-96">
          <span className="truncate">{chosen || "Choose a log group"}</span>
          <ChevronDown size={13} aria-hidden />
        </Button>
      }
    >
      {(close) => (
        <div className="flex max-h-96 w-96 max-w-full flex-col">
          <Input
            autoFocus
            className="m-1 flex-none"
            aria-label="Find a log group"
            placeholder="Find, or type a name and press Enter"
            value={words}
            onChange={setWords}
            onEnter={() => {
              onChoose(found[0]?.name ?? words);
              close();
            }}
            before={<Search size={13} aria-hidden className="text-text-3" />}
          />
          <div className="min-h-0 overflow-y-auto">
            <GroupChoices
              groups={found.slice(0, 200)}
              chosen={chosen}
              onChoose={(name) => {
                onChoose(name);
                close();
              }}
            />
          </div>
          {more && (
            <p className="p-2 text-11 text-text-3">
              The first 1,000 groups are listed; type the name of another one.
            </p>
          )}
        </div>
      )}
    </Popover>
  );
}

function GroupChoices({
  groups,
  chosen,
  onChoose,
}: {
  groups: readonly LogGroup[];
  chosen: string;
  onChoose(name: string): void;
}) {
  return groups.map(({ name, storedBytes, retentionDays }) => (
    <button
      key={name}
      type="button"
      aria-pressed={name === chosen}
      className="pop-item text-12"
      onClick={() => onChoose(name)}
    >
      <span className="code-text min-w-0 flex-1 truncate">{name}</span>
      <span className="text-11 text-text-3">
        {[
          storedBytes !== undefined && plain(formatBytes(storedBytes)),
          retentionDays ? `${retentionDays} days` : "for ever",
        ]
          .filter(Boolean)
          .join(" \u00b7 ")}
      </span>
    </button>
  ));
}
