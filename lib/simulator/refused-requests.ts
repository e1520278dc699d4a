/** AWS takes ten requests a second for each unit of concurrency, and a second's worth at once. */
const requestsPerSecondPerUnit = 10;

/**
 * Requests of one step that a limit turns away. `blocked` is Erlang B of the limit at the load; a burst that meets
 * empty places fills them first. `occupied`: what others have at work in the same places.
 */
export function refusedRequests(
  requests: number,
  { settled, activeSeconds }: { settled: number; activeSeconds: number },
  limit: number,
  occupied: number,
  blocked: number,
  isRateLimited: boolean,
): number {
  const empty = limit > occupied ? (limit - occupied) * (1 - settled) : 0;
  const byPlaces = requests > empty ? (requests - empty) * blocked : 0;
  if (!isRateLimited) return byPlaces;
  const byRate = requests - requestsPerSecondPerUnit * limit * (activeSeconds + 1);
  return byRate > byPlaces ? byRate : byPlaces;
}

/** The load that a request meets: of a few requests in many service times it is itself a good part. */
export function loadOfOthers(load: number, requests: number, serviceTimes: number): number {
  if (serviceTimes < 3) return load;
  return requests > 1 ? load * (1 - 1 / requests) : 0;
}
