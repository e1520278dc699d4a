import type { Demand } from "./fit-demand";

/** Levels are grouped so that there are at most so many. */
const mostGroups = 48;
/** A level that is reached so often is certainly reached. */
const certain = 16;
/** And one that is reached so seldom, hardly ever in a window. */
const negligible = 1e-6;

/**
 * Cold starts over the window, for each number of environments: how often one more was needed than had been at work
 * within the idle time-out. The most recently used environment serves first, so the k-th is needed only when k
 * requests are at work, and it lives on when that happens again in time.
 */
export class ColdStartsByLevel {
  constructor(
    readonly levelsPerGroup: number,
    private readonly counts: Float64Array,
  ) {}

  /** Cold starts of the environments from one number up to another: provisioned ones are never cold. */
  between(from: number, to: number): number {
    const { counts, levelsPerGroup } = this;
    let total = 0;
    const last = Math.min(counts.length, Math.ceil(to / levelsPerGroup));
    for (let group = Math.floor(from / levelsPerGroup); group < last; group++) {
      const low = Math.max(from, group * levelsPerGroup);
      const high = Math.min(to, (group + 1) * levelsPerGroup);
      total += (counts[group]! * Math.max(0, high - low)) / levelsPerGroup;
    }
    return total;
  }

  /** Each environment up to this number starts once more. */
  addUpTo(level: number): void {
    const { counts, levelsPerGroup } = this;
    for (let group = 0; group < counts.length; group++)
      counts[group]! += Math.min(levelsPerGroup, Math.max(0, level - group * levelsPerGroup));
  }
}

/**
 * Counts them by how often each level is reached. Of `n` requests each is at work at a given moment with the same
 * probability, so the number at work is binomial; with a mean of `a`, level k + 1 is reached about
 * `n P(k) (1 - a / (k + 1))` times that do not hang together. An environment is cold with the probability that its
 * level is reached now and was not within the time-out before.
 */
export function countColdStarts(
  demand: Demand,
  requests: Float32Array,
  load: Float32Array,
  idleTimeoutSeconds: number,
): ColdStartsByLevel {
  const { stepSeconds, settled, service } = demand;
  const { length } = requests;
  let highest = 0;
  for (let step = 0; step < length; step++)
    highest = Math.max(highest, load[step]! * settled[step]!);
  const levels = Math.ceil(highest + 6 * Math.sqrt(highest) + 6);
  const width = Math.ceil(levels / mostGroups);
  const groups = Math.ceil(levels / width);
  const counts = new Float64Array(groups);
  const remaining = Math.exp(-stepSeconds / service.averageSeconds);
  const remembered = Math.max(1, Math.round(idleTimeoutSeconds / stepSeconds));
  /** How often each group was reached in the last steps, step by step and together. */
  const ring = new Float32Array(remembered * groups);
  const recent = new Float64Array(groups);
  const reached = new Float32Array(groups);
  const half = width >> 1;
  let isWarm = false;
  let quietSteps = 0;
  for (let step = 0; step < length; step++) {
    const count = requests[step]!;
    const slot = (step % remembered) * groups;
    if (count <= 0) {
      // After a whole time-out of silence nothing is remembered, and nothing needs forgetting.
      if (++quietSteps > remembered) continue;
      for (let group = 0; group < groups; group++) {
        recent[group]! -= ring[slot + group]!;
        ring[slot + group] = 0;
      }
      if (quietSteps === remembered) recent.fill(0);
      continue;
    }
    quietSteps = 0;
    const atPeak = load[step]! * settled[step]!;
    // With what came before and is still at work.
    const sources = Math.max(count + load[step]! * remaining, atPeak);
    // Below the average every level is reached.
    const firstRare = Math.max(0, Math.ceil((atPeak - 1 - half) / width));
    reached.fill(certain, 0, Math.min(groups, firstRare));
    let level = firstRare * width + half;
    let found = binomial(sources, level, atPeak);
    let group = firstRare;
    // Close to the average the number at work goes up and down past a level, but not with every request.
    const leastApart = 1 / (2 + 2 * Math.sqrt(atPeak));
    const odds = atPeak / Math.max(sources - atPeak, 1e-12);
    for (; group < groups && level < sources; group++) {
      const times = sources * found * Math.max(leastApart, 1 - atPeak / (level + 1));
      if (times < negligible) break;
      reached[group] = times > certain ? certain : times;
      for (let next = 0; next < width; next++, level++)
        found *= ((sources - level) / (level + 1)) * odds;
    }
    reached.fill(0, group);
    if (!isWarm) {
      // What ran before the window is not known: as much as in its first busy step.
      isWarm = true;
      if (step < remembered)
        for (let back = 0; back < remembered; back++) {
          ring.set(reached, back * groups);
          for (let group = 0; group < groups; group++) recent[group]! += reached[group]!;
        }
    }
    for (let group = 0; group < groups; group++) {
      const now = reached[group]!;
      if (now > 0 && recent[group]! < certain)
        counts[group]! += width * (1 - Math.exp(-now)) * Math.exp(-Math.max(0, recent[group]!));
      recent[group]! += now - ring[slot + group]!;
      ring[slot + group] = now;
    }
  }
  return new ColdStartsByLevel(width, counts);
}

/** Probability that exactly so many of the sources are at work, on average `mean`. */
function binomial(sources: number, atWork: number, mean: number): number {
  const idle = sources - atWork;
  if (idle < 0) return 0;
  const part = Math.min(1 - 1e-12, mean / sources);
  return Math.exp(
    logFactorial(sources) -
      logFactorial(atWork) -
      logFactorial(idle) +
      atWork * Math.log(part) +
      idle * Math.log(1 - part),
  );
}

/** By Stirling's series. */
function logFactorial(x: number): number {
  if (x < 0.5) return 0;
  return x * Math.log(x) - x + 0.5 * Math.log(2 * Math.PI * x) + 1 / (12 * x);
}
