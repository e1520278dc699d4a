import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { FunctionVersion } from "../lambda/function-version.ts";

/** What of a function decides which interpreter waits for it, and how that was started. */
export type RecentRuntime = Pick<FunctionVersion, "runtime" | "memoryMb" | "environment">;

const most = 4;
const writtenAfterMs = 500;

/**
 * The runtimes that functions were started with last, kept from one engine to the next: the first call after a start is
 * likely to be for one of them. A hint: an engine that was killed has an older one, or none.
 */
export class RecentRuntimes {
  readonly #file: string;
  #list: RecentRuntime[];
  #timer: NodeJS.Timeout | undefined;

  constructor(homeDir: string) {
    this.#file = join(homeDir, "recent-runtimes.json");
    this.#list = read(this.#file);
  }

  /** The last one first. */
  get list(): readonly RecentRuntime[] {
    return this.#list;
  }

  note(recent: RecentRuntime): void {
    const text = JSON.stringify(recent);
    if (JSON.stringify(this.#list[0]) === text) return;
    const others = this.#list.filter((other) => JSON.stringify(other) !== text);
    this.#list = [recent, ...others].slice(0, most);
    this.#timer ??= setTimeout(() => this.close(), writtenAfterMs).unref();
  }

  close(): void {
    if (!this.#timer) return;
    clearTimeout(this.#timer);
    this.#timer = undefined;
    try {
      writeFileSync(this.#file, JSON.stringify(this.#list), { mode: 0o600 });
    } catch {
      // A disk that is full, or a home that is gone: others say so.
    }
  }
}

function read(file: string): RecentRuntime[] {
  try {
    const list: unknown = JSON.parse(readFileSync(file, "utf8"));
    return Array.isArray(list) ? list.filter(isRecent) : [];
  } catch {
    return [];
  }
}

function isRecent(entry: unknown): entry is RecentRuntime {
  const { runtime, memoryMb, environment } = (entry ?? {}) as Partial<RecentRuntime>;
  return (
    typeof runtime === "string" && typeof memoryMb === "number" && typeof environment === "object"
  );
}
