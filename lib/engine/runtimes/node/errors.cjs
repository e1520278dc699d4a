"use strict";
// Failures of the runtime by AWS's names, and the shapes in which failures leave the process.
const util = require("node:util");

function runtimeError(name) {
  return class extends Error {
    constructor(message) {
      super(message);
      this.name = `Runtime.${name}`;
    }
  };
}

const ImportModuleError = runtimeError("ImportModuleError");
const HandlerNotFound = runtimeError("HandlerNotFound");
const MalformedHandlerName = runtimeError("MalformedHandlerName");
const UserCodeSyntaxError = runtimeError("UserCodeSyntaxError");
const MalformedStreamingHandler = runtimeError("MalformedStreamingHandler");
const InvalidStreamingOperation = runtimeError("InvalidStreamingOperation");
const NodeJsExit = runtimeError("NodeJsExit");
const UnhandledPromiseRejection = runtimeError("UnhandledPromiseRejection");

function isError(value) {
  return (
    util.types.isNativeError(value) ||
    (typeof value?.name === "string" &&
      typeof value.message === "string" &&
      typeof value.stack === "string")
  );
}

/** The body of an error answer: `{errorType, errorMessage, trace}`. */
function failureBody(thrown) {
  try {
    if (isError(thrown))
      return {
        errorType: thrown.name,
        errorMessage: thrown.message,
        trace: String(thrown.stack).split("\n"),
      };
    return { errorType: typeof thrown, errorMessage: thrown.toString(), trace: [] };
  } catch {
    return {
      errorType: "handled",
      errorMessage:
        "callback called with Error argument, but there was a problem while retrieving one or more of its message, name, and stack",
    };
  }
}

/** An error as the text log shows it: a tab, then JSON with its own members and the stack's lines. */
function failureLogText(thrown) {
  const error = isError(thrown) ? thrown : new Error(String(thrown));
  const members = (_key, value) =>
    value instanceof Error
      ? Object.assign(
          { errorType: value.name, errorMessage: value.message, code: value.code },
          value,
          { stack: String(value.stack).split("\n") },
        )
      : value;
  try {
    return `\t${JSON.stringify(error, members)}`;
  } catch {
    return `\t${JSON.stringify(failureBody(error))}`;
  }
}

module.exports = {
  ImportModuleError,
  HandlerNotFound,
  MalformedHandlerName,
  UserCodeSyntaxError,
  MalformedStreamingHandler,
  InvalidStreamingOperation,
  NodeJsExit,
  UnhandledPromiseRejection,
  failureBody,
  failureLogText,
};
