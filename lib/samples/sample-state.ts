import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";

const stateSchema = z.object({
  /** Samples that were installed once: one that is gone now was removed and stays so. */
  installed: z.array(z.string()).default([]),
  /** Whether demo traffic is wanted; it still pauses while the user's own functions run. */
  traffic: z.boolean().default(true),
});

export type SampleState = z.infer<typeof stateSchema>;

/** What Lambdeck remembers about its samples, from samples.json in its home. A damaged file counts as empty. */
export function readSampleState(homeDir: string): SampleState {
  const file = join(homeDir, "samples.json");
  if (!existsSync(file)) return stateSchema.parse({});
  try {
    return stateSchema.parse(JSON.parse(readFileSync(file, "utf8")));
  } catch {
    // Only the memory of removed samples is lost; nothing of the user's is in here.
    return stateSchema.parse({});
  }
}

/** Changes what is remembered, all of it or nothing. */
export function saveSampleState(homeDir: string, change: Partial<SampleState>): SampleState {
  const state = { ...readSampleState(homeDir), ...change };
  const file = join(homeDir, "samples.json");
  writeFileSync(`${file}.new`, `${JSON.stringify(state, null, 2)}\n`);
  renameSync(`${file}.new`, file);
  return state;
}
