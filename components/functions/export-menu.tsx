"use client";

import { Download } from "lucide-react";
import { Button } from "@/components/ui/button";
import { download } from "@/components/ui/download";
import { Menu, type MenuItem } from "@/components/ui/menu";
import { functionsAsCsv, functionsAsJson } from "@/lib/model/export-functions";
import type { ListedFunction } from "@/lib/model/function-filter";

export function ExportMenu({ rows }: { rows: readonly ListedFunction[] }) {
  return <Menu trigger={<Button icon={Download}>Export</Button>} items={exportItems(rows)} />;
}

/** Downloads of these rows, with what has been read of them. */
export function exportItems(rows: readonly ListedFunction[]): MenuItem[] {
  return [
    {
      label: "As CSV",
      detail: "functions.csv",
      onSelect: () => download("functions.csv", "text/csv", functionsAsCsv(rows)),
    },
    {
      label: "As JSON",
      detail: "functions.json",
      onSelect: () => download("functions.json", "application/json", functionsAsJson(rows)),
    },
  ];
}
