"use client";

import { useState } from "react";
import { ProblemView, problemOf } from "@/components/ui/problem-view";
import { SkeletonRows } from "@/components/ui/skeleton";
import { useCode, useCodeFile } from "./use-code";

/** The files of the deployed zip, the handler's first. */
export function CodePage() {
  const { data: code, error, refetch } = useCode();
  const [chosen, setChosen] = useState<string>();
  const path = chosen ?? code?.handlerFile ?? code?.files[0]?.path;
  const file = useCodeFile(path, code?.codeSha256);
  if (!code)
    return error ? (
      <div className="p-4">
        <ProblemView problem={problemOf(error)} onRetry={() => void refetch()} />
      </div>
    ) : (
      <SkeletonRows rows={8} />
    );
  return (
    <div className="flex min-h-0 flex-1 max-md:flex-col">
      <ul className="w-64 flex-none overflow-y-auto border-r border-border p-2">
        {code.files.map((one) => (
          <li key={one.path}>
            <button type="button" onClick={() => setChosen(one.path)} className="code-text">
              {one.path}
            </button>
          </li>
        ))}
      </ul>
      <pre className="code min-w-0 flex-1 overflow-auto">
        {file.data?.kind === "text" ? file.data.text : file.data?.kind}
      </pre>
    </div>
  );
}
