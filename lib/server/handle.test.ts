import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { z } from "zod";
import { ProblemError } from "@/lib/model/problem";
import { eventStream } from "./event-stream";
import { handle, handleWithoutConnection } from "./handle";
import { parseQuery } from "./parse-query";

beforeAll(() => {
  const home = mkdtempSync(join(tmpdir(), "lambdeck-handle-"));
  vi.stubEnv("LAMBDECK_HOME", home);
  vi.stubEnv("AWS_CONFIG_FILE", join(home, "none"));
  vi.stubEnv("AWS_SHARED_CREDENTIALS_FILE", join(home, "none"));
  vi.stubEnv("LAMBDECK_ENDPOINT", undefined);
  vi.stubEnv("LAMBDECK_ENGINE_PORT", "4399");
});
afterAll(() => vi.unstubAllEnvs());

const context = (params: Record<string, string | string[]> = {}) => ({
  params: Promise.resolve(params),
});
const get = (path: string) => new Request(`http://lambdeck.localhost${path}`);
const post = (body: string) => new Request("http://lambdeck.localhost/x", { method: "POST", body });

describe("a handler", () => {
  test("gets its connection, parameters and query, and answers JSON that nobody keeps", async () => {
    const route = handle(({ connection, params, query }) => ({
      id: connection.id,
      region: connection.region,
      name: params.name,
      page: query.get("page"),
    }));
    const response = await route(
      get("/x?connection=local@eu-west-1&page=2"),
      context({ name: "f" }),
    );
    expect(response.status).toBe(200);
    expect(response.headers.get("cache-control")).toBe("no-store");
    expect(await response.json()).toEqual({
      id: "local@eu-west-1",
      region: "eu-west-1",
      name: "f",
      page: "2",
    });
  });

  test("uses the default connection when none is named", async () => {
    const response = await handle(({ connection }) => connection.id)(get("/x"), context());
    expect(await response.json()).toBe("local");
  });

  test("answers a connection that is not there with the problem", async () => {
    const route = handle(() => expect.unreachable());
    for (const [id, status] of [
      ["profile:nobody@us-east-1", 404],
      ["nonsense", 400],
    ] as const) {
      const response = await route(get(`/x?connection=${id}`), context());
      expect(response.status).toBe(status);
      expect(await response.json()).toMatchObject({ problem: { title: expect.any(String) } });
    }
  });

  test("without a connection is not asked for one", async () => {
    const route = handleWithoutConnection(() => ({ fine: true }));
    expect((await route(get("/x?connection=nonsense"), context())).status).toBe(200);
  });

  test("that returns nothing answers 204, and a Response of its own stays as it is", async () => {
    expect((await handleWithoutConnection(() => undefined)(get("/x"), context())).status).toBe(204);
    const own = new Response("text", { status: 202 });
    expect(await handleWithoutConnection(() => own)(get("/x"), context())).toBe(own);
  });

  test("that throws answers with a problem and its status", async () => {
    const throttled = handleWithoutConnection(() => {
      throw new ProblemError({ kind: "throttled", title: "t", detail: "d", retryAfterSeconds: 4 });
    });
    const response = await throttled(get("/x"), context());
    expect(response.status).toBe(429);
    expect(response.headers.get("retry-after")).toBe("4");
    const broken = handleWithoutConnection(() => {
      throw new Error("broken inside");
    });
    const answer = await broken(get("/x"), context());
    expect(answer.status).toBe(500);
    expect(await answer.text()).not.toContain(" at ");
  });
});

describe("a body", () => {
  const route = handleWithoutConnection(
    z.object({ memoryMb: z.number().int().min(128) }),
    ({ body }) => body,
  );

  test("arrives parsed", async () => {
    const response = await route(post('{"memoryMb":256,"other":1}'), context());
    expect(await response.json()).toEqual({ memoryMb: 256 });
  });

  test.each([
    ["not JSON", undefined],
    ["", undefined],
    ["{}", "memoryMb"],
    ['{"memoryMb":127}', "memoryMb"],
    ['{"memoryMb":"256"}', "memoryMb"],
    ["[]", undefined],
  ])("%j is 400", async (body, field) => {
    const response = await route(post(body), context());
    expect(response.status).toBe(400);
    const { problem } = (await response.json()) as { problem: { kind: string; field?: string } };
    expect(problem).toMatchObject({ kind: "invalid" });
    expect(problem.field).toBe(field);
  });
});

test("a query is parsed with words too", () => {
  const schema = z.object({ limit: z.coerce.number().int().max(10).optional() });
  expect(parseQuery(new URLSearchParams("limit=5"), schema)).toEqual({ limit: 5 });
  expect(parseQuery(new URLSearchParams(""), schema)).toEqual({});
  expect(() => parseQuery(new URLSearchParams("limit=x"), schema)).toThrow(ProblemError);
});

describe("an event stream", () => {
  const read = async (response: Response) => response.text();

  test("sends events in order and ends with its work", async () => {
    const response = eventStream(
      new AbortController().signal,
      async (send) => {
        send("line", { text: "a\nb" });
        send("end", 1);
      },
      String,
    );
    expect(response.headers.get("content-type")).toBe("text/event-stream; charset=utf-8");
    expect(response.headers.get("cache-control")).toBe("no-cache, no-transform");
    expect(await read(response)).toBe(
      ': open\n\nevent: line\ndata: {"text":"a\\nb"}\n\nevent: end\ndata: 1\n\n',
    );
  });

  test("tells what went wrong as its last event", async () => {
    const response = eventStream(
      new AbortController().signal,
      () => Promise.reject(new Error("gone")),
      (error) => ({ detail: (error as Error).message }),
    );
    expect(await read(response)).toContain('event: problem\ndata: {"detail":"gone"}');
  });

  test("stops its work when the browser hangs up", async () => {
    const browser = new AbortController();
    let stopped: AbortSignal | undefined;
    const response = eventStream(
      browser.signal,
      (_send, signal) => {
        stopped = signal;
        return new Promise(() => {});
      },
      String,
    );
    browser.abort();
    expect(stopped?.aborted).toBe(true);
    expect(await read(response)).toBe(": open\n\n");
  });

  test("stops its work when its reader goes away", async () => {
    let stopped: AbortSignal | undefined;
    const response = eventStream(
      new AbortController().signal,
      (_send, signal) => {
        stopped = signal;
        return new Promise(() => {});
      },
      String,
    );
    await response.body!.cancel();
    expect(stopped?.aborted).toBe(true);
  });

  test("of a browser that has gone already does no work", () => {
    let begun = false;
    eventStream(
      AbortSignal.abort(),
      async () => {
        begun = true;
      },
      String,
    );
    expect(begun).toBe(false);
  });

  test("shows that it is alive while nothing happens", async () => {
    vi.useFakeTimers();
    const browser = new AbortController();
    const response = eventStream(browser.signal, () => new Promise(() => {}), String);
    await vi.advanceTimersByTimeAsync(31_000);
    browser.abort();
    vi.useRealTimers();
    expect((await read(response)).match(/: ping/g)).toHaveLength(2);
  });
});
