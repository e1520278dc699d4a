"use client";

import { FolderSync } from "lucide-react";
import { useMemo } from "react";
import { useNow } from "@/components/shell/use-now";
import { formatAge } from "@/lib/model/format";
import type { FunctionDetail } from "@/lib/model/function-detail";
import { sourceOf } from "@/lib/model/source-tag";
import { useCodeNews } from "./use-code-news";

/** Where a function's code is deployed from, and how long ago it changed while the page was open. */
export function CodeSource({ detail }: { detail: FunctionDetail }) {
  const functions = useMemo(() => [detail], [detail]);
  const changedMs = useCodeNews(functions).get(detail.name);
  const source = sourceOf(detail.tags);
  if (source === undefined) return null;
  return (
    <span
      className="flex min-w-0 items-center gap-1.5 text-11 text-text-3 max-md:order-last max-md:basis-full"
      title={`Deployed from ${source}`}
    >
      <FolderSync size={13} aria-hidden className="flex-none" />
      {changedMs !== undefined && <Age sinceMs={changedMs} />}
      {/* The end of a path tells more than its beginning. */}
      <span className="truncate" dir="rtl">
        <bdi>from {source}</bdi>
      </span>
    </span>
  );
}

function Age({ sinceMs }: { sinceMs: number }) {
  const nowMs = useNow(1_000);
  return (
    <span className="whitespace-nowrap text-text-2">
      Code updated {formatAge(nowMs - sinceMs)} ago
      <span aria-hidden> {"\u00b7"}</span>
    </span>
  );
}
