import { createReadStream } from "node:fs";
import type { IncomingMessage, ServerResponse } from "node:http";
import { pipeline } from "node:stream";
import type { CodeStore } from "./code-store.ts";

/** Serves the addresses that GetFunction gives as Code.Location; mount it for paths below `/_lambdeck/code/`. */
export function createCodeDownload(code: CodeStore) {
  return (request: IncomingMessage, response: ServerResponse): void => {
    request.resume();
    const path = new URL(request.url ?? "/", "http://localhost").pathname;
    const file = request.method === "GET" ? code.zipFileAt(path) : undefined;
    if (!file) {
      response.writeHead(404, { "content-type": "text/plain" }).end("Not found or expired\n");
      return;
    }
    const zip = createReadStream(file);
    zip.once("open", () => response.writeHead(200, { "content-type": "application/zip" }));
    pipeline(zip, response, (error) => {
      if (error && !response.headersSent) response.writeHead(404).end();
    });
  };
}
