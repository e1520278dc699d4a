"use client";

import { lazy, Suspense } from "react";

export interface JsonEditorProps {
  value: string;
  onChange(value: string): void;
  /** Name for screen readers. */
  label: string;
  readOnly?: boolean;
  /** Cmd/Ctrl Enter. */
  onSubmit?(): void;
  /** Cmd/Ctrl S. */
  onSave?(): void;
  /** Marks syntax errors; off for text that only becomes JSON later, e.g. with placeholders. Default true. */
  lint?: boolean;
  className?: string;
}

const JsonEditorView = lazy(() => import("./json-editor-view"));

/** A JSON editor with line numbers, folding and syntax check. A plain text area stands there while it loads. */
export function JsonEditor(props: JsonEditorProps) {
  return (
    <div className={`min-h-0 overflow-hidden ${props.className ?? ""}`}>
      <Suspense fallback={<PlainEditor {...props} />}>
        <JsonEditorView {...props} />
      </Suspense>
    </div>
  );
}

function PlainEditor({ value, onChange, label, readOnly }: JsonEditorProps) {
  return (
    <textarea
      aria-label={label}
      className="code h-full w-full resize-none bg-transparent pl-10"
      value={value}
      readOnly={readOnly}
      spellCheck={false}
      onChange={(event) => onChange(event.target.value)}
    />
  );
}
