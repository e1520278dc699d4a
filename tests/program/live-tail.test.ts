import { CreateLogGroupCommand, CreateLogStreamCommand } from "@aws-sdk/client-cloudwatch-logs";
import { afterAll, beforeAll, expect, test } from "vitest";
import { LogBuffer } from "@/lib/model/log-buffer";
import { followOverHttp, type Arrival } from "./follow-over-http";
import { enginePid } from "./processes";
import { type Program, startProgram } from "./start-program";
import { writeSteadily } from "./write-steadily";

// What a page is sent, through the dashboard's own server: 500 lines a second for ten seconds.

const logGroup = "/aws/lambda/steady";
const stream = "2026/01/01/[$LATEST]0123456789abcdef";
const linesPerSecond = 500;
const seconds = 10;
const count = linesPerSecond * seconds;

let program: Program;
beforeAll(async () => {
  program = await startProgram({ args: ["--no-demo"] });
  const { logs } = program.clients;
  await logs.send(new CreateLogGroupCommand({ logGroupName: logGroup }));
  await logs.send(new CreateLogStreamCommand({ logGroupName: logGroup, logStreamName: stream }));
});
afterAll(() => program?.stop());

const numbersOf = (arrivals: readonly Arrival[]) =>
  arrivals.map(({ event }) => Number(event.message.split(" ")[1]));
const expected = Array.from({ length: count }, (_, at) => at);

/** Follows, writes, and gives what arrived once the last line has. */
async function tail(meanwhile: () => Promise<void>) {
  const startMs = Date.now();
  const following = await followOverHttp(program, logGroup, startMs);
  try {
    await following.mode("live");
    const [written] = await Promise.all([
      writeSteadily(program, { logGroup, stream, linesPerSecond, count }),
      meanwhile(),
    ]);
    await expect
      .poll(() => following.arrivals.at(-1)?.event.message, { timeout: 30_000 })
      .toBe(`line ${count - 1}`);
    return { arrivals: following.arrivals, written };
  } finally {
    following.stop();
  }
}

test("lines come in order, none is lost, none comes twice, within two seconds", async () => {
  const { arrivals, written } = await tail(async () => {});
  expect(numbersOf(arrivals)).toEqual(expected);
  const lags = arrivals.map(({ atMs }, at) => atMs - written[at]!).sort((a, b) => a - b);
  expect(lags[Math.floor(lags.length * 0.99)]).toBeLessThan(2_000);
}, 90_000);

test("it goes on after the engine was killed and started again, and nothing comes twice", async () => {
  const { arrivals } = await tail(async () => {
    await new Promise((resolve) => setTimeout(resolve, 4_000));
    process.kill(enginePid(program.homeDir), "SIGKILL");
  });
  const page = new LogBuffer();
  page.add(arrivals.map(({ event }) => event));
  const numbers = page.lines.map(({ event }) => Number(event.message.split(" ")[1]));
  expect(numbers).toEqual(expected);
  expect(arrivals).toHaveLength(count);
}, 90_000);
