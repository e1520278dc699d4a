import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Connection } from "@/lib/model/connection";
import { ProblemError } from "@/lib/model/problem";
import { openStore, type StoreDatabase } from "./database";
import { type Intent, journalled, readChange, readChanges, settleInterrupted } from "./journal";

let folder: string;
let store: StoreDatabase;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "lambdeck-journal-"));
  store = openStore(folder);
});
afterEach(() => {
  store.close();
  rmSync(folder, { recursive: true });
});

const connection: Connection = {
  id: "profile:dev@us-east-1",
  kind: "profile",
  label: "dev",
  region: "us-east-1",
  profile: "dev",
  accountId: "123456789012",
  callerArn: "arn:aws:iam::123456789012:user/ann",
  writable: true,
};

const intent = (given: Partial<Intent<object>> = {}): Intent<object> => ({
  connection,
  functionName: "checkout",
  kind: "memory",
  title: "Memory 128 MB -> 256 MB",
  before: { memoryMb: 128 },
  after: { memoryMb: 256 },
  call: {
    service: "lambda",
    command: "UpdateFunctionConfiguration",
    input: { FunctionName: "checkout", MemorySize: 256 },
  },
  undo: {
    service: "lambda",
    command: "UpdateFunctionConfiguration",
    input: { FunctionName: "checkout", MemorySize: 128 },
  },
  ...given,
});

const write = <T extends object>(given: Intent<T>, act: () => Promise<T>) => {
  let nowMs = 1_000;
  return journalled(given, act, { store: () => store, now: () => (nowMs += 1_000) });
};

test("the line is there before the act, the outcome after it", async () => {
  let during: string | undefined;
  const { change, result } = await write(intent(), async () => {
    during = readChanges({ limit: 1 }, store)[0]?.outcome;
    return { $metadata: { requestId: "r" }, MemorySize: 256 };
  });
  expect(during).toBe("intended");
  expect(result).toMatchObject({ MemorySize: 256 });
  expect(change).toEqual({
    id: 1,
    startedAt: "1970-01-01T00:00:02.000Z",
    finishedAt: "1970-01-01T00:00:03.000Z",
    who: "arn:aws:iam::123456789012:user/ann",
    connectionId: "profile:dev@us-east-1",
    connectionLabel: "dev",
    region: "us-east-1",
    accountId: "123456789012",
    functionName: "checkout",
    kind: "memory",
    title: "Memory 128 MB -> 256 MB",
    before: { memoryMb: 128 },
    after: { memoryMb: 256 },
    call: intent().call,
    undo: intent().undo,
    outcome: "done",
    awsRequestId: "r",
    answer: { MemorySize: 256 },
  });
});

test("what fails is written down with its problem and thrown on", async () => {
  const problem = { kind: "conflict" as const, title: "t", detail: "An update is in progress" };
  const failing = write(intent(), async () => {
    throw new ProblemError(problem);
  });
  await expect(failing).rejects.toMatchObject({ problem });
  expect(readChange(1, store)).toMatchObject({ outcome: "failed", problem });
});

test("nothing is sent when the line cannot be written", async () => {
  store.exec("DROP TABLE change");
  let sent = false;
  const refused = write(intent(), async () => {
    sent = true;
    return {};
  });
  await expect(refused).rejects.toMatchObject({
    problem: { kind: "unexpected", title: "Nothing was changed" },
  });
  expect(sent).toBe(false);
});

test("an act that ended with the program has an unknown outcome", async () => {
  void write(intent(), () => new Promise<object>(() => {}));
  expect(settleInterrupted(store)).toBe(1);
  expect(readChange(1, store)).toMatchObject({ outcome: "unknown", finishedAt: undefined });
});

test("the undo may depend on AWS's answer", async () => {
  const { change } = await write(
    {
      ...intent(),
      undo: (answer: { UUID: string }) => ({
        service: "lambda",
        command: "DeleteEventSourceMapping",
        input: { UUID: answer.UUID },
      }),
    },
    async () => ({ UUID: "u-1" }),
  );
  expect(change.undo).toMatchObject({ input: { UUID: "u-1" } });
});

test("an undo is noted at the change it took back, only when it worked", async () => {
  await write(intent(), async () => ({}));
  await write(intent({ undoes: 1 }), () => Promise.reject(new Error("no"))).catch(() => {});
  expect(readChange(1, store)?.undoneBy).toBeUndefined();
  await write(intent({ undoes: 1 }), async () => ({}));
  expect(readChange(1, store)?.undoneBy).toBe(3);
  expect(readChange(3, store)?.undoes).toBe(1);
});

test("times and small blobs come back, large ones as their hash", async () => {
  await write(intent({ before: { at: new Date(5), small: new Uint8Array([1, 2]) } }), async () => ({
    zip: new Uint8Array(20_000),
  }));
  const change = readChange(1, store);
  expect(change?.before).toEqual({ at: new Date(5), small: new Uint8Array([1, 2]) });
  expect(change?.answer).toEqual({
    zip: { bytes: 20_000, sha256: expect.stringMatching(/^[\w+/]{43}=$/) },
  });
});

test("the change it gives has its secrets masked, the stored one keeps them for the undo", async () => {
  const Environment = { Variables: { TOKEN: "hush" } };
  const { change } = await write(intent({ after: { Environment } }), async () => ({ Environment }));
  expect(JSON.stringify(change)).not.toContain("hush");
  expect(readChange(change.id, store)?.answer).toEqual({ Environment });
});

test("pages are read newest first, by function and connection", async () => {
  for (const functionName of ["a", "b", "a", "b", "a"])
    await write(intent({ functionName }), async () => ({}));
  await write(intent({ connection: { ...connection, id: "local" } }), async () => ({}));
  const ids = (filter: Parameters<typeof readChanges>[0]) =>
    readChanges(filter, store).map(({ id }) => id);
  expect(ids({ limit: 2 })).toEqual([6, 5]);
  expect(ids({ limit: 2, beforeId: 5 })).toEqual([4, 3]);
  expect(ids({ limit: 9, functionName: "a" })).toEqual([5, 3, 1]);
  expect(ids({ limit: 9, connectionId: "local" })).toEqual([6]);
});

test("the store is its owner's alone", () => {
  expect(statSync(join(folder, "lambdeck.sqlite")).mode & 0o777).toBe(0o600);
  for (const suffix of ["-wal", "-shm"]) {
    const found = statSync(join(folder, `lambdeck.sqlite${suffix}`), { throwIfNoEntry: false });
    if (found) expect(found.mode & 0o077).toBe(0);
  }
});

test("two programs may write to it", async () => {
  const second = openStore(folder);
  await write(intent(), async () => ({}));
  await journalled(intent(), async () => ({}), { store: () => second });
  expect(readChanges({ limit: 9 }, store)).toHaveLength(2);
  second.close();
});

test("AWS's request id is kept, of an answer and of a refusal", async () => {
  const { change } = await write(intent(), async () => ({ $metadata: { requestId: "req-1" } }));
  expect(change.awsRequestId).toBe("req-1");
  const refusal = Object.assign(new Error("no"), { $metadata: { requestId: "req-2" } });
  const problem = new ProblemError(
    { kind: "invalid", title: "No", detail: "no" },
    { cause: refusal },
  );
  await expect(write(intent(), () => Promise.reject(problem))).rejects.toBe(problem);
  expect(readChanges({ limit: 1 }, store)[0]?.awsRequestId).toBe("req-2");
});
