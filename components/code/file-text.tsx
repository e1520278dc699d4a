"use client";

import { useQuery } from "@tanstack/react-query";
import { functionPath, useFunctionAddress } from "@/components/functions/use-function";
import { useSession } from "@/components/shell/session";
import { getJson } from "@/components/ui/api";
import { CopyButton } from "@/components/ui/copy-button";
import { Note } from "@/components/ui/note";
import { ProblemView, problemOf } from "@/components/ui/problem-view";
import { SkeletonRows } from "@/components/ui/skeleton";
import { formatBytes, plain } from "@/lib/model/format";
import type { FileView } from "@/lib/model/function-code";
import { CodeEditor } from "./code-editor";

/** One file of the zip, as text with line numbers and colours. */
export function FileText({
  path,
  line,
  codeSha256,
}: {
  path: string;
  /** Where a stack frame leads to. */
  line: number | undefined;
  codeSha256: string | undefined;
}) {
  const { connectionId } = useSession();
  const { name, qualifier } = useFunctionAddress();
  const { data, error, refetch } = useQuery({
    queryKey: ["code", connectionId, name, qualifier ?? "", codeSha256, "file", path],
    queryFn: ({ signal }) =>
      getJson<FileView>(functionPath(name, "/code/file"), { path, qualifier }, signal),
    staleTime: codeSha256 ? Infinity : 0,
  });
  return (
    <section aria-label={path} className="flex min-h-0 min-w-0 flex-col">
      <div className="flex h-9 flex-none items-center gap-2 border-b border-grid px-4 text-12">
        <span className="code-text min-w-0 flex-1 truncate" title={path}>
          {path}
        </span>
        {data && <span className="text-11 text-text-3">{plain(formatBytes(data.sizeBytes))}</span>}
        {data?.kind === "text" && <CopyButton text={data.text} label="Copy the file" />}
      </div>
      {error && !data ? (
        <div className="p-4">
          <ProblemView problem={problemOf(error)} onRetry={() => void refetch()} />
        </div>
      ) : !data ? (
        <SkeletonRows rows={6} />
      ) : data.kind === "text" ? (
        <div className="min-h-0 flex-1 overflow-hidden max-md:h-[70vh] max-md:flex-none">
          <CodeEditor
            key={path}
            path={path}
            value={data.text}
            label={`Text of ${path}`}
            readOnly
            line={line}
            onChange={() => {}}
          />
        </div>
      ) : (
        <div className="p-4">
          <Note>
            {data.kind === "binary"
              ? "This is not text. Download the zip to look at it."
              : `The file is larger than the ${plain(formatBytes(data.limitBytes))} shown here. Download the zip to read it.`}
          </Note>
        </div>
      )}
    </section>
  );
}
