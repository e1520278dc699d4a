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
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { cachedDataVersionTag } from "node:v8";
import { Script } from "node:vm";

/** By then all that a start needs has been compiled. */
const compiledAfterMs = 1000;

const file = fileURLToPath(new URL("engine.cjs", import.meta.url));
const folder = join(dirname(file), "cache");
const { size, mtimeMs } = statSync(file);
const kept = join(folder, `${size}-${mtimeMs}-${cachedDataVersionTag()}`);

const cachedData = readIfThere(kept);
const script = new Script(
  `(function (exports, require, module, __filename, __dirname) {${readFileSync(file, "latin1")}\n})`,
  { filename: file, cachedData },
);
const engine = { exports: {} };
script.runInThisContext()(engine.exports, createRequire(file), engine, file, dirname(file));
if (!cachedData || script.cachedDataRejected) setTimeout(keep, compiledAfterMs).unref();

function readIfThere(path) {
  try {
    return readFileSync(path);
  } catch {
    return undefined;
  }
}

function keep() {
  const unfinished = `${kept}.${process.pid}`;
  try {
    mkdirSync(folder, { recursive: true });
    const former = readdirSync(folder).filter((name) => !name.startsWith(`${size}-${mtimeMs}-`));
    for (const name of former) rmSync(join(folder, name), { force: true });
    writeFileSync(unfinished, script.createCachedData());
    renameSync(unfinished, kept);
  } catch {
    // A folder that cannot be written, as of a package that was installed for all, has no cache.
    rmSync(unfinished, { force: true });
  }
}
