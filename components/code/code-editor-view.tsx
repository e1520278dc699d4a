"use client";

import { json } from "@codemirror/lang-json";
import { StreamLanguage } from "@codemirror/language";
import { css } from "@codemirror/legacy-modes/mode/css";
import { javascript, typescript } from "@codemirror/legacy-modes/mode/javascript";
import { properties } from "@codemirror/legacy-modes/mode/properties";
import { python } from "@codemirror/legacy-modes/mode/python";
import { ruby } from "@codemirror/legacy-modes/mode/ruby";
import { shell } from "@codemirror/legacy-modes/mode/shell";
import { toml } from "@codemirror/legacy-modes/mode/toml";
import { html, xml } from "@codemirror/legacy-modes/mode/xml";
import { yaml } from "@codemirror/legacy-modes/mode/yaml";
import type { Extension } from "@codemirror/state";
import { EditorView } from "@codemirror/view";
import { tags } from "@lezer/highlight";
import { Editor } from "@/components/ui/editor";
import { type CodeLanguage, languageOf } from "@/lib/model/code-language";
import type { CodeEditorProps } from "./code-editor";

export default function CodeEditorView({ path, ...props }: CodeEditorProps) {
  return <Editor {...props} language={languages[languageOf(path, props.value)]} />;
}

/** What JavaScript's mode calls a quoted key, "string property", is not in the usual table. */
const tokenTable = { property: tags.propertyName };

const languages: Record<CodeLanguage, Extension> = {
  javascript: StreamLanguage.define({ ...javascript, tokenTable }),
  typescript: StreamLanguage.define({ ...typescript, tokenTable }),
  json: json(),
  python: StreamLanguage.define(python),
  ruby: StreamLanguage.define(ruby),
  shell: StreamLanguage.define(shell),
  yaml: StreamLanguage.define(yaml),
  toml: StreamLanguage.define(toml),
  xml: StreamLanguage.define(xml),
  html: StreamLanguage.define(html),
  css: StreamLanguage.define(css),
  properties: StreamLanguage.define(properties),
  text: EditorView.lineWrapping,
};
