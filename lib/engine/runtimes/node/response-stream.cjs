"use strict";
// `awslambda`: the global by which a function streams its response.
const { Writable } = require("node:stream");
const { InvalidStreamingOperation } = require("./errors.cjs");

const streaming = Symbol.for("aws.lambda.runtime.handler.streaming");
const highWaterMark = Symbol.for("aws.lambda.runtime.handler.streaming.highWaterMark");
const integrationType = "application/vnd.awslambda.http-integration-response";

/** The stream a streaming handler writes to; the request to the engine opens at the first byte. */
class ResponseStream extends Writable {
  #open;
  #stream;
  #contentType = "application/octet-stream";

  constructor(open, bufferBytes) {
    super({ decodeStrings: true, ...(bufferBytes && { highWaterMark: bufferBytes }) });
    this.#open = open;
  }

  setContentType(contentType) {
    if (this.#stream) throw new InvalidStreamingOperation("Cannot set content-type, too late.");
    this.#contentType = contentType;
  }

  /** Takes also what is neither text nor bytes, as JSON. */
  write(chunk, ...rest) {
    const plain = typeof chunk === "string" || chunk instanceof Uint8Array || chunk === null;
    return super.write(plain ? chunk : JSON.stringify(chunk), ...rest);
  }

  /** Resolves once the engine has the whole response. */
  get answered() {
    return this.#started().answered;
  }

  /** Ends the response as failed: the caller has what was written so far and the reason. */
  fail(failure) {
    this.#started().end(failure);
    return this.#stream.answered;
  }

  #started() {
    if (!this.#stream) {
      this.#stream = this.#open(this.#contentType);
      this._onBeforeFirstWrite?.((chunk) => this.#stream.write(Buffer.from(chunk), () => {}));
    }
    return this.#stream;
  }

  _write(chunk, _encoding, done) {
    this.#started().write(chunk, done);
  }

  _final(done) {
    this.#started().end();
    done();
  }
}

const awslambda = {
  streamifyResponse(handler, options) {
    handler[streaming] = "response";
    if (typeof options?.highWaterMark === "number")
      handler[highWaterMark] = Math.trunc(options.highWaterMark);
    return handler;
  },
  HttpResponseStream: {
    /** Sends status, headers and cookies before the body, as function URLs and HTTP APIs read them. */
    from(stream, prelude) {
      stream.setContentType(integrationType);
      stream._onBeforeFirstWrite = (write) => {
        write(JSON.stringify(prelude));
        write(new Uint8Array(8));
      };
      return stream;
    },
  },
};

module.exports = { awslambda, ResponseStream, streaming, highWaterMark };
