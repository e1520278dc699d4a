import { createHash, randomBytes } from "node:crypto";
import { createReadStream, existsSync } from "node:fs";
import { link, mkdir, open, readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import type { ChecksumAlgorithm } from "./checksums.ts";
import { startChecksum } from "./checksums.ts";

/** A file with (a part of) an object's bytes. */
export interface BodyFile {
  name: string;
  sizeBytes: number;
}

export interface ReceivedBody {
  file: BodyFile;
  /** Hexadecimal. */
  md5: string;
  /** Hexadecimal; only where it was asked for. */
  sha256?: string;
  checksums: Partial<Record<ChecksumAlgorithm, string>>;
}

/** The bytes of all objects: one file for each upload or part, named at random, never changed. */
export class BodyFiles {
  readonly #directory: string;
  /** New files wait for it: they are in no list of files in use yet. */
  #sweeping: Promise<void> = Promise.resolve();

  constructor(homeDir: string) {
    this.#directory = join(homeDir, "s3");
  }

  /**
   * Writes a body as it arrives; when this resolves it is on disk. Nothing is left of one that breaks off or is
   * larger than `limitBytes` (`onTooLarge` makes the error).
   */
  async receive(
    source: AsyncIterable<Uint8Array>,
    options: {
      checksums: readonly ChecksumAlgorithm[];
      sha256: boolean;
      limitBytes: number;
      onTooLarge: () => Error;
    },
  ): Promise<ReceivedBody> {
    const name = randomBytes(16).toString("hex");
    const path = this.#path(name);
    await this.#sweeping;
    await mkdir(join(path, ".."), { recursive: true, mode: 0o700 });
    const md5 = createHash("md5");
    const sha256 = options.sha256 ? createHash("sha256") : undefined;
    const checksums = options.checksums.map((algorithm) => ({
      algorithm,
      running: startChecksum(algorithm),
    }));
    const handle = await open(path, "wx", 0o600);
    let sizeBytes = 0;
    try {
      for await (const piece of source) {
        sizeBytes += piece.length;
        if (sizeBytes > options.limitBytes) throw options.onTooLarge();
        md5.update(piece);
        sha256?.update(piece);
        for (const { running } of checksums) running.update(piece);
        await handle.writeFile(piece);
      }
      await handle.datasync();
      await handle.close();
    } catch (error) {
      await handle.close().catch(() => undefined);
      await this.remove([{ name, sizeBytes }]);
      throw error;
    }
    return {
      file: { name, sizeBytes },
      md5: md5.digest("hex"),
      ...(sha256 && { sha256: sha256.digest("hex") }),
      checksums: Object.fromEntries(
        checksums.map(({ algorithm, running }) => [algorithm, running.digest()]),
      ),
    };
  }

  /** The bytes from `start` up to and including `end` of files that follow each other. */
  async *read(files: readonly BodyFile[], start = 0, end = Infinity): AsyncGenerator<Uint8Array> {
    let offset = 0;
    for (const { name, sizeBytes } of files) {
      const from = Math.max(0, start - offset);
      const to = Math.min(sizeBytes - 1, end - offset);
      offset += sizeBytes;
      if (from > to) continue;
      const stream = createReadStream(this.#path(name), {
        start: from,
        end: to,
        highWaterMark: 256 * 1024,
      });
      for await (const piece of stream) yield piece as Buffer;
    }
  }

  /** The same bytes under new names, without copying them. */
  async share(files: readonly BodyFile[]): Promise<BodyFile[]> {
    const shared: BodyFile[] = [];
    await this.#sweeping;
    for (const { name: source, sizeBytes } of files) {
      const name = randomBytes(16).toString("hex");
      await mkdir(join(this.#path(name), ".."), { recursive: true, mode: 0o700 });
      await link(this.#path(source), this.#path(name));
      shared.push({ name, sizeBytes });
    }
    return shared;
  }

  async remove(files: readonly BodyFile[]): Promise<void> {
    for (const { name } of files) await rm(this.#path(name), { force: true });
  }

  /** Removes every file that is not in `used`: what a kill left behind. For the start. */
  sweep(used: ReadonlySet<string>): Promise<void> {
    const sweeping = this.#removeAllBut(used);
    this.#sweeping = sweeping.catch(() => undefined);
    return sweeping;
  }

  async #removeAllBut(used: ReadonlySet<string>): Promise<void> {
    if (!existsSync(this.#directory)) return;
    for (const folder of await readdir(this.#directory))
      for (const name of await readdir(join(this.#directory, folder)))
        if (!used.has(name)) await rm(join(this.#directory, folder, name), { force: true });
  }

  #path(name: string): string {
    return join(this.#directory, name.slice(0, 2), name);
  }
}
