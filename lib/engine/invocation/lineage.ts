import { createHash } from "node:crypto";
import { ServiceError } from "../http/service.ts";

/**
 * How often a function may come again in one chain of calls: AWS stops the call after the sixteenth run.
 * (Developer Guide, "Use Lambda recursive loop detection"; counted in the trace header, as AWS writes it:
 * `Lineage=CALLS:FUNCTION:TIMES|FUNCTION:TIMES`.)
 */
const longestLoop = 16;
/** More functions than that are not told apart, so that the header stays short. */
const mostFunctions = 32;
const mostIds = 10_000;

interface Lineage {
  header: string;
  /** How often the function ran in this chain before. */
  loops: number;
}

/** The trace header a function gets: the caller's, with this call added to the chain it belongs to. */
export function extendLineage(header: string, functionArn: string): Lineage {
  const id = idOf(functionArn);
  if (!/lineage=/i.test(header)) return { header: `${header};Lineage=1:${id}:0`, loops: 0 };
  const fields = header.split(";").filter((field) => field !== "");
  const given = fields.find((field) => /^Lineage=/i.test(field));
  const { calls, times } = read(given?.slice("Lineage=".length) ?? "");
  const before = times.get(id);
  const loops = before === undefined ? 0 : before + 1;
  times.set(id, loops);
  const functions = [...times].slice(-mostFunctions).map(([name, count]) => `${name}:${count}`);
  const kept = fields.filter((field) => field !== given);
  return { header: [...kept, `Lineage=${calls + 1}:${functions.join("|")}`].join(";"), loops };
}

const ids = new Map<string, string>();

function idOf(functionArn: string): string {
  let id = ids.get(functionArn);
  if (id === undefined) {
    id = createHash("sha256").update(functionArn).digest("hex").slice(0, 8);
    if (ids.size > mostIds) ids.clear();
    ids.set(functionArn, id);
  }
  return id;
}

/** Whether a chain that has come to a function this often is stopped. */
export function isLoop({ loops }: Lineage): boolean {
  return loops >= longestLoop;
}

/** Of several events the header of the one whose chain is the longest. */
export function longestChain(headers: readonly string[]): string | undefined {
  const calls = (header: string) => read(/Lineage=([^;]*)/i.exec(header)?.[1] ?? "").calls;
  return headers.toSorted((one, other) => calls(other) - calls(one))[0];
}

export function stoppedLoop(): ServiceError {
  return new ServiceError(
    "RecursiveInvocationException",
    "Lambda has detected your function being invoked in a recursive loop with other AWS resources and stopped your function's invocation.",
    400,
    { Type: "User" },
  );
}

/** What is no lineage counts as none: the header comes from callers. */
function read(text: string): { calls: number; times: Map<string, number> } {
  const [, calls, functions = ""] = /^(\d{1,6}):(.*)$/.exec(text) ?? [];
  const times = new Map<string, number>();
  for (const entry of functions.split("|")) {
    const [, id, count] = /^([0-9a-f]{8}):(\d{1,6})$/.exec(entry) ?? [];
    if (id !== undefined) times.set(id, Number(count));
  }
  return { calls: Number(calls ?? 0), times };
}
