"use client";

import { useQuery } from "@tanstack/react-query";
import { X } from "lucide-react";
import { functionPath, useFunctionAddress } from "@/components/functions/use-function";
import { useSession } from "@/components/shell/session";
import { getJson } from "@/components/ui/api";
import { IconButton } from "@/components/ui/button";
import { Note } from "@/components/ui/note";
import { ProblemView, problemOf } from "@/components/ui/problem-view";
import { Skeleton } from "@/components/ui/skeleton";
import type { SettingDifference, Version } from "@/lib/model/version";

/** The settings in which two versions differ, the older at the left. */
export function VersionComparison({
  left,
  right,
  versions,
  onClose,
}: {
  left: string;
  right: string;
  versions: readonly Version[];
  onClose(): void;
}) {
  const { connectionId } = useSession();
  const { name } = useFunctionAddress();
  // $LATEST changes: a comparison with it is read again when the versions are.
  const revision = versions.find(({ version }) => version === "$LATEST")?.lastModified;
  const { data, error, refetch } = useQuery({
    queryKey: ["versions", connectionId, name, "compare", left, right, revision],
    queryFn: ({ signal }) =>
      getJson<{ differences: SettingDifference[] }>(
        functionPath(name, "/versions/compare"),
        { left, right },
        signal,
      ),
  });
  const shown = (version: string) => (version === "$LATEST" ? version : `v${version}`);
  return (
    <section
      aria-label={`${shown(left)} and ${shown(right)} compared`}
      className="border-y border-border bg-surface-2 px-4 py-3"
    >
      <div className="mb-2 flex items-center gap-2">
        <h3 className="text-12 font-semibold">
          {shown(left)} {"\u2192"} {shown(right)}
        </h3>
        <span className="flex-1" />
        <IconButton size="small" icon={X} label="End the comparison" onClick={onClose} />
      </div>
      {error ? (
        <ProblemView problem={problemOf(error)} onRetry={() => void refetch()} />
      ) : !data ? (
        <Skeleton className="h-4 w-64" />
      ) : data.differences.length === 0 ? (
        <Note tone="ok">Code and settings are the same.</Note>
      ) : (
        <div className="overflow-x-auto">
          <table className="text-12" aria-label="Differences">
            <thead className="text-left text-11 text-text-3">
              <tr>
                <th scope="col" className="pr-6 pb-1 font-medium">
                  Setting
                </th>
                <th scope="col" className="pr-6 pb-1 font-medium">
                  {shown(left)}
                </th>
                <th scope="col" className="pb-1 font-medium">
                  {shown(right)}
                </th>
              </tr>
            </thead>
            <tbody>
              {data.differences.map((difference) => (
                <tr key={difference.setting} className="align-top">
                  <th scope="row" className="py-0.5 pr-6 text-left font-normal text-text-2">
                    {difference.setting}
                  </th>
                  <td className="max-w-100 py-0.5 pr-6 break-all">{difference.left}</td>
                  <td className="max-w-100 py-0.5 font-medium break-all">{difference.right}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}
