// Installs and builds what is missing or out of date. Uses nothing but Node.js itself until the install is done.
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import {
  existsSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const OLDEST_NODE = [20, 9];
const LOCK = ".set-up.lock";
const PROGRAM_SOURCES = ["lib", "bin", "package-lock.json", "tsconfig.json"];
const PAGE_SOURCES = [
  ...PROGRAM_SOURCES,
  "app",
  "components",
  "next.config.js",
  "postcss.config.mjs",
];

/**
 * Makes the checkout runnable; `pages: false` leaves the dashboard's pages out. Exits with 1 on failure. As an
 * installed package it is runnable, but has no pages.
 */
export async function setUp({ pages = true } = {}) {
  refuseOldNode();
  if (!existsSync(join(ROOT, "package-lock.json"))) {
    if (!pages) return;
    console.error(
      "lambdeck: this package holds the engine and the commands. The dashboard runs from Lambdeck's own folder: npm start.",
    );
    process.exit(1);
  }
  process.chdir(ROOT);
  await step("node_modules/.lambdeck-installed", fingerprint(["package-lock.json"]), async () => {
    say("installing packages (about a minute, the first time only)");
    await npm(["ci", "--no-audit", "--no-fund", "--loglevel=error"]);
  });
  await step("dist/.built-programs", fingerprint(PROGRAM_SOURCES), async () => {
    say("building the engine and the commands");
    const { buildPrograms } = await import("./build-programs.mjs");
    await buildPrograms();
  });
  if (!pages) return;
  await step("dist/.built-pages", fingerprint(PAGE_SOURCES), async () => {
    say("building the pages (about a minute, only when sources changed)");
    await runChild(process.execPath, ["node_modules/next/dist/bin/next", "build"], {
      NEXT_TELEMETRY_DISABLED: "1",
    });
  });
}

/** Runs `action` unless the stamp file already holds this fingerprint, also when another process has just done it. */
async function step(stampFile, stamp, action) {
  const isDone = () => existsSync(stampFile) && readFileSync(stampFile, "utf8") === stamp;
  if (isDone()) return;
  const unlock = await lock();
  try {
    if (isDone()) return;
    rmSync(stampFile, { force: true });
    const started = Date.now();
    await action();
    mkdirSync(dirname(stampFile), { recursive: true });
    writeFileSync(stampFile, stamp);
    say(`done in ${((Date.now() - started) / 1000).toFixed(1)} s`);
  } catch (error) {
    console.error(`lambdeck: ${error.message}`);
    process.exit(1);
  } finally {
    unlock();
  }
}

/** Waits for another set-up of this checkout: two at once would install into each other. */
async function lock() {
  const own = `${LOCK}.${process.pid}`;
  writeFileSync(own, String(process.pid));
  const unlock = () => rmSync(LOCK, { force: true });
  try {
    for (let told = false; ; told = true) {
      try {
        linkSync(own, LOCK);
        process.once("exit", unlock);
        return () => {
          process.off("exit", unlock);
          unlock();
        };
      } catch (error) {
        if (error.code !== "EEXIST") throw error;
      }
      const holder = lockHolder();
      if (holder === undefined) unlock();
      else {
        if (!told) say(`waiting for process ${holder}, which is setting this folder up`);
        await new Promise((resolve) => setTimeout(resolve, 300));
      }
    }
  } finally {
    rmSync(own, { force: true });
  }
}

/** The process that holds the lock; undefined when it is gone and has left its lock behind. */
function lockHolder() {
  try {
    const pid = Number(readFileSync(LOCK, "utf8"));
    return process.kill(pid, 0) ? pid : undefined;
  } catch (error) {
    return error.code === "EPERM" ? "of another user" : undefined;
  }
}

function refuseOldNode() {
  const [major, minor] = process.versions.node.split(".").map(Number);
  if (major > OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor >= OLDEST_NODE[1])) return;
  console.error(
    `lambdeck: this is Node.js ${process.versions.node}; please use ${OLDEST_NODE.join(".")} or newer.`,
  );
  process.exit(1);
}

/** A hash over the names, sizes and contents of the given files and folders, tests left out. */
function fingerprint(paths) {
  const hash = createHash("sha256").update(process.versions.node);
  for (const file of paths.flatMap(filesUnder).sort()) {
    hash.update(`\0${relative(ROOT, file)}\0`).update(readFileSync(file));
  }
  return hash.digest("hex");
}

function filesUnder(path) {
  if (!existsSync(path)) return [];
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path).flatMap((name) =>
    name.includes(".test.") ? [] : filesUnder(join(path, name)),
  );
}

function npm(args) {
  // npm names its own script here; `npm.cmd` and shells are then no concern of ours.
  const npmScript = process.env.npm_execpath;
  return npmScript?.endsWith(".js")
    ? runChild(process.execPath, [npmScript, ...args])
    : runChild(process.platform === "win32" ? "npm.cmd" : "npm", args);
}

function runChild(file, args, environment = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, { stdio: "inherit", env: { ...process.env, ...environment } });
    child.on("error", (error) => reject(new Error(`cannot run ${file}: ${error.message}`)));
    child.on("exit", (code, signal) => {
      if (code === 0) resolve();
      else
        reject(
          new Error(
            `"${args.slice(-2).join(" ")}" failed (${signal ?? `exit code ${code}`}); its output is above.`,
          ),
        );
    });
  });
}

function say(text) {
  console.log(`lambdeck: ${text}`);
}
