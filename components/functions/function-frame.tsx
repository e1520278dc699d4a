"use client";

import type { ReactNode } from "react";
import { useSession } from "@/components/shell/session";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { Link } from "@/components/ui/link";
import { ProblemView, problemOf } from "@/components/ui/problem-view";
import type { Problem } from "@/lib/model/problem";
import { FunctionHeader } from "./function-header";
import { useFunction, useFunctionAddress } from "./use-function";

/** Header, tabs and, when the function cannot be read, why; else the open page. */
export function FunctionFrame({ children }: { children: ReactNode }) {
  const { data, error, refetch } = useFunction();
  const problem = error && !data ? problemOf(error) : undefined;
  return (
    <>
      <FunctionHeader detail={data} />
      {problem ? <Unreadable problem={problem} retry={() => void refetch()} /> : children}
    </>
  );
}

function Unreadable({ problem, retry }: { problem: Problem; retry(): void }) {
  const { connection } = useSession();
  const { name, qualifier } = useFunctionAddress();
  if (problem.kind !== "not-found") {
    return (
      <div className="p-4">
        <ProblemView problem={problem} onRetry={retry} />
      </div>
    );
  }
  const place = connection ? `${connection.label}, ${connection.region}` : "this connection";
  return (
    <EmptyState
      title={
        qualifier
          ? `${name} has no version or alias "${qualifier}"`
          : `There is no function ${name}`
      }
      actions={
        <>
          {qualifier && (
            <Link className="btn" href={`/functions/${encodeURIComponent(name)}`}>
              All versions
            </Link>
          )}
          <Link className="btn" href="/functions">
            All functions
          </Link>
          <Button onClick={retry}>Try again</Button>
        </>
      }
    >
      {place} answered: {problem.detail}
    </EmptyState>
  );
}
