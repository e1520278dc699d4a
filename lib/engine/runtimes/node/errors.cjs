"use strict";
// Failures of the runtime by AWS's names, and the shapes in which failures leave the process.
const util = require("node:util");

/** The name is the class's, not the error's own: own members of an error are shown in the log. */
function runtimeError(name) {
  const error = class extends Error {};
  error.prototype.name = `Runtime.${name}`;
  return error;
}

const UnhandledPromiseRejection = class extends runtimeError("UnhandledPromiseRejection") {
  constructor(reason, promise) {
    super(reason);
    this.reason = reason;
    this.promise = promise;
  }
};

function isError(value) {
  return (
    util.types.isNativeError(value) ||
    ["name", "message", "stack"].every((key) => value?.[key] && typeof value[key] === "string")
  );
}

/** A delete character would break the header that carries a name; AWS's runtime writes %7F for it. */
function withoutDelete(text) {
  return text?.replaceAll("\x7F", "%7F");
}

/** The body of an error answer: `{errorType, errorMessage, trace}`. */
function failureBody(thrown) {
  try {
    if (isError(thrown))
      return {
        errorType: withoutDelete(thrown.name),
        errorMessage: withoutDelete(thrown.message),
        trace: withoutDelete(thrown.stack)?.split("\n") ?? [],
      };
    return { errorType: typeof thrown, errorMessage: thrown.toString(), trace: [] };
  } catch {
    return {
      errorType: "handled",
      errorMessage:
        "callback called with Error argument, but there was a problem while retrieving one or more of its message, name, and stack",
      trace: [],
    };
  }
}

function intoError(thrown) {
  return thrown instanceof Error ? thrown : new Error(thrown);
}

/** An error as the text log shows it: a tab, then JSON with its own members and the stack's lines. */
function failureLogText(thrown) {
  const error = intoError(thrown);
  const members = (_key, value) => {
    if (!(value instanceof Error)) return value;
    const known = { errorType: value.name, errorMessage: value.message, code: value.code };
    const stack = typeof value.stack === "string" && { stack: value.stack.split("\n") };
    return Object.assign(known, value, stack);
  };
  try {
    return `\t${JSON.stringify(error, members)}`;
  } catch {
    return `\t${JSON.stringify(failureBody(error))}`;
  }
}

module.exports = {
  CallbackHandlerDeprecated: runtimeError("CallbackHandlerDeprecated"),
  HandlerNotFound: runtimeError("HandlerNotFound"),
  ImportModuleError: runtimeError("ImportModuleError"),
  InvalidStreamingOperation: runtimeError("InvalidStreamingOperation"),
  JSONStringifyError: runtimeError("JSONStringifyError"),
  MalformedHandlerName: runtimeError("MalformedHandlerName"),
  MalformedStreamingHandler: runtimeError("MalformedStreamingHandler"),
  NodeJsExit: runtimeError("NodeJsExit"),
  UnhandledPromiseRejection,
  UserCodeSyntaxError: runtimeError("UserCodeSyntaxError"),
  failureBody,
  failureLogText,
  intoError,
};
