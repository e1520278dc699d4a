"use client";

import { json, jsonParseLinter } from "@codemirror/lang-json";
import { linter, lintGutter } from "@codemirror/lint";
import type { Extension } from "@codemirror/state";
import { Editor } from "./editor";
import type { JsonEditorProps } from "./json-editor";

export default function JsonEditorView({ lint = true, ...props }: JsonEditorProps) {
  return <Editor {...props} language={lint ? checkedJson : plainJson} />;
}

const plainJson: Extension = json();

const checkedJson: Extension = [
  json(),
  lintGutter(),
  // An empty document is not JSON yet, but not worth a complaint either.
  linter((view) => (view.state.doc.length === 0 ? [] : jsonParseLinter()(view)), { delay: 300 }),
];
