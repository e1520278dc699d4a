import { createServer, type Server } from "node:http";

const pageSize = 50;

/** An AWS-like endpoint with this many functions and calm metrics; what else is asked it does not know. */
export async function serveFunctions(count: number): Promise<{ address: string; stop(): void }> {
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? "/", "http://127.0.0.1");
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const target = String(request.headers["x-amz-target"] ?? "");
      const body = target.endsWith(".GetMetricData")
        ? metricData(JSON.parse(Buffer.concat(chunks).toString()) as MetricRequest)
        : answerTo(url, count);
      response.writeHead(body ? 200 : 501, { "content-type": "application/json" });
      response.end(JSON.stringify(body ?? { message: "unknown here" }));
    });
  });
  return { address: await listen(server), stop: () => server.close() };
}

function answerTo(url: URL, count: number): object | undefined {
  if (url.pathname.endsWith("/account-settings"))
    return { AccountLimit: { ConcurrentExecutions: 1000, UnreservedConcurrentExecutions: 1000 } };
  const one = /^\/2015-03-31\/functions\/([^/]+)$/.exec(url.pathname)?.[1];
  if (one) return { Configuration: configuration(Number(one.slice(-5))) };
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
  MetricDataQueries: { Id: string; MetricStat?: { Period: number } }[];
}

function metricData({ StartTime, EndTime, MetricDataQueries }: MetricRequest) {
  return {
    MetricDataResults: MetricDataQueries.map(({ Id, MetricStat }, series) => {
      const period = MetricStat?.Period ?? 300;
      const points = Math.min(288, Math.floor((EndTime - StartTime) / period));
      const times = Array.from({ length: points }, (_, index) => EndTime - (index + 1) * period);
      return {
        Id,
        Label: Id,
        StatusCode: "Complete",
        Timestamps: times,
        Values: times.map((time) => 10 + ((time / period + series) % 7)),
      };
    }),
    Messages: [],
  };
}

async function listen(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  return `http://127.0.0.1:${address.port}`;
}
