"use client";

import { useState } from "react";
import { functionPath } from "@/components/functions/use-function";
import { apiUrl } from "@/components/ui/api";
import { problemOf } from "@/components/ui/problem-view";
import { toast } from "@/components/ui/toast";
import { ProblemError, type Problem } from "@/lib/model/problem";

/** Downloads a function's zip; a failure is said instead of saved as a file. */
export function useCodeDownload(name: string, qualifier?: string) {
  const [busy, setBusy] = useState(false);
  const start = async () => {
    setBusy(true);
    try {
      const answer = await fetch(apiUrl(functionPath(name, "/code/download"), { qualifier }), {
        headers: { "x-lambdeck": "1" },
      });
      if (!answer.ok)
        throw new ProblemError(((await answer.json()) as { problem: Problem }).problem);
      save(await answer.blob(), qualifier ? `${name}-${qualifier}.zip` : `${name}.zip`);
    } catch (error) {
      toast.problem(problemOf(error));
    } finally {
      setBusy(false);
    }
  };
  return { busy, start };
}

function save(blob: Blob, fileName: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = fileName.replaceAll(/[^\w.-]/g, "");
  link.click();
  // The browser has taken the address over once the click is done.
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
