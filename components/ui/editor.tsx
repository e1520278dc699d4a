"use client";

import { defaultKeymap, history, historyKeymap, indentWithTab } from "@codemirror/commands";
import {
  bracketMatching,
  foldGutter,
  foldKeymap,
  HighlightStyle,
  indentOnInput,
  indentUnit,
  syntaxHighlighting,
} from "@codemirror/language";
import { search, searchKeymap } from "@codemirror/search";
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

export interface EditorProps {
  value: string;
  onChange(value: string): void;
  /** Name for screen readers. */
  label: string;
  /** The language and what belongs to it; another one starts the editor anew. */
  language: Extension;
  readOnly?: boolean;
  /** The line that is chosen and in sight at first, from 1. */
  line?: number;
  /** Tab moves on instead of indenting, for an editor among other fields. */
  tabMovesOn?: boolean;
  /** Cmd/Ctrl Enter. */
  onSubmit?(): void;
  /** Cmd/Ctrl S. */
  onSave?(): void;
}

/** CodeMirror in the dashboard's look. Only for modules that are loaded on demand. */
export function Editor(props: EditorProps) {
  const place = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView>(null);
  const latest = useRef(props);
  useEffect(() => {
    latest.current = props;
  });
  const { readOnly = false, tabMovesOn = false, label, value, language } = props;

  useEffect(() => {
    if (!place.current) return;
    const editor = new EditorView({
      parent: place.current,
      state: EditorState.create({
        doc: latest.current.value,
        extensions: [
          extensions,
          language,
          EditorState.readOnly.of(readOnly),
          // A text to read only is scrolled by keyboard as well.
          EditorView.contentAttributes.of({ "aria-label": label, tabindex: "0" }),
          keymap.of([
            { key: "Mod-Enter", run: () => runs(latest.current.onSubmit) },
            { key: "Mod-s", run: () => runs(latest.current.onSave) },
          ]),
          keymap.of([...defaultKeymap, ...historyKeymap, ...foldKeymap, ...searchKeymap]),
          tabMovesOn ? [] : keymap.of([indentWithTab]),
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
    const { line } = latest.current;
    if (line !== undefined && line >= 1 && line <= editor.state.doc.lines) {
      const { from, to } = editor.state.doc.line(line);
      editor.dispatch({
        selection: { anchor: from, head: to },
        effects: EditorView.scrollIntoView(from, { y: "center" }),
      });
    }
    return () => editor.destroy();
  }, [readOnly, tabMovesOn, label, language]);

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

const extensions: Extension = [
  lineNumbers(),
  foldGutter(),
  history(),
  search({ top: true }),
  drawSelection(),
  indentOnInput(),
  indentUnit.of("  "),
  bracketMatching(),
  highlightActiveLine(),
  syntaxHighlighting(
    HighlightStyle.define([
      { tag: [tags.propertyName, tags.attributeName], color: "var(--sx-key)" },
      { tag: [tags.string, tags.special(tags.string), tags.regexp], color: "var(--sx-str)" },
      { tag: tags.number, color: "var(--sx-num)" },
      { tag: [tags.bool, tags.null, tags.keyword, tags.atom, tags.tagName], color: "var(--sx-kw)" },
      { tag: [tags.definition(tags.variableName), tags.className], color: "var(--sx-key)" },
      { tag: [tags.comment, tags.meta], color: "var(--text-3)" },
      {
        tag: [tags.punctuation, tags.brace, tags.squareBracket, tags.separator],
        color: "var(--sx-punct)",
      },
    ]),
  ),
  EditorView.theme({
    "&": { height: "100%", fontSize: "12px", backgroundColor: "transparent", color: "var(--text)" },
    "&.cm-focused": { outline: "none", boxShadow: "inset 0 0 0 2px var(--accent)" },
    ".cm-scroller": {
      fontFamily: "var(--font-mono)",
      lineHeight: "var(--lh-code)",
      // As elsewhere in code: no ligatures, a zero with a slash.
      fontFeatureSettings: '"zero" 1, "calt" 0',
    },
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
    ".cm-panels": {
      backgroundColor: "var(--surface-2)",
      color: "var(--text)",
      borderColor: "var(--border)",
    },
    ".cm-panel.cm-search": { padding: "6px 10px", fontFamily: "var(--font-sans)" },
    ".cm-panel.cm-search label": { fontSize: "11px" },
    ".cm-textfield, .cm-button": {
      backgroundColor: "var(--surface)",
      backgroundImage: "none",
      border: "1px solid var(--border-strong)",
      borderRadius: "4px",
      color: "var(--text)",
      fontSize: "12px",
    },
    ".cm-searchMatch": { backgroundColor: "var(--warn-bg)", outline: "1px solid var(--warn-line)" },
    ".cm-searchMatch-selected": { backgroundColor: "var(--accent-bg)" },
    ".cm-tooltip": {
      backgroundColor: "var(--surface)",
      border: "1px solid var(--border-strong)",
      color: "var(--text)",
    },
  }),
];
