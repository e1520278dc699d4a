"use client";

import { lazy, Suspense } from "react";

export interface CodeEditorProps {
  /** Its ending decides about the colours. */
  path: string;
  value: string;
  onChange(value: string): void;
  /** Name for screen readers. */
  label: string;
  readOnly?: boolean;
  /** The line that is chosen and in sight at first, from 1. */
  line?: number;
  /** Tab moves on instead of indenting. */
  tabMovesOn?: boolean;
}

const CodeEditorView = lazy(() => import("./code-editor-view"));

/** A file's text with line numbers and colours; plain text stands there while the editor loads. */
export function CodeEditor(props: CodeEditorProps) {
  const { value, label, readOnly, onChange } = props;
  return (
    <Suspense
      fallback={
        <textarea
          aria-label={label}
          className="code size-full resize-none bg-transparent pl-10"
          value={value}
          readOnly={readOnly}
          spellCheck={false}
          onChange={(event) => onChange(event.target.value)}
        />
      }
    >
      <CodeEditorView {...props} />
    </Suspense>
  );
}
