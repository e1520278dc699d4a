"use client";

import { Upload } from "lucide-react";
import { useState } from "react";
import { useLocked } from "@/components/connections/use-locked";
import { useConcurrency } from "@/components/concurrency/use-concurrency";
import { useFunctionAddress } from "@/components/functions/use-function";
import { useVersions } from "@/components/functions/qualifier-picker";
import { useStatus } from "@/components/shell/status";
import { Button } from "@/components/ui/button";
import { ProblemView, problemOf } from "@/components/ui/problem-view";
import { Note } from "@/components/ui/note";
import { SkeletonRows } from "@/components/ui/skeleton";
import { useKeys } from "@/components/ui/use-keys";
import { AliasTable } from "./alias-table";
import { PublishDialog } from "./publish-dialog";
import { VersionComparison } from "./version-comparison";
import { VersionTable } from "./version-table";

/** Versions, and the aliases that point at them. */
export function VersionsPage() {
  const { name } = useFunctionAddress();
  const { data, error, refetch, dataUpdatedAt } = useVersions(name);
  const { data: concurrency } = useConcurrency();
  const locked = useLocked();
  const [isPublishing, setPublishing] = useState(false);
  const [compared, setCompared] = useState<readonly string[]>([]);
  useKeys({ p: () => setPublishing(true) }, locked === undefined);
  useStatus({
    keys: [
      [["P"], "publish"],
      [["[", "]"], "tabs"],
    ],
    source: "Lambda",
    updatedAtMs: dataUpdatedAt || undefined,
  });
  if (!data)
    return error ? (
      <div className="p-4">
        <ProblemView problem={problemOf(error)} onRetry={() => void refetch()} />
      </div>
    ) : (
      <SkeletonRows rows={8} />
    );
  const { versions, aliases } = data;
  const provisioned = new Map(
    (concurrency?.provisioned ?? []).map((config) => [config.qualifier, config]),
  );
  /** The two that were chosen last. */
  const compare = (version: string) =>
    setCompared(
      compared.includes(version)
        ? compared.filter((one) => one !== version)
        : [...compared, version].slice(-2),
    );
  const [left, right] = [...compared].sort(
    (a, b) =>
      versions.findIndex(({ version }) => version === b) -
      versions.findIndex(({ version }) => version === a),
  );
  return (
    <div className="flex min-h-0 flex-1 flex-col overflow-y-auto">
      {error && (
        <div className="p-4 pb-0">
          <Note tone="warn" title={problemOf(error).title}>
            {problemOf(error).detail} What is shown may be old.
          </Note>
        </div>
      )}
      {data.problems.map((problem) => (
        <div key={problem.title} className="p-4 pb-0">
          <ProblemView problem={problem} />
        </div>
      ))}
      <AliasTable versions={versions} aliases={aliases} provisioned={provisioned} locked={locked} />
      <section aria-label="Versions">
        <div className="flex min-h-11 flex-wrap items-center gap-2.5 border-t border-border px-4 py-1.5">
          <h2 className="text-13 font-semibold">Versions</h2>
          <span className="text-12 text-text-3">
            {compared.length === 1 ? "choose a second one to compare" : "choose two to compare"}
          </span>
          <span className="flex-1" />
          <Button icon={Upload} shortcut="P" locked={locked} onClick={() => setPublishing(true)}>
            Publish version
          </Button>
        </div>
        {left !== undefined && right !== undefined && (
          <VersionComparison
            left={left}
            right={right}
            versions={versions}
            onClose={() => setCompared([])}
          />
        )}
        <VersionTable
          versions={versions}
          aliases={aliases}
          provisioned={provisioned}
          compared={compared}
          onCompare={compare}
          locked={locked}
        />
      </section>
      <PublishDialog
        key={String(isPublishing)}
        open={isPublishing}
        onOpenChange={setPublishing}
        versions={versions}
      />
    </div>
  );
}
