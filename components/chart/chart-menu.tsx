"use client";

import {
  ChartLine,
  Clipboard,
  Ellipsis,
  FileSpreadsheet,
  Image,
  Maximize2,
  Table as TableIcon,
} from "lucide-react";
import type { RefObject } from "react";
import { IconButton } from "@/components/ui/button";
import { download, downloadBlob } from "@/components/ui/download";
import { Menu, type MenuItem } from "@/components/ui/menu";
import { toast } from "@/components/ui/toast";
import { plain } from "@/lib/model/format";
import type { ChartDefinition, ChartPoint } from "./chart-definition";
import { chartsAsCsv, fileName } from "./chart-csv";
import { chartPicture } from "./chart-picture";
import { wholeValue } from "./whole-value";

/** What can be done with a chart: table, expand, picture, CSV, and what its page adds. */
export function ChartMenu<Point extends ChartPoint>({
  definition,
  points,
  isTable,
  onTable,
  onExpand,
  panel,
  actions = [],
  fileStem = "lambdeck",
}: {
  definition: ChartDefinition<Point>;
  points: readonly Point[];
  isTable: boolean;
  onTable(): void;
  onExpand(): void;
  panel: RefObject<Element | null>;
  actions?: readonly MenuItem[];
  fileStem?: string;
}) {
  const name = fileName(fileStem, definition.title);
  const picture = async (keep: (blob: Blob) => unknown) => {
    try {
      if (!panel.current) return;
      const words = definition.series
        .filter(({ draw }) => draw !== "before")
        .map((series) => `${series.label} ${plain(definition.format(wholeValue(series, points)))}`)
        .join("   ");
      await keep(await chartPicture(panel.current, definition.title, words));
    } catch (error) {
      toast.problem({
        kind: "unexpected",
        title: "No picture was made",
        detail: error instanceof Error ? error.message : String(error),
      });
    }
  };
  return (
    <>
      <IconButton
        size="small"
        icon={isTable ? ChartLine : TableIcon}
        label={isTable ? "View as chart" : "View as table"}
        onClick={onTable}
      />
      <Menu
        trigger={
          <IconButton size="small" icon={Ellipsis} label={`More about ${definition.title}`} />
        }
        items={[
          ...actions,
          ...(actions.length > 0 ? (["line"] as const) : []),
          { label: "Expand", icon: Maximize2, onSelect: onExpand },
          {
            label: "Save as CSV",
            icon: FileSpreadsheet,
            onSelect: () => download(`${name}.csv`, "text/csv", chartsAsCsv([definition], points)),
          },
          {
            label: "Save as PNG",
            icon: Image,
            disabled: isTable,
            onSelect: () => void picture((blob) => downloadBlob(`${name}.png`, blob)),
          },
          {
            label: "Copy as PNG",
            icon: Clipboard,
            disabled: isTable,
            onSelect: () =>
              void picture(async (blob) => {
                await navigator.clipboard.write([new ClipboardItem({ "image/png": blob })]);
                toast.done("Copied the picture");
              }),
          },
        ]}
      />
    </>
  );
}
