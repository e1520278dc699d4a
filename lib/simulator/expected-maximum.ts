import { normalQuantile } from "./normal-quantile";

/**
 * The highest number of requests at work that is to be expected while a load lasts for so many service times.
 * It is the Poisson quantile that as many independent looks exceed once, by the normal approximation with a
 * correction for skewness; the number of looks is fitted to the simulator.
 */
export function expectedMaximum(load: number, serviceTimes: number): number {
  if (load <= 0) return 0;
  if (load < smallLoad) return smallMaximum(load, load * serviceTimes);
  const z = deviation(load, serviceTimes);
  return Math.max(1, load + z * Math.sqrt(load) + (z * z - 1) / 6 + 0.5);
}

/** How far that maximum strays from one time to the next: its standard deviation. */
export function maximumSpread(load: number, serviceTimes: number): number {
  return 0.4 + (1.28 * Math.sqrt(load)) / Math.max(0.8, deviation(load, serviceTimes));
}

function deviation(load: number, serviceTimes: number): number {
  const looks = Math.max(1, (serviceTimes * (1 + load)) / (1 + load / 10));
  return normalQuantile(looks / (looks + 1));
}

const smallLoad = 0.5;

/** Level by level: whether any of the requests finds so many others at work. */
function smallMaximum(load: number, requests: number): number {
  let found = Math.exp(-load);
  let maximum = 0;
  for (let level = 0; level < 6; level++) {
    maximum += 1 - Math.exp(-requests * found);
    found *= load / (level + 1);
  }
  return maximum;
}
