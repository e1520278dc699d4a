import type { Account } from "./account";
import type { Agenda, AgendaEntry } from "./agenda";
import { AsyncCaller } from "./async-caller";
import type { FunctionRun } from "./function-run";
import { SqsCaller } from "./sqs-caller";
import { SyncCaller } from "./sync-caller";

/** Who sends a function its requests, and what becomes of those that are refused. */
export interface Caller {
  /** A request comes. */
  arrive(now: number): void;
  /** What the caller wrote into the agenda is due. */
  wake(now: number, entry: AgendaEntry): void;
  /** One of the function's invocations has ended. */
  ended?(now: number): void;
  /** The simulation is over. */
  close?(now: number): void;
  /** Requests that wait to be tried again. */
  readonly waiting: number;
}

export function createCaller(run: FunctionRun, account: Account, agenda: Agenda): Caller {
  switch (run.spec.invocation) {
    case "sync":
      return new SyncCaller(run, account, agenda);
    case "async":
      return new AsyncCaller(run, account, agenda);
    case "sqs":
      return new SqsCaller(run, account, agenda);
  }
}
