// dist/engine.mjs: runs the engine's bundle with what V8 compiled of it the last time. Compiling it anew is half of
// the engine's start.
import {
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { createRequire } from "node:module";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { cachedDataVersionTag } from "node:v8";
import { Script } from "node:vm";

/** By then all that a start needs has been compiled. */
const compiledAfterMs = 1000;

const root = dirname(fileURLToPath(import.meta.url));
const folder = join(root, "cache");
const packages = createRequire(import.meta.url);
const loaded = new Map();

load(join(root, "engine.cjs"));

/** Files of the bundle are loaded from here, packages and Node's own modules as usual. */
function require(name) {
  return name.startsWith("./") ? load(join(root, name)) : packages(name);
}

/** What a file of the bundle exports. */
function load(file) {
  if (loaded.has(file)) return loaded.get(file).exports;
  const { size, mtimeMs } = statSync(file);
  const name = basename(file, ".cjs");
  const kept = join(folder, `${name}-${size}-${mtimeMs}-${cachedDataVersionTag()}`);
  const cachedData = readIfThere(kept);
  const script = new Script(readFileSync(file, "latin1"), { filename: file, cachedData });
  const its = { exports: {} };
  loaded.set(file, its);
  script.runInThisContext()(its.exports, require, its, file, dirname(file));
  if (!cachedData || script.cachedDataRejected)
    setTimeout(() => keep(script, name, kept), compiledAfterMs).unref();
  return its.exports;
}

function readIfThere(path) {
  try {
    return readFileSync(path);
  } catch {
    return undefined;
  }
}

/** Keeps what of a script is compiled by now, and nothing of its former versions. */
function keep(script, name, kept) {
  const unfinished = `${kept}.${process.pid}`;
  try {
    mkdirSync(folder, { recursive: true });
    const isFormer = RegExp(`^${name}-\\d+-`);
    const former = readdirSync(folder).filter((other) => isFormer.test(other));
    for (const other of former) rmSync(join(folder, other), { force: true });
    writeFileSync(unfinished, script.createCachedData());
    renameSync(unfinished, kept);
  } catch {
    // A folder that cannot be written, as of a package that was installed for all, has no cache.
    rmSync(unfinished, { force: true });
  }
}
