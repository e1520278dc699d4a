import { createHash, createHmac, randomBytes, timingSafeEqual } from "node:crypto";
import { existsSync } from "node:fs";
import { chmod, lstat, mkdir, readdir, rename, rm, symlink, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Clock } from "../clock.ts";
import { notUnzippable, readZip, type ZipEntry } from "./unzip.ts";
import { codeFolder } from "./version-state.ts";

export interface StoredCode {
  codeSha256: string;
  codeSizeBytes: number;
}

const pathPrefix = "/_lambdeck/code/";
/** As long as AWS's presigned address of GetFunction. */
const addressLifetimeMs = 10 * 60_000;

/** Deployment packages: each stored once for its sha256, unpacked and read-only, beside its zip. */
export class CodeStore {
  /** One folder for each package: the hexadecimal sha256 of its zip. */
  readonly directory: string;
  readonly #clock: Clock;
  readonly #secret = randomBytes(32);
  /** Uploads wait for it: a package that is being removed must not be taken for one that is there. */
  #sweeping: Promise<void> = Promise.resolve();

  constructor(homeDir: string, clock: Clock) {
    this.directory = join(homeDir, "code");
    this.#clock = clock;
  }

  /** What `add` would answer, and its errors, without storing anything. */
  async inspect(zip: Uint8Array): Promise<StoredCode> {
    await readZip(zip);
    return describe(zip);
  }

  /** Unpacks and keeps a zip; throws AWS's InvalidParameterValueException when it cannot be unpacked. */
  async add(zip: Uint8Array): Promise<StoredCode> {
    await this.#sweeping;
    const code = describe(zip);
    const folder = join(this.directory, codeFolder(code.codeSha256));
    if (existsSync(folder)) return code;
    const entries = await readZip(zip);
    const unfinished = `${folder}.${randomBytes(6).toString("hex")}.tmp`;
    try {
      await unpack(unfinished, entries);
    } catch (error) {
      await remove(unfinished);
      throw contradictions.has((error as NodeJS.ErrnoException).code ?? "")
        ? notUnzippable()
        : error;
    }
    await writeFile(`${unfinished}.zip`, zip, { mode: 0o400 });
    await rename(`${unfinished}.zip`, `${folder}.zip`);
    try {
      await rename(unfinished, folder);
    } catch (error) {
      // A second upload of the same zip was faster; anything else is an error.
      await remove(unfinished);
      if (!existsSync(folder)) throw error;
    }
    return code;
  }

  /** How much a stored package holds, unpacked. */
  async unzippedBytes(codeSha256: string): Promise<number> {
    const folder = join(this.directory, codeFolder(codeSha256));
    let total = 0;
    for (const path of await readdir(folder, { recursive: true })) {
      const stat = await lstat(join(folder, path));
      if (stat.isFile()) total += stat.size;
    }
    return total;
  }

  /** An address that serves the zip for ten minutes; it cannot be guessed and needs no credentials. */
  location(endpoint: string, codeSha256: string): string {
    const name = `${this.#clock.now() + addressLifetimeMs}/${codeFolder(codeSha256)}`;
    return `${endpoint}${pathPrefix}${name}/${this.#sign(name)}.zip`;
  }

  /** The zip file behind a `location` path; undefined when the path is no such address or too old. */
  zipFileAt(path: string): string | undefined {
    const match = /^\/_lambdeck\/code\/((\d+)\/([0-9a-f]{64}))\/([0-9a-f]{64})\.zip$/.exec(path);
    if (!match) return undefined;
    const [, name = "", expires, folder, signature = ""] = match;
    const genuine = timingSafeEqual(Buffer.from(this.#sign(name)), Buffer.from(signature));
    if (!genuine || Number(expires) < this.#clock.now()) return undefined;
    return join(this.directory, `${folder}.zip`);
  }

  /**
   * Removes all packages but those in `used` (base64 sha256s), and what a kill left half unpacked. For the
   * start, while nothing runs.
   */
  sweep(used: Iterable<string>): Promise<void> {
    const kept = new Set([...used].map(codeFolder));
    const sweeping = this.#removeAllBut(kept);
    this.#sweeping = sweeping.catch(() => undefined);
    return sweeping;
  }

  async #removeAllBut(kept: ReadonlySet<string>): Promise<void> {
    for (const name of existsSync(this.directory) ? await readdir(this.directory) : [])
      if (!kept.has(name.replace(/\.zip$/, ""))) await remove(join(this.directory, name));
  }

  #sign(name: string): string {
    return createHmac("sha256", this.#secret).update(name).digest("hex");
  }
}

function describe(zip: Uint8Array): StoredCode {
  const codeSha256 = createHash("sha256").update(zip).digest("base64");
  return { codeSha256, codeSizeBytes: zip.length };
}

/** What a zip causes whose entries contradict each other: a file that is also a folder, say. */
const contradictions = new Set(["EEXIST", "EISDIR", "ENOTDIR", "ENAMETOOLONG", "EINVAL"]);

/** Links come last, so that no file is ever written through one. */
async function unpack(folder: string, entries: readonly ZipEntry[]): Promise<void> {
  const folders = new Set([folder]);
  for (const { path, kind } of entries)
    for (let at = kind === "folder" ? path : dirname(path); at !== "."; at = dirname(at))
      folders.add(join(folder, at));
  for (const path of folders) await mkdir(path, { recursive: true, mode: 0o755 });
  for (const entry of entries)
    if (entry.kind === "file") {
      const path = join(folder, entry.path);
      await writeFile(path, entry.content, { flag: "wx" });
      await chmod(path, entry.executable ? 0o555 : 0o444);
    }
  for (const entry of entries)
    if (entry.kind === "link")
      await symlink(Buffer.from(entry.content).toString(), join(folder, entry.path));
  for (const path of folders) await chmod(path, 0o555);
}

/** Folders are read-only: they are opened for writing again before they go. */
async function remove(path: string): Promise<void> {
  const stat = await lstat(path).catch(() => undefined);
  if (stat?.isDirectory()) {
    await chmod(path, 0o755);
    for (const name of await readdir(path)) await remove(join(path, name));
  }
  await rm(path, { recursive: true, force: true });
}
