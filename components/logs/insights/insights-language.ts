import {
  autocompletion,
  type Completion,
  type CompletionContext,
  type CompletionResult,
  snippetCompletion,
} from "@codemirror/autocomplete";
import { StreamLanguage, type StringStream } from "@codemirror/language";
import { setDiagnostics } from "@codemirror/lint";
import type { Extension } from "@codemirror/state";
import { EditorView, ViewPlugin } from "@codemirror/view";
import {
  insightsCommands,
  insightsFields,
  insightsFunctions,
  insightsKeywords,
} from "@/lib/model/insights-words";

const commands = new Set(insightsCommands.map(({ word }) => word.toLowerCase()));
const keywords = new Set(insightsKeywords);
const functions = new Set(insightsFunctions.map(({ word }) => word.toLowerCase()));

interface LineState {
  /** A command may stand here: at the beginning and after a `|`. */
  atCommand: boolean;
  /** The word before was `like`, `=~`, `parse FIELD`: a slash begins a pattern. */
  mayBeRegex: boolean;
}

const language = StreamLanguage.define<LineState>({
  name: "insights",
  startState: () => ({ atCommand: true, mayBeRegex: false }),
  token(stream, state) {
    if (stream.eatSpace()) return null;
    if (stream.match(/^#.*/)) return "comment";
    if (stream.eat("|")) {
      state.atCommand = true;
      return "punctuation";
    }
    const style = tokenOf(stream, state);
    state.atCommand = false;
    return style;
  },
  languageData: { commentTokens: { line: "#" } },
});

function tokenOf(stream: StringStream, state: LineState): string | null {
  const mayBeRegex = state.mayBeRegex;
  state.mayBeRegex = false;
  if (stream.match(/^"(?:[^"\\]|\\.)*"?/) || stream.match(/^'(?:[^'\\]|\\.)*'?/)) return "string";
  if (mayBeRegex && stream.match(/^\/(?:[^/\\]|\\.)*\/?/)) return "regexp";
  if (stream.match(/^`[^`]*`?/)) return "propertyName";
  if (stream.match(/^\d+(?:\.\d+)?(?:ms|[smhdw])?\b/)) return "number";
  if (stream.match("=~")) {
    state.mayBeRegex = true;
    return "operator";
  }
  const word = stream.match(/^@?[A-Za-z_][\w.@-]*/);
  if (word === null || word === true) {
    stream.next();
    return "punctuation";
  }
  const lower = String(word).toLowerCase();
  if (state.atCommand && commands.has(lower)) {
    state.mayBeRegex = lower === "parse";
    return "keyword";
  }
  if (keywords.has(lower)) {
    state.mayBeRegex = lower === "like";
    return "keyword";
  }
  if (functions.has(lower) && stream.match(/^\s*\(/, false)) return "className";
  // `parse @message /.../`
  state.mayBeRegex = mayBeRegex;
  return "propertyName";
}

const commandCompletions: Completion[] = insightsCommands.map(({ word, about }) => ({
  label: word,
  type: "keyword",
  detail: about,
  apply: `${word} `,
}));
const functionCompletions: Completion[] = insightsFunctions.map(({ word, about }) =>
  snippetCompletion(`${word}(\${})`, { label: word, type: "function", detail: about }),
);
const keywordCompletions: Completion[] = insightsKeywords.map((word) => ({
  label: word,
  type: "keyword",
  boost: -2,
}));

function complete(context: CompletionContext, fields: readonly string[]): CompletionResult | null {
  const before = context.matchBefore(/[@\w.`-]*/);
  if (!before || (before.from === before.to && !context.explicit)) return null;
  const text = context.state.sliceDoc(0, before.from);
  if (/(^|\n)[^\n]*#[^\n]*$/.test(text) || isInString(text)) return null;
  if (/(^|\|)\s*$/.test(text.replaceAll(/#[^\n]*/g, "")))
    return { from: before.from, options: commandCompletions, validFor: /^\w*$/ };
  const fieldCompletions = [...new Set([...fields, ...insightsFields])].map((name) => ({
    label: name,
    type: "property",
    boost: 1,
    // A name with other characters needs its quotes.
    ...(!/^@?[\w.]+$/.test(name) && { apply: `\`${name}\`` }),
  }));
  return {
    from: before.from,
    options: [...fieldCompletions, ...functionCompletions, ...keywordCompletions],
    validFor: /^[@\w.`-]*$/,
  };
}

function isInString(text: string): boolean {
  return (
    (text
      .slice(text.lastIndexOf("\n") + 1)
      .replaceAll(/\\./g, "")
      .match(/"/g)?.length ?? 0) %
      2 ===
    1
  );
}

/** A mistake in the query, in characters from 0. */
export interface QueryMistake {
  message: string;
  place: { from: number; to: number };
}

/** What an editor of queries knows; it may change while the editor stays. */
export class InsightsEditor {
  #fields: readonly string[] = [];
  #view: EditorView | undefined;

  /** The language for one editor, with completion of commands, functions and fields. */
  readonly extension: Extension = [
    language,
    EditorView.lineWrapping,
    autocompletion({ override: [(context) => complete(context, this.#fields)], icons: false }),
    ViewPlugin.define((view) => {
      this.#view = view;
      return {};
    }),
    EditorView.theme({
      ".cm-tooltip.cm-tooltip-autocomplete > ul": {
        fontFamily: "var(--font-mono)",
        maxHeight: "220px",
      },
      ".cm-tooltip-autocomplete ul li[aria-selected]": {
        backgroundColor: "var(--accent-bg)",
        color: "var(--text)",
      },
      ".cm-completionDetail": { color: "var(--text-3)", fontStyle: "normal" },
      ".cm-lintRange-error": {
        backgroundImage: "none",
        textDecoration: "underline wavy var(--danger)",
      },
    }),
  ];

  /** Completes these names from now on. */
  knowFields(fields: readonly string[]): void {
    this.#fields = fields;
  }

  /** Marks the mistake in the text, and goes there; undefined takes the mark away. */
  showMistake(mistake: QueryMistake | undefined): void {
    const view = this.#view;
    if (!view) return;
    const { length } = view.state.doc;
    const from = Math.min(mistake?.place.from ?? 0, Math.max(0, length - 1));
    const to = Math.min(Math.max(from + 1, mistake?.place.to ?? 0), length);
    view.dispatch(
      setDiagnostics(
        view.state,
        mistake ? [{ from, to, severity: "error", message: mistake.message }] : [],
      ),
    );
    if (mistake) view.dispatch({ selection: { anchor: from }, scrollIntoView: true });
  }
}
