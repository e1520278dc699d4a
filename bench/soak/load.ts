import { readlinkSync } from "node:fs";
import { InvokeCommand } from "@aws-sdk/client-lambda";
import {
  DeleteMessageBatchCommand,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
} from "@aws-sdk/client-sqs";
import { type Cloud, tricks } from "./functions.ts";

export interface Counts {
  called: number;
  refused: number;
  functionErrors: number;
  tricks: number;
  large: number;
  /** Large answers that were not what had been sent. */
  garbled: number;
}

const largeBytes = 5 * 1024 * 1024;

/** What the engine has acknowledged, and what became of calls that were answered. */
export class Load {
  readonly acknowledged = new Set<string>();
  readonly counts: Counts = {
    called: 0,
    refused: 0,
    functionErrors: 0,
    tricks: 0,
    large: 0,
    garbled: 0,
  };
  /** Why calls were not answered, or functions failed, and how often. */
  readonly reasons = new Map<string, number>();
  #next = 0;
  #running = true;
  readonly #loops: Promise<void>[] = [];

  constructor(
    private readonly cloud: Cloud,
    private readonly random: () => number,
  ) {}

  start(): void {
    this.#loop(4, 20, () => this.#call());
    this.#loop(2, 40, () => this.#event());
    this.#loop(1, 150, () => this.#messages());
    this.#loop(1, 2_000, () => this.#large());
    this.#loop(1, 5_000, () => this.#trick());
  }

  async stop(): Promise<void> {
    this.#running = false;
    await Promise.all(this.#loops);
  }

  #loop(count: number, pauseMs: number, act: () => Promise<void>): void {
    for (let index = 0; index < count; index += 1)
      this.#loops.push(
        (async () => {
          while (this.#running) {
            // An engine that has just been killed answers nothing, which is no promise either.
            await act().catch((error: unknown) => {
              this.counts.refused += 1;
              this.#reason(String(error));
            });
            await new Promise((resolve) => setTimeout(resolve, pauseMs * (0.5 + this.random())));
          }
        })(),
      );
  }

  #reason(text: string): void {
    const reason = text.replace(/RequestId: \S+ /, "").slice(0, 100);
    this.reasons.set(reason, (this.reasons.get(reason) ?? 0) + 1);
  }

  #id(kind: string): string {
    this.#next += 1;
    return `${kind}-${this.#next}`;
  }

  async #call(): Promise<void> {
    const event = { id: this.#id("call"), ms: this.random() * 20, fail: this.random() < 0.05 };
    const { FunctionError, Payload } = await this.cloud.lambda.send(
      new InvokeCommand({ FunctionName: "echo", Payload: JSON.stringify(event) }),
    );
    this.counts.called += 1;
    if (!FunctionError) return;
    this.counts.functionErrors += 1;
    this.#reason(/"errorMessage":"([^"]*)"/.exec(Buffer.from(Payload ?? []).toString())?.[1] ?? "");
  }

  /** Sends 5 MB and has them back. */
  async #large(): Promise<void> {
    const sent = JSON.stringify(this.#id("large").padEnd(largeBytes, "0123456789"));
    const { FunctionError, Payload } = await this.cloud.lambda.send(
      new InvokeCommand({ FunctionName: "large", Payload: sent }),
    );
    this.counts.large += 1;
    if (FunctionError) this.#reason(`large: ${FunctionError}`);
    else if (Payload?.transformToString() !== sent) this.counts.garbled += 1;
  }

  /** Something that must harm nobody else. */
  async #trick(): Promise<void> {
    const names = Object.keys(tricks);
    const trick = names[Math.floor(this.random() * names.length)];
    this.counts.tricks += 1;
    const event = { trick, pidNamespace: readlinkSync("/proc/self/ns/pid") };
    const { FunctionError } = await this.cloud.lambda.send(
      new InvokeCommand({ FunctionName: "hostile", Payload: JSON.stringify(event) }),
    );
    this.#reason(`${trick}: ${FunctionError ? "ended" : "answered"}`);
  }

  async #event(): Promise<void> {
    const id = this.#id("event");
    const event = { id, ms: this.random() * 30, fail: this.random() < 0.1 };
    const name = this.random() < 0.5 ? "event-letter" : "event-destination";
    await this.cloud.lambda.send(
      new InvokeCommand({
        FunctionName: name,
        InvocationType: "Event",
        Payload: JSON.stringify(event),
      }),
    );
    this.acknowledged.add(id);
  }

  async #messages(): Promise<void> {
    const entries = Array.from({ length: 10 }, () => {
      const id = this.#id("message");
      const [fail, failFirst] = [this.random() < 0.03, this.random() < 0.05];
      return {
        Id: id,
        MessageBody: JSON.stringify({ id, ms: this.random() * 5, fail, failFirst }),
      };
    });
    const { Successful = [] } = await this.cloud.sqs.send(
      new SendMessageBatchCommand({ QueueUrl: this.cloud.queues.jobs, Entries: entries }),
    );
    for (const { Id } of Successful) if (Id) this.acknowledged.add(Id);
  }
}

/** Takes what is in a queue of dead letters now: the events' ids. */
export async function takeDeadLetters({ sqs }: Cloud, queueUrl: string): Promise<string[]> {
  const ids: string[] = [];
  for (;;) {
    const { Messages = [] } = await sqs.send(
      new ReceiveMessageCommand({ QueueUrl: queueUrl, MaxNumberOfMessages: 10 }),
    );
    if (Messages.length === 0) return ids;
    ids.push(...Messages.flatMap(({ Body = "" }) => /"id":"([a-z]+-\d+)"/.exec(Body)?.[1] ?? []));
    await sqs.send(
      new DeleteMessageBatchCommand({
        QueueUrl: queueUrl,
        Entries: Messages.map(({ ReceiptHandle }, index) => ({ Id: `${index}`, ReceiptHandle })),
      }),
    );
  }
}
