"use client";

import { lazy, Suspense } from "react";
import type { QueryMistake } from "./insights-language";

export interface QueryEditorProps {
  value: string;
  onChange(value: string): void;
  /** Cmd/Ctrl Enter. */
  onSubmit(): void;
  /** Names to complete. */
  fields: readonly string[];
  mistake: QueryMistake | undefined;
}

const QueryEditorView = lazy(() => import("./query-editor-view"));

/** An editor for Logs Insights queries. A plain text area stands there while it loads. */
export function QueryEditor(props: QueryEditorProps) {
  return (
    <Suspense
      fallback={
        <textarea
          aria-label="Logs Insights query"
          className="code h-full w-full resize-none bg-transparent pl-10"
          value={props.value}
          spellCheck={false}
          onChange={(event) => props.onChange(event.target.value)}
        />
      }
    >
      <QueryEditorView {...props} />
    </Suspense>
  );
}
