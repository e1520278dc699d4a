import { EventHeap } from "./event-heap";
import { rateLimit, type FunctionRun } from "./function-run";
import type { Scenario } from "./scenario";
import { throttleReasons } from "./tally";
import type { TokenBucket } from "./token-bucket";

type Reason = (typeof throttleReasons)[number];

/** A refusal as a number that cannot be a duration. */
function refusal(reason: Reason): number {
  return -1 - throttleReasons.indexOf(reason);
}

const reservedFull = refusal("ReservedFunctionConcurrentInvocationLimitExceeded");
const accountFull = refusal("ConcurrentInvocationLimitExceeded");
const reservedRate = refusal("ReservedFunctionInvocationRateLimitExceeded");
const functionRate = refusal("FunctionInvocationRateLimitExceeded");

/** Index into `throttleReasons` of what `Account.start` refused with. */
export function reasonOf(refused: number): number {
  return -1 - refused;
}

/**
 * Who may run: provisioned environments first, then the function's reservation or the pool that all functions
 * without one share, in AWS's order (Developer Guide, "Understanding Lambda function scaling").
 */
export class Account {
  /** Ends of running invocations. The number is the function's index, doubled, plus 1 for provisioned. */
  readonly completions = new EventHeap();
  readonly #unreservedUnits: number;
  readonly #rate: TokenBucket;
  #unreservedBusy = 0;

  constructor({ account, functions }: Scenario) {
    const claimed = functions.reduce(
      (sum, each) => sum + (each.reservedConcurrency ?? each.provisionedConcurrency),
      0,
    );
    this.#unreservedUnits = account.concurrencyLimit - claimed;
    this.#rate = rateLimit(account.concurrencyLimit);
  }

  /**
   * Starts one invocation and returns the seconds it will take, or a negative refusal (see `reasonOf`).
   * `rank` decides how long it takes.
   */
  start(run: FunctionRun, now: number, rank: number): number {
    const { tally } = run;
    if (
      run.provisionedBusy < run.provisionedUnits &&
      (!run.rateLimited || run.provisionedRate.take(now))
    ) {
      const seconds = run.warm.quantile(rank);
      run.provisionedBusy++;
      this.#started(run, now, seconds, 1);
      tally.ranProvisioned(now, seconds);
      return seconds;
    }
    const refused = this.#refusal(run, now);
    if (refused < 0) return refused;
    const warm = run.idle.take(now);
    if (!warm && !run.growth.take(now)) return functionRate;
    const warmSeconds = run.warm.quantile(rank);
    const seconds = warm ? warmSeconds : run.cold.quantile(rank);
    run.onDemandBusy++;
    if (run.reservedOnDemand === undefined) this.#unreservedBusy++;
    this.#started(run, now, seconds, 0);
    tally.ranOnDemand(now, seconds, warm || warmSeconds > seconds ? 0 : seconds - warmSeconds);
    if (!warm) tally.coldStarts[tally.slot]! += 1;
    if (run.provisionedUnits > 0 && tally.counted) tally.spillovers += 1;
    return seconds;
  }

  /** The earliest running invocation ends: its environment is free again. */
  complete(runs: readonly FunctionRun[]): FunctionRun {
    const now = this.completions.firstTime;
    const item = this.completions.pop();
    const run = runs[item >> 1]!;
    if (now >= run.tally.slotEnd) run.tally.nextPeriod(now, run.onDemandBusy + run.provisionedBusy);
    if (item & 1) {
      run.provisionedBusy--;
      return run;
    }
    run.onDemandBusy--;
    if (run.reservedOnDemand === undefined) this.#unreservedBusy--;
    run.idle.put(now);
    return run;
  }

  /** 0 when the function may run on demand. */
  #refusal(run: FunctionRun, now: number): number {
    if (run.reservedOnDemand !== undefined) {
      if (run.onDemandBusy >= run.reservedOnDemand) return reservedFull;
      return !run.rateLimited || run.reservedRate.take(now) ? 0 : reservedRate;
    }
    if (this.#unreservedBusy >= this.#unreservedUnits) return accountFull;
    return !run.rateLimited || this.#rate.take(now) ? 0 : functionRate;
  }

  #started(run: FunctionRun, now: number, seconds: number, provisioned: 0 | 1): void {
    this.completions.push(now + seconds, run.index * 2 + provisioned);
    const { tally } = run;
    const running = run.onDemandBusy + run.provisionedBusy;
    if (running > tally.runningMaximum[tally.slot]!) tally.runningMaximum[tally.slot] = running;
  }
}
