import { createServer, type Server } from "node:http";

const pageSize = 50;

/**
 * An AWS-like endpoint with this many functions and calm metrics; what else is asked it does not know. With
 * `everyMinute` all datapoints of a range are there, busier ones, and some functions have limits.
 */
export async function serveFunctions(
  count: number,
  { everyMinute = false } = {},
): Promise<{ address: string; stop(): void }> {
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? "/", "http://127.0.0.1");
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const target = String(request.headers["x-amz-target"] ?? "");
      const body = target.endsWith(".GetMetricData")
        ? metricData(JSON.parse(Buffer.concat(chunks).toString()) as MetricRequest, everyMinute)
        : answerTo(url, count, everyMinute);
      response.writeHead(body ? 200 : 501, { "content-type": "application/json" });
      response.end(JSON.stringify(body ?? { message: "unknown here" }));
    });
  });
  return { address: await listen(server), stop: () => server.close() };
}

function answerTo(url: URL, count: number, hasLimits: boolean): object | undefined {
  const reserved = (index: number) => (hasLimits && index % 10 === 0 ? 40 : undefined);
  if (url.pathname.endsWith("/account-settings")) {
    const taken = hasLimits ? Math.ceil(count / 10) * 40 : 0;
    return {
      AccountLimit: { ConcurrentExecutions: 2000, UnreservedConcurrentExecutions: 2000 - taken },
    };
  }
  const one = /^\/2015-03-31\/functions\/([^/]+)$/.exec(url.pathname)?.[1];
  if (one) {
    const index = Number(one.slice(-5));
    return {
      Configuration: configuration(index),
      Concurrency: { ReservedConcurrentExecutions: reserved(index) },
    };
  }
  if (url.pathname.endsWith("/provisioned-concurrency"))
    return { ProvisionedConcurrencyConfigs: [] };
  if (/\/functions\/[^/]+\/concurrency$/.test(url.pathname)) return {};
  if (url.pathname.endsWith("/event-source-mappings")) return { EventSourceMappings: [] };
  const settings = /\/functions\/([^/]+)\/configuration$/.exec(url.pathname)?.[1];
  if (settings) return configuration(Number(settings.slice(-5)));
  if (!/\/functions\/?$/.test(url.pathname)) return undefined;
  const from = Number(url.searchParams.get("Marker") ?? 0);
  const to = Math.min(count, from + pageSize);
  return {
    Functions: Array.from({ length: to - from }, (_, index) => configuration(from + index)),
    NextMarker: to < count ? String(to) : undefined,
  };
}

const runtimes = ["nodejs22.x", "python3.13", "java21", "provided.al2023"];

function configuration(index: number) {
  const name = `service-${String(index).padStart(5, "0")}`;
  return {
    FunctionName: name,
    FunctionArn: `arn:aws:lambda:us-east-1:000000000000:function:${name}`,
    Runtime: runtimes[index % runtimes.length],
    Handler: "index.handler",
    MemorySize: 128 << (index % 5),
    Timeout: 3 + (index % 60),
    LastModified: "2026-11-20T10:00:00.000+0000",
    State: "Active",
    LastUpdateStatus: "Successful",
    Version: "$LATEST",
    Architectures: ["arm64"],
    PackageType: "Zip",
  };
}

interface MetricRequest {
  StartTime: number;
  EndTime: number;
  MetricDataQueries: { Id: string; MetricStat?: MetricStat }[];
}

interface MetricStat {
  Period: number;
  Stat?: string;
  Metric?: { MetricName?: string; Dimensions?: { Value?: string }[] };
}

function metricData(
  { StartTime, EndTime, MetricDataQueries }: MetricRequest,
  everyMinute: boolean,
) {
  return {
    MetricDataResults: MetricDataQueries.map(({ Id, MetricStat }, series) => {
      const period = MetricStat?.Period ?? 300;
      const points = Math.floor((EndTime - StartTime) / period);
      const shown = everyMinute ? points : Math.min(288, points);
      const times = Array.from({ length: shown }, (_, index) => EndTime - (index + 1) * period);
      const name = MetricStat?.Metric?.Dimensions?.[0]?.Value ?? "";
      return {
        Id,
        Label: Id,
        StatusCode: "Complete",
        Timestamps: times,
        Values: times.map((time) =>
          everyMinute
            ? busyValue(MetricStat, Number(name.slice(-5)), time)
            : 10 + ((time / period + series) % 7),
        ),
      };
    }),
    Messages: [],
  };
}

/** A function's day, with a rush now and then: calls of 400 ms. */
function busyValue(asked: MetricStat | undefined, index: number, time: number): number {
  const minute = Math.floor(time / 60);
  const day = 1 + Math.sin(((minute % 1440) / 1440) * 2 * Math.PI + index);
  const rush = (minute * 7 + index * 131) % 997 === 0 ? 12 : 1;
  const calls = Math.round((120 + (index % 17) * 40) * day * rush + ((minute * 31 + index) % 23));
  const running = (calls * 0.4) / 60;
  switch (asked?.Metric?.MetricName) {
    case "Invocations":
      return calls;
    case "Throttles":
      return Math.max(0, calls - 6_000);
    case "Duration":
      if (asked.Stat === "Sum") return calls * 400;
      return asked.Stat === "p99" ? 900 : 400;
    default:
      return Math.ceil(running + 3 * Math.sqrt(running));
  }
}

async function listen(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  return `http://127.0.0.1:${address.port}`;
}
