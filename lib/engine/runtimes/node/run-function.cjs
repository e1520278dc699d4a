"use strict";
// The loop: next, run the handler, answer, again.
const { RuntimeClient } = require("./runtime-client.cjs");
const { patchConsole, setRequestId } = require("./log.cjs");
const { loadHandler } = require("./load-handler.cjs");
const { awslambda, ResponseStream, streaming, highWaterMark } = require("./response-stream.cjs");
const {
  failureBody,
  MalformedStreamingHandler,
  NodeJsExit,
  UnhandledPromiseRejection,
} = require("./errors.cjs");

const asyncFunction = (async () => {}).constructor;

async function runFunction(taskRoot) {
  const client = new RuntimeClient(4);
  const logError = patchConsole();
  const loop = new Loop(client, logError);
  loop.installExitListeners();
  if (!/^(1|true)$/.test(process.env.AWS_LAMBDA_NODEJS_NO_GLOBAL_AWSLAMBDA ?? ""))
    globalThis.awslambda = awslambda;
  try {
    const handler = await loadHandler(taskRoot, process.env._HANDLER);
    if (handler[streaming] && handler[streaming] !== "response")
      throw new MalformedStreamingHandler("Only response streaming is supported.");
    loop.start(handler);
  } catch (error) {
    logError("Uncaught Exception", error);
    await client.initError(failureBody(error));
    process.exit(1);
  }
}

class Loop {
  #client;
  #logError;
  #handler;
  /** The invocation in progress, for the listeners that catch what a handler let slip. */
  #current;
  /** What to do when the event loop is empty. */
  #whenEmpty;

  constructor(client, logError) {
    this.#client = client;
    this.#logError = logError;
  }

  installExitListeners() {
    process.on("beforeExit", () => {
      const act = this.#whenEmpty;
      this.#whenEmpty = undefined;
      act?.();
    });
    process.on("uncaughtException", (error) => void this.#die("Uncaught Exception", error, 129));
    process.on("unhandledRejection", (reason) => {
      const error = new UnhandledPromiseRejection(String(reason));
      error.reason = reason;
      void this.#die("Unhandled Promise Rejection", error, 128);
    });
  }

  start(handler) {
    this.#handler = handler;
    this.#again();
  }

  async #die(title, error, exitCode) {
    const failure = failureBody(error);
    // An exit must not wait for ever on an answer.
    setTimeout(() => process.exit(exitCode), 500);
    try {
      this.#logError(title, error);
    } catch {
      // Without an engine there is nobody to read the log; throwing would bring us back here for ever.
    }
    if (this.#current && !this.#current.streamed)
      await this.#client.error(this.#current.id, failure).catch(() => {});
    else if (!this.#handler) await this.#client.initError(failure).catch(() => {});
    process.exit(exitCode);
  }

  #again() {
    this.#current = undefined;
    setImmediate(() => this.#take(this.#client.next()));
  }

  #take(event) {
    this.#once(event).catch((error) => this.#die("Unexpected Top Level Error", error, 1));
  }

  async #once(event) {
    const { headers, body } = await event;
    const id = headers["lambda-runtime-aws-request-id"];
    setRequestId(id);
    const trace = headers["lambda-runtime-trace-id"];
    if (trace) process.env._X_AMZN_TRACE_ID = trace;
    else delete process.env._X_AMZN_TRACE_ID;
    this.#current = { id, streamed: false };
    if (this.#handler[streaming]) await this.#stream(id, headers, body);
    else this.#buffered(id, headers, body);
  }

  #buffered(id, headers, body) {
    let answered = false;
    let waitForEmptyLoop = true;
    const respondWith = (send) => (result) => {
      let text;
      try {
        text = JSON.stringify(result === undefined ? null : result) ?? "null";
      } catch (error) {
        return fail(new Error(`Unable to stringify response body as json: ${error.message}`));
      }
      send(text);
    };
    // After a callback the handler may go on: the next event is asked for when it has come to its end.
    const respond = respondWith((text) => {
      this.#client.response(id, text).catch(gone);
      this.#again();
    });
    const respondAtEnd = respondWith((text) => {
      this.#current = undefined;
      this.#take(this.#client.responseThenNext(id, text));
    });
    const fail = (error) => {
      this.#logError("Invoke Error", error);
      this.#client.error(id, failureBody(error)).then(() => this.#again(), gone);
    };
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
      ...contextMembers(headers),
      succeed: once(respond),
      fail: once((error) => fail(error ?? "handled")),
      done: once(settle),
    };
    Object.defineProperty(context, "callbackWaitsForEmptyEventLoop", {
      enumerable: true,
      get: () => waitForEmptyLoop,
      set(wait) {
        waitForEmptyLoop = wait;
      },
    });
    // Nothing left to run and no answer: a forgotten callback means null, an async handler that can
    // never settle has failed.
    this.#whenEmpty = once(() =>
      this.#handler instanceof asyncFunction ? fail(new NodeJsExit()) : respond(null),
    );
    try {
      const result = this.#handler(JSON.parse(body), context, callback);
      if (typeof result?.then === "function") result.then(once(respondAtEnd), once(fail));
    } catch (error) {
      once(fail)(error);
    }
  }

  async #stream(id, headers, body) {
    const stream = new ResponseStream((contentType) => {
      this.#current = { id, streamed: true };
      return this.#client.openStream(id, contentType);
    }, this.#handler[highWaterMark]);
    const fail = async (thrown) => {
      this.#logError("Invoke Error", thrown);
      if (!stream.writableFinished) await stream.fail(failureBody(thrown));
      this.#again();
    };
    stream.on("error", () => {});
    this.#whenEmpty = () => void fail(new NodeJsExit());
    try {
      const context = { ...contextMembers(headers), callbackWaitsForEmptyEventLoop: true };
      const result = this.#handler(JSON.parse(body), stream, context);
      if (typeof result?.then !== "function")
        throw "Streaming does not support non-async handlers.";
      if ((await result) !== undefined) console.warn("Streaming handlers ignore return values.");
      if (!stream.writableEnded) throw "Response stream is not finished.";
      await stream.answered;
      this.#whenEmpty = undefined;
      this.#again();
    } catch (thrown) {
      this.#whenEmpty = undefined;
      await fail(thrown);
    }
  }
}

/** The engine has gone away: there is nobody left to tell. */
function gone() {
  process.exit(1);
}

function contextMembers(headers) {
  const deadlineMs = Number(headers["lambda-runtime-deadline-ms"]);
  return {
    functionVersion: process.env.AWS_LAMBDA_FUNCTION_VERSION,
    functionName: process.env.AWS_LAMBDA_FUNCTION_NAME,
    memoryLimitInMB: process.env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE,
    logGroupName: process.env.AWS_LAMBDA_LOG_GROUP_NAME,
    logStreamName: process.env.AWS_LAMBDA_LOG_STREAM_NAME,
    clientContext: parsed(headers["lambda-runtime-client-context"]),
    identity: parsed(headers["lambda-runtime-cognito-identity"]),
    invokedFunctionArn: headers["lambda-runtime-invoked-function-arn"],
    awsRequestId: headers["lambda-runtime-aws-request-id"],
    tenantId: headers["lambda-runtime-aws-tenant-id"],
    getRemainingTimeInMillis: () => deadlineMs - Date.now(),
  };
}

function parsed(text) {
  return text === undefined ? undefined : JSON.parse(text);
}

module.exports = { runFunction };
