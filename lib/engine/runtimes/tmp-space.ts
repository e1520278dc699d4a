import { spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, openSync, readdirSync, readlinkSync, rmSync, statSync } from "node:fs";
import { totalmem } from "node:os";
import { join } from "node:path";

/** A /tmp that is a larger part of this machine's memory than this lies on its disk. */
const largestPart = 0.25;

/** Whether a function's /tmp is small enough to lie in memory, where its size is the system's to enforce. */
export function fitsInMemory(sizeMb: number): boolean {
  return sizeMb <= (totalmem() / 1024 / 1024) * largestPart;
}

/**
 * Keeps what is in an environment's /tmp from one of its runtimes to the next, as AWS does after a crash
 * or a time-out: it lies in memory, in the mount namespace of the runtime's processes, and would go
 * with them. A descriptor of ours keeps the namespace until its /tmp is packed up.
 */
export class KeptTmp {
  #mounts: number | undefined;
  #user: number | undefined;

  /** The archive is what the next runtime's /tmp is filled from. */
  constructor(private readonly archive: string) {}

  /** To be called while the process runs. */
  hold(pid: number): void {
    try {
      this.#mounts = openSync(`/proc/${pid}/ns/mnt`, "r");
      const isOurs = readlinkSync(`/proc/${pid}/ns/user`) === readlinkSync("/proc/self/ns/user");
      if (!isOurs) this.#user = openSync(`/proc/${pid}/ns/user`, "r");
    } catch {
      // It has ended meanwhile, and its /tmp with it.
      this.release();
    }
  }

  /** Packs up what is there, after the runtime's end. */
  async save(): Promise<void> {
    if (this.#mounts === undefined) return;
    const archive = openSync(this.archive, "w", 0o600);
    const enter = [
      ...(this.#user === undefined ? [] : ["--user=/proc/self/fd/4", "--preserve-credentials"]),
      "--mount=/proc/self/fd/3",
    ];
    const pack = spawn("nsenter", [...enter, "tar", "-C", "/tmp", "-cf", "-", "."], {
      stdio: ["ignore", archive, "ignore", this.#mounts, this.#user ?? "ignore"],
    });
    const [code] = await once(pack, "close").catch(() => [1]);
    closeSync(archive);
    this.release();
    if (code !== 0) rmSync(this.archive, { force: true });
  }

  release(): void {
    for (const descriptor of [this.#mounts, this.#user])
      if (descriptor !== undefined) closeSync(descriptor);
    this.#mounts = this.#user = undefined;
  }
}

/** The size of all files in a folder; what vanishes while it is looked at does not count. */
export function folderMb(folder: string): number {
  try {
    return readdirSync(folder, { withFileTypes: true }).reduce((sum, entry) => {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) return sum + folderMb(path);
      return entry.isFile() ? sum + (statSync(path).blocks * 512) / 1024 / 1024 : sum;
    }, 0);
  } catch {
    return 0;
  }
}
