/** AWS takes ten requests a second for each unit of concurrency, and a second's worth at once. */
const requestsPerSecondPerUnit = 10;

/**
 * Requests of one step that a limit turns away. `blocked` is Erlang B of the limit at the load; a burst that meets
 * empty places fills them first, and none is turned away before all are full. `occupied`: what others have at work in
 * the same places on average.
 */
export function refusedRequests(
  requests: number,
  load: number,
  settled: number,
  activeSeconds: number,
  limit: number,
  occupied: number,
  blocked: number,
  isRateLimited: boolean,
): number {
  const empty = limit > occupied ? (limit - occupied) * (1 - settled) : 0;
  let byPlaces = requests > empty ? (requests - empty) * blocked : 0;
  if (occupied === 0) {
    // Each of them found as many others at work as there are places: those that came, or were there before.
    const tooMany = Math.max(requests, load * settled) - limit;
    if (byPlaces > tooMany) byPlaces = tooMany > 0 ? tooMany : 0;
  }
  if (!isRateLimited) return byPlaces;
  const byRate = requests - acceptedByRate(limit, activeSeconds);
  return byRate > byPlaces ? byRate : byPlaces;
}

/** The most requests that a limit takes in so many seconds, however short they are. */
export function acceptedByRate(limit: number, seconds: number): number {
  return requestsPerSecondPerUnit * limit * (seconds + 1);
}

/** From here on a step is so long that its number of requests says little about one moment. */
const manyServiceTimes = 20;

/**
 * The Poisson load that blocks as often as what a request really meets: of a few requests it is itself a good part,
 * and when a step lasts only some service times, its known number of requests strays less than Poisson.
 */
export function metLoad(
  load: number,
  requests: number,
  serviceTimes: number,
  limit: number,
): number {
  if (serviceTimes < 3) return load;
  const others = requests > 1 ? load * (1 - 1 / requests) : 0;
  if (serviceTimes >= manyServiceTimes || others === 0) return others;
  // As many standard deviations below the limit as before.
  const distance = (limit - others) / Math.sqrt(others * (1 - 1 / serviceTimes));
  const root = (Math.sqrt(distance * distance + 4 * Math.max(0, limit)) - distance) / 2;
  return root * root;
}
