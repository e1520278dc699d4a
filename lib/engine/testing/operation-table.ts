import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createEngine } from "../engine.ts";
import { planOf, type ServicePlan } from "../http/plan.ts";

const startMark = "<!-- operations: written by bin/write-engine-table.mjs -->";
const endMark = "<!-- end of operations -->";

/** Every operation of every service as Markdown: what the engine does, and why it refuses the rest. */
export async function renderOperationTable(): Promise<string> {
  const homeDir = mkdtempSync(join(tmpdir(), "lambdeck-table-"));
  const engine = createEngine({ homeDir, version: "table" });
  try {
    const plans = await Promise.all(engine.services.map(planOf));
    return plans
      .toSorted((a, b) => a.service.id.localeCompare(b.service.id))
      .map(renderService)
      .join("\n\n");
  } finally {
    await engine.close();
    rmSync(homeDir, { recursive: true, force: true });
  }
}

/** `page` with the operations between its marks replaced. Throws when the marks are missing. */
export function replaceOperationTable(page: string, table: string): string {
  const start = page.indexOf(startMark);
  const end = page.indexOf(endMark);
  if (start < 0 || end < start) throw new Error(`The page lacks the marks ${startMark} ${endMark}`);
  return `${page.slice(0, start + startMark.length)}\n\n${table}\n\n${page.slice(end)}`;
}

/** A service that refuses this many operations for one reason refuses "all others". */
const namedAtMost = 40;

function renderService({ service, operations }: ServicePlan): string {
  const { id, differences = [] } = service;
  const entries = [...operations]
    .map(([name, { run }]) => [name, run] as const)
    .toSorted(([a], [b]) => a.localeCompare(b));
  const done = entries.filter(([, run]) => typeof run === "function").map(([name]) => name);
  const refusals = new Map<string, string[]>();
  for (const [name, run] of entries) {
    if (typeof run === "function") continue;
    refusals.set(run.refused, [...(refusals.get(run.refused) ?? []), name]);
  }
  const rows = [...refusals].map(([why, names]) => {
    const isRest = refusals.size === 1 && names.length > namedAtMost;
    const which = isRest ? `all ${names.length} others` : names.join(", ");
    return `- Refused, ${why.replace(/\.$/, "")}: ${which}.`;
  });
  const known = differences.map((sentence) => `- ${sentence}`);
  return [
    `### ${id}`,
    `${done.length} of ${entries.length} operations: ${done.join(", ")}.`,
    ...(rows.length > 0 ? [rows.join("\n")] : []),
    ...(known.length > 0 ? [`Differences from AWS:`, known.join("\n")] : []),
  ].join("\n\n");
}
