import Anser from "anser";
import { formatMemory, formatMs, plain, type Quantity } from "@/lib/model/format";
import type { LogLine } from "@/lib/model/log-line";
import type { Report } from "@/lib/model/report-line";
import "./log-lines.css";

/**
 * A line's words: ANSI colours as spans, members of a JSON line as key=value but for those that stand in columns, the
 * figures of a REPORT apart, hits of the search marked.
 */
export function LineText({
  line,
  without = [],
  highlight = [],
}: {
  line: LogLine;
  without?: readonly string[];
  highlight?: readonly string[];
}) {
  if (line.report) return <ReportChips report={line.report} />;
  const fields = line.fields.filter(([key]) => !without.includes(key));
  return (
    <>
      <AnsiText text={line.text} highlight={highlight} />
      {fields.map(([key, value], i) => (
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

const figures: [name: string, of: (report: Report) => Quantity][] = [
  ["duration", ({ durationMs }) => formatMs(durationMs)],
  ["billed", ({ billedDurationMs }) => formatMs(billedDurationMs)],
  ["init", ({ initDurationMs }) => formatMs(initDurationMs)],
  ["restore", ({ restoreDurationMs }) => formatMs(restoreDurationMs)],
  ["memory used", ({ maxMemoryUsedMb }) => formatMemory(maxMemoryUsedMb)],
  ["of", ({ memorySizeMb }) => formatMemory(memorySizeMb)],
];

function ReportChips({ report }: { report: Report }) {
  const ended = report.errorType ?? report.status;
  return (
    <>
      {figures.map(([name, of]) => {
        const value = plain(of(report));
        return (
          value !== "\u2013" && (
            <span key={name} className="log-chip">
              {name} <b>{value}</b>
            </span>
          )
        );
      })}
      {ended && <span className="log-chip text-danger">{ended}</span>}
      <span className="text-text-3">{report.requestId}</span>
    </>
  );
}

const escapeCharacter = "\u001b";

function AnsiText({ text, highlight }: { text: string; highlight: readonly string[] }) {
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

function Marked({ text, highlight }: { text: string; highlight: readonly string[] }) {
  if (highlight.length === 0) return text;
  const parts = text.split(pieces(highlight));
  if (parts.length === 1) return text;
  // Every other part is a hit.
  return parts.map((part, at) => (at % 2 === 1 ? <mark key={at}>{part}</mark> : part));
}

function pieces(words: readonly string[]): RegExp {
  const escaped = words.map((word) => word.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`(${escaped.join("|")})`, "g");
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
