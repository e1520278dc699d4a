import { functionName } from "./world";

const span = "startMs=0&endMs=3600000";

/** Every route that looks at the cloud, with what it needs. */
export const reads = [
  "/api/functions",
  "/api/account",
  "/api/account-metrics?range=1h",
  `/api/function-details?name=${functionName}`,
  `/api/function-metrics?name=${functionName}&range=1h`,
  `/api/functions/${functionName}`,
  `/api/functions/${functionName}/configuration`,
  `/api/functions/${functionName}/concurrency`,
  `/api/plans/settings?function=${functionName}`,
  `/api/functions/${functionName}/triggers`,
  `/api/functions/${functionName}/versions`,
  `/api/functions/${functionName}/versions/compare?left=1&right=2`,
  `/api/functions/${functionName}/code`,
  `/api/functions/${functionName}/code/file?path=index.mjs`,
  `/api/functions/${functionName}/code/download`,
  `/api/functions/${functionName}/metrics?${span}`,
  "/api/logs/groups",
  `/api/logs/groups?name=/aws/lambda/${functionName}`,
  `/api/logs/events?group=/aws/lambda/${functionName}&${span}`,
  "/api/queues",
  "/api/roles",
  "/api/identity",
];

export function on(path: string, connection: string): string {
  return `${path}${path.includes("?") ? "&" : "?"}${connection}`;
}
