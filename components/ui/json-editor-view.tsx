"use client";

import { defaultKeymap, history, historyKeymap, indentWithTab } from "@codemirror/commands";
import { json, jsonParseLinter } from "@codemirror/lang-json";
import {
  bracketMatching,
  foldGutter,
  foldKeymap,
  HighlightStyle,
  indentOnInput,
  indentUnit,
  syntaxHighlighting,
} from "@codemirror/language";
import { linter, lintGutter } from "@codemirror/lint";
import { Annotation, EditorState, type Extension } from "@codemirror/state";
import {
  drawSelection,
  EditorView,
  highlightActiveLine,
  keymap,
  lineNumbers,
} from "@codemirror/view";
import { tags } from "@lezer/highlight";
import { useEffect, useRef } from "react";
import type { JsonEditorProps } from "./json-editor";

export default function JsonEditorView(props: JsonEditorProps) {
  const place = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView>(null);
  const latest = useRef(props);
  useEffect(() => {
    latest.current = props;
  });
  const { readOnly = false, lint = true, label, value } = props;

  useEffect(() => {
    if (!place.current) return;
    const editor = new EditorView({
      parent: place.current,
      state: EditorState.create({
        doc: latest.current.value,
        extensions: [
          extensions,
          lint ? checks : [],
          EditorState.readOnly.of(readOnly),
          EditorView.contentAttributes.of({ "aria-label": label }),
          keymap.of([
            { key: "Mod-Enter", run: () => runs(latest.current.onSubmit) },
            { key: "Mod-s", run: () => runs(latest.current.onSave) },
          ]),
          keymap.of([...defaultKeymap, ...historyKeymap, ...foldKeymap, indentWithTab]),
          EditorView.updateListener.of((update) => {
            const ours = update.transactions.some((transaction) =>
              transaction.annotation(fromProps),
            );
            if (update.docChanged && !ours) latest.current.onChange(update.state.doc.toString());
          }),
        ],
      }),
    });
    view.current = editor;
    return () => editor.destroy();
  }, [readOnly, lint, label]);

  useEffect(() => {
    const editor = view.current;
    if (!editor || editor.state.doc.toString() === value) return;
    editor.dispatch({
      changes: { from: 0, to: editor.state.doc.length, insert: value },
      annotations: fromProps.of(true),
    });
  }, [value]);

  return <div ref={place} className="h-full" />;
}

/** Marks a change that came from outside, so that it is not reported back. */
const fromProps = Annotation.define<boolean>();

function runs(action: (() => void) | undefined): boolean {
  action?.();
  return action !== undefined;
}

const checks: Extension = [
  lintGutter(),
  // An empty document is not JSON yet, but not worth a complaint either.
  linter((view) => (view.state.doc.length === 0 ? [] : jsonParseLinter()(view)), { delay: 300 }),
];

const extensions: Extension = [
  lineNumbers(),
  foldGutter(),
  history(),
  drawSelection(),
  indentOnInput(),
  indentUnit.of("  "),
  bracketMatching(),
  highlightActiveLine(),
  json(),
  syntaxHighlighting(
    HighlightStyle.define([
      { tag: tags.propertyName, color: "var(--sx-key)" },
      { tag: tags.string, color: "var(--sx-str)" },
      { tag: tags.number, color: "var(--sx-num)" },
      { tag: [tags.bool, tags.null], color: "var(--sx-kw)" },
      {
        tag: [tags.punctuation, tags.brace, tags.squareBracket, tags.separator],
        color: "var(--sx-punct)",
      },
    ]),
  ),
  EditorView.theme({
    "&": { height: "100%", fontSize: "12px", backgroundColor: "transparent", color: "var(--text)" },
    "&.cm-focused": { outline: "none", boxShadow: "inset 0 0 0 2px var(--accent)" },
    ".cm-scroller": { fontFamily: "var(--font-mono)", lineHeight: "var(--lh-code)" },
    ".cm-content:focus-visible": { boxShadow: "none" },
    ".cm-content": { caretColor: "var(--text)" },
    ".cm-cursor": { borderLeftColor: "var(--text)" },
    ".cm-gutters": { backgroundColor: "transparent", border: "0", color: "var(--text-3)" },
    ".cm-activeLine": { backgroundColor: "var(--surface-2)" },
    "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground":
      {
        backgroundColor: "var(--accent-bg)",
      },
    ".cm-activeLine ::selection": { backgroundColor: "var(--accent-line)" },
    ".cm-matchingBracket": {
      backgroundColor: "var(--surface-3) !important",
      outline: "1px solid var(--border-strong)",
    },
    ".cm-foldPlaceholder": {
      backgroundColor: "var(--surface-3)",
      border: "0",
      color: "var(--text-2)",
    },
    ".cm-tooltip": {
      backgroundColor: "var(--surface)",
      border: "1px solid var(--border-strong)",
      color: "var(--text)",
    },
  }),
];
