"use strict";
// The loop: next, run the handler, answer, again.
const { setImmediate } = require("node:timers");
const { RuntimeClient } = require("./runtime-client.cjs");
const { isAsyncOnly } = require("./configured-version.cjs");
const { contextMembers } = require("./context.cjs");
const { InvokeStore } = require("./invoke-store.cjs");
const { patchConsole, setInvocation } = require("./log.cjs");
const { loadHandler } = require("./load-handler.cjs");
const { awslambda, ResponseStream, streaming, highWaterMark } = require("./response-stream.cjs");
const {
  CallbackHandlerDeprecated,
  failureBody,
  JSONStringifyError,
  MalformedStreamingHandler,
  NodeJsExit,
  UnhandledPromiseRejection,
} = require("./errors.cjs");

const asyncFunction = (async () => {}).constructor;
/** What Node.js itself ends with when a top-level await never settles. */
const unsettledAwait = 13;

async function runFunction(taskRoot) {
  const client = new RuntimeClient(5);
  const logError = patchConsole();
  const runtime = new Runtime(client, logError);
  runtime.installExitListeners();
  try {
    const handler = await loadHandler(taskRoot, process.env._HANDLER);
    checkHandler(handler);
    runtime.start(handler);
  } catch (error) {
    logError("Uncaught Exception", error);
    client.failInit(failureBody(error));
    process.exit(1);
  }
}

function checkHandler(handler) {
  if (handler[streaming] && handler[streaming] !== "response")
    throw new MalformedStreamingHandler("Only response streaming is supported.");
  if (handler[streaming] || handler.length < 3) return;
  if (isAsyncOnly())
    throw new CallbackHandlerDeprecated(
      "ERROR: AWS Lambda has removed support for callback-based function handlers starting with Node.js 24. You need to modify this function to use a supported handler signature to use Node.js 24 or later. For more information see https://docs.aws.amazon.com/lambda/latest/dg/nodejs-handler.html.",
    );
  const quiet = process.env.AWS_LAMBDA_NODEJS_DISABLE_CALLBACK_WARNING !== undefined;
  if (!quiet && handler.length === 3 && !(handler instanceof asyncFunction))
    console.warn(
      "AWS Lambda plans to remove support for callback-based function handlers starting with Node.js 24. You will need to update this function to use an async handler to use Node.js 24 or later. For more information and to provide feedback on this change, see https://github.com/aws/aws-lambda-nodejs-runtime-interface-client/issues/137. To disable this warning, set the AWS_LAMBDA_NODEJS_DISABLE_CALLBACK_WARNING environment variable.",
    );
}

/** Called Runtime, and its handler `handler`, because stack traces say so. */
class Runtime {
  #client;
  #logError;
  #store = new InvokeStore();
  /** The invocation in progress, for the listeners that catch what a handler let slip. */
  #current;
  /** What to do when the event loop is empty. */
  #whenEmpty = () => process.exit(unsettledAwait);

  constructor(client, logError) {
    this.#client = client;
    this.#logError = logError;
    if (!/^(1|true)$/.test(process.env.AWS_LAMBDA_NODEJS_NO_GLOBAL_AWSLAMBDA ?? ""))
      globalThis.awslambda = { ...awslambda, InvokeStore: this.#store };
  }

  installExitListeners() {
    process.on("beforeExit", () => {
      const act = this.#whenEmpty;
      this.#whenEmpty = undefined;
      act?.();
    });
    process.on("uncaughtException", (error) => this.#die("Uncaught Exception", error, 129));
    process.on("unhandledRejection", (reason, promise) => {
      const error = new UnhandledPromiseRejection(reason, promise);
      this.#die("Unhandled Promise Rejection", error, 128);
    });
  }

  start(handler) {
    this.handler = handler;
    this.#whenEmpty = undefined;
    this.#again();
  }

  #die(title, error, exitCode) {
    // Without an engine there is nobody to read either; throwing would bring us back here for ever.
    quietly(() => this.#logError(title, error));
    quietly(() => {
      if (this.#current && !this.#current.streamed) this.#client.fail(failureBody(error));
      else if (!this.handler) this.#client.failInit(failureBody(error));
    });
    process.exit(exitCode);
  }

  #again() {
    this.#current = undefined;
    setImmediate(() => {
      orGone(() => this.#client.ask());
      this.#takeEvent();
    });
  }

  #takeEvent = () =>
    this.#orDie(() => {
      const event = this.#client.event();
      if (!event) return;
      if (event.afterLongRest) setImmediate(() => this.#orDie(() => this.#once(event)));
      else this.#once(event);
    });

  #orDie(act) {
    try {
      act();
    } catch (error) {
      this.#die("Unexpected Top Level Error", error, 1);
    }
  }

  #once({ headers, body }) {
    const members = contextMembers(headers);
    const { awsRequestId: id, tenantId } = members;
    setInvocation(id, tenantId);
    const traceId = headers["lambda-runtime-trace-id"];
    if (traceId) process.env._X_AMZN_TRACE_ID = traceId;
    else delete process.env._X_AMZN_TRACE_ID;
    this.#store.begin(members, traceId);
    this.#current = { id, streamed: false };
    const event = JSON.parse(body);
    if (isAsyncOnly()) members.xRayTraceId = traceId;
    if (this.handler[streaming]) void this.#stream(event, members);
    else if (isAsyncOnly()) void this.#awaited(event, members);
    else this.#buffered(event, members);
  }

  #answerAtEnd(result) {
    const text = toJson(result);
    this.#current = undefined;
    this.#whenEmpty = undefined;
    orGone(() => this.#client.answerAndAsk(text));
    setImmediate(this.#takeEvent);
  }

  #fail(error) {
    this.#whenEmpty = undefined;
    this.#logError("Invoke Error", error);
    orGone(() => this.#client.fail(failureBody(error)));
    this.#again();
  }

  /** Node.js 24 and newer: whatever the handler returns is awaited; there is nothing else to call. */
  async #awaited(event, context) {
    // A promise that never settles ends the process of AWS's runtime, too.
    this.#whenEmpty = () => process.exit(0);
    try {
      this.#answerAtEnd(await this.handler(event, context));
    } catch (error) {
      this.#fail(error);
    }
  }

  /** Up to Node.js 22: a promise, a callback or the functions of the context, whichever comes first. */
  #buffered(event, members) {
    let answered = false;
    let waitForEmptyLoop = true;
    const fail = (error) => this.#fail(error);
    const orFail = (act) => (result) => {
      try {
        act(result);
      } catch (error) {
        fail(error);
      }
    };
    // After a callback the handler may go on: the next event is asked for when it has come to its end.
    const respond = orFail((result) => {
      const text = toJson(result);
      orGone(() => this.#client.answer(text));
      this.#again();
    });
    const respondAtEnd = orFail((result) => this.#answerAtEnd(result));
    const once = (act) => (first, second) => {
      if (answered) return;
      answered = true;
      this.#whenEmpty = undefined;
      act(first, second);
    };
    const settle = (error, result) =>
      error === undefined || error === null ? respond(result) : fail(error);
    const callback = once((error, result) => {
      if (error !== undefined && error !== null) fail(error);
      else if (waitForEmptyLoop) this.#whenEmpty = () => setImmediate(respond, result);
      else respond(result);
    });
    const context = {
      get callbackWaitsForEmptyEventLoop() {
        return waitForEmptyLoop;
      },
      set callbackWaitsForEmptyEventLoop(wait) {
        waitForEmptyLoop = wait;
      },
      succeed: once(respond),
      fail: once((error) => fail(error ?? "handled")),
      done: once(settle),
    };
    Object.assign(context, members);
    // Nothing left to run and no answer: a forgotten callback means null, an async handler that can
    // never settle has failed.
    this.#whenEmpty = once(() =>
      this.handler instanceof asyncFunction ? fail(new NodeJsExit()) : respond(null),
    );
    try {
      const result = this.handler(event, context, callback);
      if (typeof result?.then === "function") result.then(once(respondAtEnd), once(fail));
    } catch (error) {
      once(fail)(error);
    }
  }

  async #stream(event, members) {
    const stream = new ResponseStream((contentType) => {
      this.#current.streamed = true;
      return this.#client.openStream(contentType);
    }, this.handler[highWaterMark]);
    const context = { ...(!isAsyncOnly() && { callbackWaitsForEmptyEventLoop: true }), ...members };
    const fail = async (thrown) => {
      this.#whenEmpty = undefined;
      this.#logError("Invoke Error", thrown);
      if (!stream.writableFinished) await stream.fail(failureBody(thrown));
      this.#again();
    };
    const misuse = (text) => (isAsyncOnly() ? new Error(text) : text);
    stream.on("error", () => {});
    this.#whenEmpty = () => void fail(new NodeJsExit());
    try {
      const result = this.handler(event, stream, context);
      if (typeof result?.then !== "function")
        throw misuse("Streaming does not support non-async handlers.");
      if ((await result) !== undefined) console.warn("Streaming handlers ignore return values.");
      if (!stream.writableEnded) throw misuse("Response stream is not finished.");
      await stream.answered;
      this.#whenEmpty = undefined;
      // What the handler left running may go on until there is nothing left of it.
      if (context.callbackWaitsForEmptyEventLoop) this.#whenEmpty = () => this.#again();
      else this.#again();
    } catch (thrown) {
      await fail(thrown);
    }
  }
}

/** Writes to the engine; when that has gone away there is nobody left to tell. */
function orGone(write) {
  try {
    write();
  } catch {
    process.exit(1);
  }
}

function quietly(act) {
  try {
    act();
  } catch {
    // Nobody is left to tell.
  }
}

function toJson(result) {
  try {
    return JSON.stringify(result === undefined ? null : result) ?? "null";
  } catch {
    const text = "Unable to stringify response body";
    throw isAsyncOnly() ? new JSONStringifyError(text) : new Error(text);
  }
}

module.exports = { runFunction };
