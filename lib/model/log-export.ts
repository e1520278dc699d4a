import { csvCell } from "./csv-cell";
import { jsonValues } from "./log-columns";
import type { BufferedLine } from "./log-buffer";

export type ExportFormat = "text" | "ndjson" | "csv";

export const exportTypes: Record<ExportFormat, { label: string; ending: string; type: string }> = {
  text: { label: "Text, one line an event", ending: "log", type: "text/plain" },
  ndjson: { label: "NDJSON, one object a line", ending: "ndjson", type: "application/x-ndjson" },
  csv: { label: "CSV", ending: "csv", type: "text/csv" },
};

/** Lines as a file: times in UTC, messages as they were written; chosen JSON values as columns of the CSV. */
export function exportLines(
  lines: readonly BufferedLine[],
  format: ExportFormat,
  columns: readonly string[] = [],
): string {
  return headOf(format, columns) + lines.map(writerOf(format, columns)).join("");
}

function headOf(format: ExportFormat, columns: readonly string[]): string {
  if (format !== "csv") return "";
  return `${["time", "stream", "level", "requestId", ...columns, "message"].map(csvCell).join(",")}\r\n`;
}

function writerOf(format: ExportFormat, columns: readonly string[]) {
  return ({ event, line }: BufferedLine): string => {
    const time = new Date(event.timestampMs).toISOString();
    const message = event.message.replace(/[\r\n]+$/, "");
    if (format === "text") return `${time} ${message}\n`;
    if (format === "ndjson")
      return `${JSON.stringify({ timestamp: time, stream: event.stream, level: line.level, requestId: line.requestId, message })}\n`;
    const values = columns.length > 0 ? jsonValues(event.message) : undefined;
    const cells = [
      time,
      event.stream,
      line.level ?? "",
      line.requestId ?? "",
      ...columns.map((path) => values?.get(path) ?? ""),
      message,
    ];
    return `${cells.map(csvCell).join(",")}\r\n`;
  };
}
