import { fuzzEngine } from "../lib/engine/testing/fuzz/fuzz-engine.ts";
import { fuzzChannel, fuzzRuntimeApi } from "../lib/engine/testing/fuzz/fuzz-runtime-api.ts";
import { fuzzZip } from "../lib/engine/testing/fuzz/fuzz-zip.ts";

interface Row {
  what: string;
  inputs: number;
  findings: number;
  perSecond: number;
  longestStallMs: number | undefined;
  residentMb: number;
}

/** As many as remain in one engine before it is thrown away with all that it stored. */
const roundRequests = 50_000;
/** Of one round. */
const mostTold = 20;

/**
 * A million malformed requests (or as many as the first argument says), a tenth as many zip archives and frames
 * of a runtime, and a fiftieth as many calls of the Runtime API. The second argument is a seed. What must not happen is printed, and fails the run.
 */
export default async function measure(args: readonly string[]): Promise<Row[]> {
  const requests = Number(args[0] ?? 1_000_000);
  const seed = Number(args[1] ?? 1);
  const findings: string[] = [];
  const tell = (found: readonly string[]) => {
    findings.push(...found);
    for (const finding of found.slice(0, mostTold)) console.error(finding);
  };
  let longestStallMs = 0;
  const startedMs = performance.now();
  for (let done = 0; done < requests; done += roundRequests) {
    const round = Math.min(roundRequests, requests - done);
    const report = await fuzzEngine(round, seed + done);
    tell(report.findings);
    longestStallMs = Math.max(longestStallMs, report.longestStallMs);
    console.log(`${done + round} requests, ${findings.length} findings, ${residentMb()} MB`);
  }
  const wire = row("requests", requests, findings.length, startedMs, longestStallMs);
  const zipStartedMs = performance.now();
  const archives = Math.ceil(requests / 10);
  const zipFindings = await fuzzZip(archives, seed);
  tell(zipFindings);
  const zip = row("zip archives", archives, zipFindings.length, zipStartedMs);
  const apiStartedMs = performance.now();
  const api = await fuzzRuntimeApi(Math.ceil(requests / 50), seed);
  tell(api.findings);
  const runtime = row("Runtime API calls", api.calls, api.findings.length, apiStartedMs);
  const channelStartedMs = performance.now();
  const { frames } = fuzzChannel(archives, seed);
  const channel = row("frames of a runtime", frames, 0, channelStartedMs);
  if (findings.length > 0) process.exitCode = 1;
  return [wire, zip, runtime, channel];
}

const residentMb = (): number => Math.round(process.memoryUsage().rss / 1024 / 1024);

function row(
  what: string,
  inputs: number,
  findings: number,
  startedMs: number,
  longestStallMs?: number,
): Row {
  const seconds = (performance.now() - startedMs) / 1000;
  const perSecond = Math.round(inputs / seconds);
  return { what, inputs, findings, perSecond, longestStallMs, residentMb: residentMb() };
}
