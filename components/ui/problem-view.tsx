"use client";

import { Fragment } from "react";
import { ProblemError, type Problem } from "@/lib/model/problem";
import { Button } from "./button";
import { CopyButton } from "./copy-button";
import { Note } from "./note";

/** A problem in place of the thing that failed: cause, exact code, missing statement to copy, a way out. */
export function ProblemView({ problem, onRetry }: { problem: Problem; onRetry?(): void }) {
  return (
    <div className="flex flex-col gap-2">
      <Note
        tone={problem.kind === "throttled" || problem.kind === "read-only" ? "warn" : "danger"}
        title={problem.title}
      >
        <span className="whitespace-pre-line">{problem.detail}</span>
        {problem.code && <span className="code-text text-text-2"> {problem.code}</span>}
        {problem.action && (
          <span className="mt-1 block">
            <WithCode text={problem.action} />
          </span>
        )}
      </Note>
      {problem.statement && <pre className="code text-11">{problem.statement}</pre>}
      {(problem.statement || onRetry) && (
        <div className="flex gap-2">
          {problem.statement && <CopyButton wide label="Copy policy" text={problem.statement} />}
          {onRetry && (
            <Button size="small" onClick={onRetry}>
              Try again
            </Button>
          )}
        </div>
      )}
    </div>
  );
}

/** Text in which `commands` stand in backquotes. */
export function WithCode({ text }: { text: string }) {
  return text
    .split("`")
    .map((part, index) => (
      <Fragment key={index}>
        {index % 2 === 1 ? <code className="code-text font-medium">{part}</code> : part}
      </Fragment>
    ));
}

/** Whatever was thrown, as a problem. */
export function problemOf(error: unknown): Problem {
  if (error instanceof ProblemError) return error.problem;
  return {
    kind: "unexpected",
    title: "Something went wrong in the page",
    detail: error instanceof Error ? error.message : String(error),
  };
}
