"use strict";
// `console` as AWS's runtime gives it: one event a call, in text or JSON, filtered by the log level.
const fs = require("node:fs");
const util = require("node:util");
const { failureLogText, intoError } = require("./errors.cjs");

const levels = { TRACE: 1, DEBUG: 2, INFO: 3, WARN: 4, ERROR: 5, FATAL: 6 };
const frameText = 0xa55a0003;
const frameJson = 0xa55a0002;

let requestId;
let tenantId;

/** Says whose invocation lines belong to from now on. */
function setInvocation(id, tenant) {
  requestId = id;
  tenantId = tenant;
  // Where AWS's runtime keeps it, and libraries for logging look for it.
  globalThis[Symbol.for("aws.lambda.runtime.requestId")] = id;
}

/** Replaces the methods of `console`; returns `logError(title, thrown)` for the runtime's own use. */
function patchConsole() {
  const json = process.env.AWS_LAMBDA_LOG_FORMAT?.toUpperCase() === "JSON";
  const least = levels[process.env.AWS_LAMBDA_LOG_LEVEL?.toUpperCase()] ?? levels.TRACE;
  const fd = Number(process.env._LAMBDA_TELEMETRY_LOG_FD);
  delete process.env._LAMBDA_TELEMETRY_LOG_FD;
  const write = (level, first, ...params) => {
    const time = new Date();
    const message = json
      ? jsonMessage(time, level, [first, ...params])
      : `${time.toISOString()}\t${requestId}\t${level}\t${util.format(first, ...params)}\n`;
    writeFrame(fd, (json ? frameJson : frameText) | (levels[level] << 2), time, message);
  };
  const method = (level) =>
    levels[level] >= least || level === "FATAL" ? (...params) => write(level, ...params) : () => {};
  console.trace = method("TRACE");
  console.debug = method("DEBUG");
  console.info = console.log = method("INFO");
  console.warn = method("WARN");
  console.error = method("ERROR");
  console.fatal = method("FATAL");
  return (title, thrown) => {
    if (json) write("ERROR", intoError(thrown));
    else write("ERROR", title, failureLogText(thrown));
  };
}

/** Type, length, microseconds since the epoch, message; all big-endian. */
function writeFrame(fd, type, time, message) {
  const bytes = Buffer.byteLength(message);
  const frame = Buffer.allocUnsafe(16 + bytes);
  frame.writeUInt32BE(type >>> 0, 0);
  frame.writeUInt32BE(bytes, 4);
  frame.writeBigUInt64BE(BigInt(time.valueOf()) * 1000n, 8);
  frame.write(message, 16);
  for (let written = 0; written < frame.length;) written += fs.writeSync(fd, frame, written);
}

function errorMembers(error) {
  return {
    errorType: error.constructor?.name ?? "UnknownError",
    errorMessage: error.message,
    stackTrace: typeof error.stack === "string" ? error.stack.split("\n") : [],
  };
}

function jsonMessage(time, level, params) {
  const line = { timestamp: time.toISOString(), level, requestId, ...(tenantId && { tenantId }) };
  if (params.length === 1) {
    const withErrors = (_key, value) =>
      value instanceof Error ? Object.assign(errorMembers(value), value) : value;
    try {
      return JSON.stringify({ ...line, message: params[0] }, withErrors);
    } catch {
      return JSON.stringify({ ...line, message: util.format(params[0]) });
    }
  }
  const error = params.find((param) => param instanceof Error);
  return JSON.stringify({
    ...line,
    message: util.format(...params),
    ...(error && errorMembers(error)),
  });
}

module.exports = { patchConsole, setInvocation };
