import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { promisify } from "node:util";
import type { Family, Interpreter } from "./families/family.ts";
import { javaFamily } from "./families/java.ts";
import { nodeFamily } from "./families/node.ts";
import { pythonFamily } from "./families/python.ts";
import { rubyFamily } from "./families/ruby.ts";

const run = promisify(execFile);

const families: readonly Family[] = [nodeFamily, pythonFamily, rubyFamily, javaFamily];

export type FoundRuntime =
  | { kind: "interpreter"; interpreter: Interpreter; exact: boolean }
  /** The deployment package's own `bootstrap`. */
  | { kind: "provided" }
  | { kind: "missing"; reason: string };

/**
 * Finds the machine's interpreters; an exact version wins over the nearest one. Only what was found is remembered: a
 * program that took too long on a busy machine, or was installed since, is found the next time.
 */
export class Interpreters {
  readonly #runtimes = new Map<string, Promise<FoundRuntime>>();
  readonly #known = new Map<string, FoundRuntime>();
  readonly #asked = new Map<string, Promise<Interpreter | undefined>>();

  find(runtime: string): Promise<FoundRuntime> {
    const known = this.#runtimes.get(runtime);
    if (known) return known;
    const found = this.#search(runtime);
    this.#runtimes.set(runtime, found);
    void found.then((answer) => {
      this.#known.set(runtime, answer);
      if (answer.kind === "missing") this.#runtimes.delete(runtime);
    });
    return found;
  }

  /** What was found so far, without waiting; what is not known yet is looked for. */
  known(runtime: string): FoundRuntime | undefined {
    void this.find(runtime);
    return this.#known.get(runtime);
  }

  async #search(runtime: string): Promise<FoundRuntime> {
    if (runtime.startsWith("provided")) return { kind: "provided" };
    const family = families.find(({ name }) => runtime.startsWith(name));
    if (!family) return { kind: "missing", reason: missingFamily(runtime) };
    const [wanted = ""] = /[\d.]*\d/.exec(runtime.slice(family.name.length)) ?? [];
    const known: (Interpreter | undefined)[] =
      family === nodeFamily
        ? [{ family, path: process.execPath, version: process.versions.node }]
        : [];
    const isExact = (one: Interpreter | undefined) =>
      one?.version === wanted || one?.version.startsWith(`${wanted}.`);
    // The name with the version in it first: asking every program takes a while.
    const [exactName = "", plainName = "", ...versionedNames] = family.programs(wanted);
    const otherNames = [plainName, ...versionedNames.filter((name) => !isShim(name))];
    if (!known.some(isExact)) known.push(await this.#ask(family, exactName));
    if (!known.some(isExact))
      known.push(...(await Promise.all(otherNames.map((name) => this.#ask(family, name)))));
    const there = known.filter((one) => one !== undefined);
    const exact = there.find(isExact);
    const nearest =
      exact ?? there.toSorted((a, b) => gap(a.version, wanted) - gap(b.version, wanted))[0];
    if (!nearest) return { kind: "missing", reason: missingFamily(runtime) };
    return { kind: "interpreter", interpreter: nearest, exact: exact !== undefined };
  }

  /** What a program on the PATH says it is: the name may be a version manager's script. */
  #ask(family: Family, name: string): Promise<Interpreter | undefined> {
    const known = this.#asked.get(name);
    if (known) return known;
    const answer = run(name, [...family.ask], { timeout: 30_000 }).then(
      ({ stdout, stderr }) => {
        const told = family.read(stdout) ?? family.read(stderr);
        return told && { family, ...told };
      },
      () => undefined,
    );
    this.#asked.set(name, answer);
    void answer.then((found) => {
      if (!found) this.#asked.delete(name);
    });
    return answer;
  }
}

/**
 * Version managers put a script under the name of every version they know; it takes a while to say that
 * its version is not the chosen one, which the plain name stands for.
 */
function isShim(name: string): boolean {
  const folders = (process.env.PATH ?? "").split(delimiter);
  return folders.find((folder) => existsSync(join(folder, name)))?.endsWith("/shims") ?? false;
}

function missingFamily(runtime: string): string {
  if (runtime.startsWith("dotnet"))
    return `${runtime} is not imitated: publish the function as a self-contained program named bootstrap and use provided.al2023`;
  const family = runtime.replace(/[\d.]+(x|al2|al2023)?$/, "");
  return `This machine has no interpreter for ${runtime}: install ${family} where the engine's PATH finds it, and try again.`;
}

/** How far apart two versions are: the major number counts most. */
function gap(version: string, wanted = "0"): number {
  const [a, b] = [version, wanted].map((text) => text.split(".").map(Number));
  return Math.abs((a?.[0] ?? 0) - (b?.[0] ?? 0)) * 1000 + Math.abs((a?.[1] ?? 0) - (b?.[1] ?? 0));
}
