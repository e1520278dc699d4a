import { sourceKinds } from "@/lib/model/trigger-source";
import { functionName, queueArn } from "./world";

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
  `/api/functions/${functionName}/recent-events`,
  `/api/functions/${functionName}/destinations`,
  `/api/functions/${functionName}/versions`,
  `/api/functions/${functionName}/versions/compare?left=1&right=2`,
  `/api/functions/${functionName}/code`,
  `/api/functions/${functionName}/code/file?path=index.mjs`,
  `/api/functions/${functionName}/code/download`,
  `/api/functions/${functionName}/metrics?${span}`,
  "/api/logs/groups",
  `/api/logs/groups?name=/aws/lambda/${functionName}`,
  `/api/logs/events?group=/aws/lambda/${functionName}&${span}`,
  `/api/functions/${functionName}/alarms`,
  `/api/functions/${functionName}/alarms/history?alarm=late`,
  `/api/functions/${functionName}/shared-events`,
  `/api/functions/${functionName}/invoke/log?group=/aws/lambda/${functionName}&request=r1&sentMs=0`,
  `/api/metrics?function=${functionName}&${span}`,
  `/api/logs/context?group=/aws/lambda/${functionName}&stream=s&timestampMs=1000`,
  `/api/logs/fields?group=/aws/lambda/${functionName}`,
  "/api/logs/queries",
  "/api/logs/record?ptr=p",
  "/api/queues",
  `/api/queues/states?arn=${queueArn}`,
  "/api/triggers/traffic?subject=queue:work:&subject=rule:default:nightly",
  ...sourceKinds.map((kind) => `/api/sources?kind=${kind}`),
  "/api/roles",
  "/api/identity",
];

/** Every answer that comes as a stream of events: method, address and body. */
export const streams: readonly (readonly [method: string, path: string, body?: object])[] = [
  ["GET", `/api/logs/search?group=/aws/lambda/${functionName}&${span}`],
  ["GET", `/api/logs/invocations?group=/aws/lambda/${functionName}&${span}`],
  ["GET", `/api/logs/requests?group=/aws/lambda/${functionName}&pattern=x&${span}`],
  ["GET", `/api/logs/follow?group=/aws/lambda/${functionName}&sinceMs=0`],
  [
    "POST",
    "/api/logs/insights",
    {
      groups: [`/aws/lambda/${functionName}`],
      text: "fields @message",
      startMs: 0,
      endMs: 3_600_000,
    },
  ],
];

export function on(path: string, connection: string): string {
  return `${path}${path.includes("?") ? "&" : "?"}${connection}`;
}
