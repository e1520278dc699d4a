import Anser from "anser";
import type { LogLine } from "@/lib/model/log-line";

/** A line's words: ANSI colours as spans, members of a JSON line as key=value, hits of the search marked. */
export function LineText({ line, highlight }: { line: LogLine; highlight?: string }) {
  return (
    <>
      <AnsiText text={line.text} highlight={highlight} />
      {line.fields.map(([key, value], i) => (
        <span key={i}>
          {(i > 0 || line.text !== "") && " "}
          <span className="text-text-3">{key}=</span>
          <span className={/^-?\d/.test(value) ? "sx-num" : "sx-str"}>
            <Marked text={value} highlight={highlight} />
          </span>
        </span>
      ))}
    </>
  );
}

const escapeCharacter = "\u001b";

function AnsiText({ text, highlight }: { text: string; highlight?: string }) {
  if (!text.includes(escapeCharacter)) return <Marked text={text} highlight={highlight} />;
  return Anser.ansiToJson(text, { use_classes: true, remove_empty: true }).map((part, i) => (
    <span key={i} style={ansiStyle(part)}>
      <Marked text={part.content} highlight={highlight} />
    </span>
  ));
}

/** The sixteen colours in tones that can be read on both themes. */
const ansiColours: Record<string, string> = {
  red: "var(--danger)",
  green: "var(--ok)",
  yellow: "var(--warn)",
  blue: "var(--accent)",
  magenta: "var(--limit)",
  cyan: "var(--c-provisioned)",
  black: "var(--text-3)",
  white: "var(--text)",
};

function ansiStyle(part: ReturnType<typeof Anser.ansiToJson>[number]): React.CSSProperties {
  const colour = /^ansi-(?:bright-)?(\w+)$/.exec(part.fg ?? "")?.[1];
  const decorations: readonly string[] = part.decorations;
  return {
    color: colour === undefined ? undefined : ansiColours[colour],
    fontWeight: decorations.includes("bold") ? 600 : undefined,
    opacity: decorations.includes("dim") ? 0.7 : undefined,
    fontStyle: decorations.includes("italic") ? "italic" : undefined,
    textDecoration: decorations.includes("underline") ? "underline" : undefined,
  };
}

function Marked({ text, highlight }: { text: string; highlight?: string }) {
  if (!highlight) return text;
  const parts: React.ReactNode[] = [];
  const lower = text.toLowerCase();
  const wanted = highlight.toLowerCase();
  let from = 0;
  for (let at = lower.indexOf(wanted); at >= 0; at = lower.indexOf(wanted, from)) {
    parts.push(text.slice(from, at), <mark key={at}>{text.slice(at, at + wanted.length)}</mark>);
    from = at + wanted.length;
  }
  return from === 0 ? text : [...parts, text.slice(from)];
}

/** What stands in the level column: the level, or the platform's word. */
export function wordOf(line: LogLine): string {
  if (line.kind === "text") return (line.level ?? "").toUpperCase();
  return line.kind === "platform" ? "" : line.kind.toUpperCase();
}

export function wordColour({ level }: LogLine): string {
  if (level === "error" || level === "fatal") return "text-danger";
  return level === "warn" ? "text-warn" : "text-text-3";
}
