import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Connection } from "@/lib/model/connection";
import { ProblemError } from "@/lib/model/problem";
import {
  firstFunctions,
  forgetFunctions,
  lastFunctions,
  listFunctions,
  shapeRow,
  streamFunctions,
} from "./list-functions";

/** Answers ListFunctions with 120 functions in pages of `MaxItems`, and counts the calls. */
let server: Server;
let connection: Connection;
let calls: URL[];
let refuse: boolean;

beforeEach(async () => {
  calls = [];
  refuse = false;
  server = createServer((request, response) => {
    const url = new URL(request.url ?? "/", "http://localhost");
    calls.push(url);
    if (refuse) {
      response.writeHead(403, { "x-amzn-errortype": "AccessDeniedException" });
      return response.end(
        JSON.stringify({ message: "not authorized to perform: lambda:ListFunctions" }),
      );
    }
    const start = Number(url.searchParams.get("Marker") ?? 0);
    const size = Number(url.searchParams.get("MaxItems"));
    const Functions = Array.from({ length: Math.min(size, 120 - start) }, (_, index) => ({
      FunctionName: `function-${start + index}`,
      MemorySize: 256,
    }));
    response.writeHead(200, { "content-type": "application/json" });
    response.end(
      JSON.stringify({ Functions, NextMarker: start + size < 120 ? String(start + size) : null }),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  connection = {
    id: `endpoint:test-${port}@us-east-1`,
    kind: "endpoint",
    label: "test",
    region: "us-east-1",
    endpoint: `http://127.0.0.1:${port}`,
    writable: true,
  };
});

afterEach(() => {
  forgetFunctions(connection);
  server.closeAllConnections();
  server.close();
});

test("all pages, 50 functions a call", async () => {
  const { functions, asOf } = await listFunctions(connection, 1000);
  expect(functions).toHaveLength(120);
  expect(functions[119]).toMatchObject({ name: "function-119", memoryMb: 256, timeoutSeconds: 3 });
  expect(asOf).toBe("1970-01-01T00:00:01.000Z");
  expect(calls.map(({ searchParams }) => searchParams.get("Marker"))).toEqual([null, "50", "100"]);
});

test("the stream gives each function once, in pages", async () => {
  const pages: string[][] = [];
  for await (const { functions } of streamFunctions(connection, 1))
    pages.push(functions.map(({ name }) => name));
  expect(pages.length).toBeGreaterThan(1);
  expect(new Set(pages.flat()).size).toBe(120);
  expect(pages.flat()).toHaveLength(120);
});

test("a stream that asks for it gives the whole last list first", async () => {
  const read = async () => {
    const lines: [last: true | undefined, count: number][] = [];
    for await (const { last, functions } of streamFunctions(connection, 1, true))
      lines.push([last, functions.length]);
    return lines;
  };
  expect((await read()).every(([last]) => last === undefined)).toBe(true);
  const [first, ...fresh] = await read();
  expect(first).toEqual([true, 120]);
  expect(fresh.every(([last]) => last === undefined)).toBe(true);
  expect(fresh.reduce((sum, [, count]) => sum + count, 0)).toBe(120);
  expect(calls).toHaveLength(6);
});

test("a page gets the first rows of its view, also while the list is read anew", async () => {
  const view = {
    filter: { text: "9", runtimes: [], states: [], tags: [], trouble: [] },
    sort: { column: "name", descending: true },
  } as const;
  expect(firstFunctions(connection, view, 1)).toBeUndefined();
  await listFunctions(connection, 1);
  const again = listFunctions(connection, 2);
  const all = { ...view, filter: { ...view.filter, text: "" } };
  const first = firstFunctions(connection, all, 2);
  expect(first).toMatchObject({ count: 120, complete: false, asOf: "1970-01-01T00:00:00.001Z" });
  expect(first?.functions).toHaveLength(40);
  expect(first?.functions[0]?.name).toBe("function-99");
  expect(firstFunctions(connection, view, 2)?.functions).toHaveLength(21);
  await again;
});

test("readers at the same time share one listing", async () => {
  await Promise.all([listFunctions(connection, 1), listFunctions(connection, 2)]);
  expect(calls).toHaveLength(3);
});

test("the last list stays known when the next reading fails", async () => {
  expect(lastFunctions(connection)).toBeUndefined();
  await listFunctions(connection, 1000);
  refuse = true;
  await expect(listFunctions(connection, 99_000)).rejects.toThrow(ProblemError);
  expect(lastFunctions(connection)?.functions).toHaveLength(120);
});

test("a reserved concurrency that was not read is absent, not null", () => {
  expect(shapeRow({ FunctionName: "a" })).not.toHaveProperty("reservedConcurrency");
  expect(
    shapeRow({ FunctionName: "a", LastModified: "2026-11-21T10:00:00.000+0000" }).lastModified,
  ).toBe("2026-11-21T10:00:00.000Z");
});
