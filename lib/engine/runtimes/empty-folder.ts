import { randomUUID } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, renameSync } from "node:fs";
import { rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";

/** Makes a folder anew. What it held is removed meanwhile: an engine that starts has more urgent work. */
export function emptyFolder(folder: string): void {
  if (existsSync(folder)) renameSync(folder, `${folder}-${randomUUID()}`);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const former = readdirSync(dirname(folder)).filter((name) =>
    name.startsWith(`${basename(folder)}-`),
  );
  for (const name of former)
    rm(join(dirname(folder), name), { recursive: true, force: true }).catch(() => undefined);
}
