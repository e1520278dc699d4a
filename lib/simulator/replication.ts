import { Account } from "./account";
import { Agenda } from "./agenda";
import { createCaller, type Caller } from "./caller";
import { EventHeap } from "./event-heap";
import { FunctionRun } from "./function-run";
import { figuresOf, type FunctionOutcome } from "./figures";
import type { Scenario } from "./scenario";
import { periodsOf } from "./series-period";

/**
 * Simulates the scenario once. `replication` counts from 0; each has random numbers of its own.
 * Throws SimulationError when requests pile up beyond all bounds.
 */
export function runReplication(scenario: Scenario, replication: number): FunctionOutcome[] {
  const end = scenario.durationSeconds;
  const periods = periodsOf(scenario);
  const account = new Account(scenario);
  const { completions } = account;
  const agenda = new Agenda();
  const runs = scenario.functions.map(
    (spec, index) => new FunctionRun(index, spec, scenario, periods, replication),
  );
  const callers: Caller[] = runs.map((run) => createCaller(run, account, agenda));
  const arrivals = new EventHeap();
  for (const run of runs) arrivals.push(run.arrivals.next(), run.index);

  // At the same moment environments come free first, and who waited goes before who comes.
  for (;;) {
    const completion = completions.firstTime;
    const arrival = arrivals.firstTime;
    const due = agenda.firstTime;
    if (completion <= arrival && completion <= due) {
      if (completion >= end) break;
      const run = account.complete(runs);
      callers[run.index]!.ended?.(completion);
    } else if (due <= arrival) {
      if (due >= end) break;
      const entry = agenda.take();
      enterPeriod(runs[entry.owner]!, due);
      callers[entry.owner]!.wake(due, entry);
    } else {
      if (arrival >= end) break;
      const index = arrivals.firstItem;
      const run = runs[index]!;
      enterPeriod(run, arrival);
      arrivals.postpone(run.arrivals.next());
      callers[index]!.arrive(arrival);
    }
  }
  return runs.map((run, index) => {
    const caller = callers[index]!;
    const waitingAtEnd = caller.waiting;
    caller.close?.(end);
    run.idle.close(end);
    enterPeriod(run, end);
    return figuresOf(run, waitingAtEnd, scenario.region);
  });
}

function enterPeriod(run: FunctionRun, now: number): void {
  if (now >= run.tally.slotEnd) run.tally.nextPeriod(now, run.onDemandBusy + run.provisionedBusy);
}
