"use client";

import { Columns3, Download, WrapText } from "lucide-react";
import { useStored } from "@/components/shell/use-stored";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { download } from "@/components/ui/download";
import { Menu, Popover } from "@/components/ui/menu";
import { Select } from "@/components/ui/select";
import { useKeys } from "@/components/ui/use-keys";
import { formatFullCount } from "@/lib/model/format";
import { jsonPaths } from "@/lib/model/log-columns";
import type { BufferedLine } from "@/lib/model/log-buffer";
import { type ExportFormat, exportLines, exportTypes } from "@/lib/model/log-export";
import { type LeastLevel, leastLevels } from "@/lib/model/log-level";
import { ReadProgress } from "./loaded-logs";
import type { LogSource } from "./use-log-events";
import type { useLogBuffer } from "./use-log-buffer";
import { useUrlParam } from "./use-url-param";

const timeForms = ["clock", "first", "previous"] as const;
type TimeForm = (typeof timeForms)[number];

const mostPaths = 60;

/** How lines are shown: what changes what is seen stands in the address, taste is remembered. */
export function useLineLook() {
  const [levelText, setLevel] = useUrlParam("level");
  const [columnText, setColumns] = useUrlParam("columns");
  const [wrap, setWrap] = useStored("logs.wrap", false);
  const [time, setTime] = useStored<TimeForm>("logs.time", "clock");
  return {
    level: leastLevels.find((level) => level === levelText) ?? "all",
    setLevel: (level: LeastLevel) => setLevel(level === "all" ? "" : level),
    /** Paths of JSON values that have columns. */
    columns: columnText === "" ? [] : columnText.split(",").map(decodeURIComponent),
    setColumns: (columns: readonly string[]) =>
      setColumns(columns.map(encodeURIComponent).join(",")),
    wrap,
    setWrap,
    time,
    setTime,
  };
}

export type LineLook = ReturnType<typeof useLineLook>;

/** What can be done with the lines that were read. */
export function LineTools({
  look,
  lines,
  logs,
  source,
}: {
  look: LineLook;
  lines: readonly BufferedLine[];
  logs: ReturnType<typeof useLogBuffer>;
  source: LogSource;
}) {
  const { level, columns, wrap, time } = look;
  useKeys({ w: () => look.setWrap(!wrap) });
  const count = formatFullCount(lines.length);
  const save = (format: ExportFormat) => {
    const { type, ending } = exportTypes[format];
    const name = source.logGroup.replace(/^\/+/, "").replaceAll("/", "-");
    download(`${name}.${ending}`, type, exportLines(lines, format, columns));
  };
  return (
    <div className="flex min-h-9 flex-none flex-wrap items-center gap-x-2 gap-y-1 border-b border-border px-4 py-1 text-12">
      <Select<LeastLevel>
        size="small"
        aria-label="Least level"
        value={level}
        onChange={look.setLevel}
        options={[
          { value: "all", label: "All levels" },
          { value: "info", label: "Info and worse" },
          { value: "warn", label: "Warnings and errors" },
          { value: "error", label: "Errors" },
        ]}
      />
      <span className="text-11 text-text-3" role="status">
        {logs.reading === undefined
          ? ""
          : lines.length === logs.lines.length
            ? `${count} ${lines.length === 1 ? "line" : "lines"}`
            : `${count} of ${formatFullCount(logs.lines.length)} lines read`}
      </span>
      <ReadProgress logs={logs} />
      <span className="flex-1" />
      <Select<TimeForm>
        size="small"
        aria-label="Time"
        value={time}
        onChange={look.setTime}
        options={[
          { value: "clock", label: "Time of day" },
          { value: "first", label: "Since the first line" },
          { value: "previous", label: "Since the line before" },
        ]}
      />
      <ColumnsMenu look={look} lines={lines} />
      <Button size="small" icon={WrapText} pressed={wrap} onClick={() => look.setWrap(!wrap)}>
        Wrap
      </Button>
      <Menu
        align="end"
        trigger={
          <Button size="small" icon={Download} disabled={lines.length === 0}>
            Export
          </Button>
        }
        items={[
          { heading: lines.length === 1 ? "The line shown" : `The ${count} lines shown` },
          ...(Object.keys(exportTypes) as ExportFormat[]).map((format) => ({
            label: exportTypes[format].label,
            onSelect: () => save(format),
          })),
        ]}
      />
    </div>
  );
}

/** Which values of JSON lines stand in columns. */
function ColumnsMenu({ look, lines }: { look: LineLook; lines: readonly BufferedLine[] }) {
  const { columns, setColumns } = look;
  return (
    <Popover
      align="end"
      label="JSON columns"
      trigger={
        <Button size="small" icon={Columns3} pressed={columns.length > 0}>
          JSON columns{columns.length > 0 && ` (${columns.length})`}
        </Button>
      }
    >
      {() => {
        const paths = [...new Set([...columns, ...jsonPaths(lines)])].slice(0, mostPaths);
        return (
          <div className="flex max-h-96 w-72 flex-col gap-1.5 overflow-y-auto p-2.5 text-12">
            {paths.length === 0 && <p className="text-text-2">None of these lines is JSON.</p>}
            {paths.map((path) => (
              <Checkbox
                key={path}
                checked={columns.includes(path)}
                onChange={(isOn) =>
                  setColumns(isOn ? [...columns, path] : columns.filter((one) => one !== path))
                }
                label={<span className="code-text break-all">{path}</span>}
              />
            ))}
          </div>
        );
      }}
    </Popover>
  );
}
