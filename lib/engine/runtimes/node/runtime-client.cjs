"use strict";
// A small HTTP/1.1 client for the Runtime API. It has its own socket, so that nothing a function does
// to `http`, its agents or its globals can reach it, and an idle socket never keeps the process alive.
const net = require("node:net");

/**
 * Calls go over one kept-alive connection; the next may be sent before the last one is answered, since
 * answers come in the order of the calls.
 */
class RuntimeClient {
  #host;
  #port;
  #socket;
  #received = Buffer.alloc(0);
  #waiting = [];

  constructor(address) {
    const colon = address.lastIndexOf(":");
    this.#host = address.slice(0, colon);
    this.#port = Number(address.slice(colon + 1));
  }

  /** Waits for the next invocation: `{headers, body}`. */
  async next() {
    const answer = await this.#call("GET", "/invocation/next", {}, "");
    const { status, body } = answer;
    if (status !== 200) throw new Error(`the Runtime API answered ${status} to next: ${body}`);
    return answer;
  }

  /** Answers an invocation and waits for the next one, in a single exchange. */
  async responseThenNext(requestId, body) {
    const path = `/invocation/${requestId}/response/next`;
    const answer = await this.#call("POST", path, jsonHeaders, body);
    // Nothing can be done about an answer that is refused.
    return answer.status === 200 ? answer : this.next();
  }

  response(requestId, body) {
    return this.#call("POST", `/invocation/${requestId}/response`, jsonHeaders, body);
  }

  error(requestId, failure) {
    return this.#post(`/invocation/${requestId}/error`, failure);
  }

  initError(failure) {
    return this.#post("/init/error", failure);
  }

  /** Opens a streamed response: `write(chunk, done)`, `end(failure)`, and `answered`, a promise. */
  openStream(requestId, contentType) {
    const socket = this.#connect();
    const answered = this.#answer(socket);
    socket.write(
      head("POST", `/invocation/${requestId}/response`, this.#host, {
        "Content-Type": contentType,
        "Lambda-Runtime-Function-Response-Mode": "streaming",
        "Transfer-Encoding": "chunked",
        Trailer: "Lambda-Runtime-Function-Error-Type, Lambda-Runtime-Function-Error-Body",
      }),
    );
    return {
      answered,
      write(chunk, done) {
        if (chunk.length === 0) return done();
        socket.cork();
        socket.write(`${chunk.length.toString(16)}\r\n`);
        socket.write(chunk);
        socket.write("\r\n", done);
        socket.uncork();
      },
      end(failure) {
        const trailers = failure
          ? `Lambda-Runtime-Function-Error-Type: ${headerSafe(failure.errorType)}\r\n` +
            `Lambda-Runtime-Function-Error-Body: ${Buffer.from(JSON.stringify(failure)).toString("base64")}\r\n`
          : "";
        socket.write(`0\r\n${trailers}\r\n`);
      },
    };
  }

  #post(path, failure) {
    const headers = {
      ...jsonHeaders,
      "Lambda-Runtime-Function-Error-Type": headerSafe(failure.errorType ?? "handled"),
    };
    return this.#call("POST", path, headers, JSON.stringify(failure));
  }

  #call(method, path, headers, body) {
    const socket = this.#connect();
    const bytes = typeof body === "string" ? Buffer.from(body) : body;
    const answer = this.#answer(socket);
    socket.cork();
    socket.write(head(method, path, this.#host, { ...headers, "Content-Length": bytes.length }));
    if (bytes.length > 0) socket.write(bytes);
    socket.uncork();
    return answer;
  }

  #answer(socket) {
    socket.ref();
    return new Promise((resolve, reject) => this.#waiting.push({ resolve, reject }));
  }

  #connect() {
    if (this.#socket && !this.#socket.destroyed) return this.#socket;
    const socket = net.connect({ host: this.#host, port: this.#port, noDelay: true });
    this.#received = Buffer.alloc(0);
    socket.on("data", (chunk) => this.#receive(chunk));
    const fail = (error) => {
      for (const { reject } of this.#waiting.splice(0)) reject(error);
    };
    socket.on("error", fail);
    socket.on("close", () => fail(new Error("the Runtime API is gone")));
    return (this.#socket = socket);
  }

  #receive(chunk) {
    this.#received = this.#received.length === 0 ? chunk : Buffer.concat([this.#received, chunk]);
    const headEnd = this.#received.indexOf("\r\n\r\n");
    if (headEnd < 0) return;
    const [statusLine, ...lines] = this.#received.toString("utf8", 0, headEnd).split("\r\n");
    const headers = {};
    for (const line of lines) {
      const colon = line.indexOf(":");
      headers[line.slice(0, colon).toLowerCase()] = line.slice(colon + 1).trim();
    }
    const bodyEnd = headEnd + 4 + Number(headers["content-length"] ?? 0);
    if (this.#received.length < bodyEnd) return;
    const body = this.#received.toString("utf8", headEnd + 4, bodyEnd);
    this.#received = this.#received.subarray(bodyEnd);
    const { resolve } = this.#waiting.shift();
    if (this.#waiting.length === 0) this.#socket.unref();
    resolve({ status: Number(statusLine.split(" ")[1]), headers, body });
    if (this.#received.length > 0) this.#receive(Buffer.alloc(0));
  }
}

const jsonHeaders = { "Content-Type": "application/json" };

function head(method, path, host, headers) {
  let text = `${method} /2018-06-01/runtime${path} HTTP/1.1\r\nHost: ${host}\r\n`;
  for (const [name, value] of Object.entries(headers)) text += `${name}: ${value}\r\n`;
  return `${text}\r\n`;
}

function headerSafe(text) {
  return encodeURI(String(text)).replace(/%20/g, " ");
}

module.exports = { RuntimeClient };
