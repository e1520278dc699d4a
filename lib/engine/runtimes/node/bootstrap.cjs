"use strict";
// The Node.js runtime of the local engine: what stands between the Lambda Runtime API and a handler.
// It is started before it is needed: everything is loaded, then one line on standard input says which
// function it is to be. It runs on any Node.js from 18 and needs no package.
const fs = require("node:fs");
const { runFunction } = require("./run-function.cjs");

/** Blocks until the engine has written the whole assignment; an end without one means: not needed. */
function readAssignment() {
  const chunks = [];
  const chunk = Buffer.allocUnsafe(65536);
  for (;;) {
    const bytes = fs.readSync(0, chunk, 0, chunk.length, null);
    if (bytes === 0) break;
    chunks.push(Buffer.from(chunk.subarray(0, bytes)));
  }
  const text = Buffer.concat(chunks).toString("utf8");
  if (text === "") process.exit(0);
  return JSON.parse(text);
}

// The loader for ES modules starts lazily; wake it while nobody waits.
void import("node:fs").then(() => {
  const { environment, workingDir } = readAssignment();
  if (environment) {
    for (const name of Object.keys(process.env)) delete process.env[name];
    Object.assign(process.env, environment);
    // NODE_PATH is read when Node.js starts, and again here.
    require("node:module").Module._initPaths();
  }
  process.chdir(workingDir);
  return runFunction(workingDir);
});
