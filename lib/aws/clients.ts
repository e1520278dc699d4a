import { statSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { CloudWatchClient } from "@aws-sdk/client-cloudwatch";
import { CloudWatchLogsClient } from "@aws-sdk/client-cloudwatch-logs";
import { IAMClient } from "@aws-sdk/client-iam";
import { LambdaClient } from "@aws-sdk/client-lambda";
import { SQSClient } from "@aws-sdk/client-sqs";
import { STSClient } from "@aws-sdk/client-sts";
import { fromIni } from "@aws-sdk/credential-providers";
import type { CloudService } from "@/lib/model/change";
import type { Connection } from "@/lib/model/connection";
import { processWide } from "@/lib/store/process-wide";
import { isLoopback } from "./connections";
import { guardCalls } from "./guard";
import { unlockEnd } from "./unlocked";

/** The only way to the cloud: one client per service, all guarded. */
export interface Clients {
  lambda: LambdaClient;
  cloudwatch: CloudWatchClient;
  logs: CloudWatchLogsClient;
  sqs: SQSClient;
  sts: STSClient;
  iam: IAMClient;
}

interface CachedClients {
  clients: Clients;
  /** What the AWS files looked like when the clients were made. */
  filesVersion: string;
}

const cached = processWide("clients", () => new Map<string, CachedClients>());

/** The clients of a connection, made once and again when the AWS config files have changed. */
export function clientsFor(connection: Connection): Clients {
  const key = `${connection.id} ${connection.endpoint ?? ""} ${connection.profile ?? ""}`;
  const filesVersion = connection.profile === undefined ? "" : awsFilesVersion();
  const known = cached.get(key);
  if (known?.filesVersion === filesVersion) return known.clients;
  if (known) for (const client of Object.values(known.clients)) client.destroy();
  const clients = makeClients(connection);
  cached.set(key, { clients, filesVersion });
  return clients;
}

// A function may run for 15 minutes before it answers; looking and changing answer in seconds.
const longestInvocationMs = 15 * 60_000 + 30_000;
const longestAnswerMs = 30_000;

function makeClients(connection: Connection): Clients {
  const config = (requestTimeout: number) => ({
    region: connection.region,
    credentials: credentialsOf(connection),
    ...(connection.endpoint ? { endpoint: connection.endpoint, disableHostPrefix: true } : {}),
    requestHandler: {
      connectionTimeout: 5_000,
      requestTimeout,
      throwOnRequestTimeout: true,
      httpAgent: { maxSockets: 100 },
      httpsAgent: { maxSockets: 100 },
    },
  });
  const clients: Clients = {
    lambda: new LambdaClient(config(longestInvocationMs)),
    cloudwatch: new CloudWatchClient(config(longestAnswerMs)),
    logs: new CloudWatchLogsClient(config(longestAnswerMs)),
    sqs: new SQSClient(config(longestAnswerMs)),
    sts: new STSClient(config(longestAnswerMs)),
    iam: new IAMClient(config(longestAnswerMs)),
  };
  const alwaysWritable = connection.endpoint !== undefined && isLoopback(connection.endpoint);
  const mayChange = () => alwaysWritable || unlockEnd(connection.id) !== undefined;
  for (const [service, client] of Object.entries(clients))
    guardCalls(client.middlewareStack, service as CloudService, connection, mayChange);
  return clients;
}

function credentialsOf(connection: Connection) {
  if (connection.profile !== undefined)
    return fromIni({
      profile: connection.profile,
      ignoreCache: true,
      clientConfig: { region: connection.region },
    });
  if (connection.kind === "local") return { accessKeyId: "lambdeck", secretAccessKey: "lambdeck" };
  return {
    accessKeyId: process.env.AWS_ACCESS_KEY_ID || "test",
    secretAccessKey: process.env.AWS_SECRET_ACCESS_KEY || "test",
    sessionToken: process.env.AWS_SESSION_TOKEN,
  };
}

function awsFilesVersion(): string {
  const files = [
    process.env.AWS_CONFIG_FILE || join(homedir(), ".aws", "config"),
    process.env.AWS_SHARED_CREDENTIALS_FILE || join(homedir(), ".aws", "credentials"),
  ];
  return files
    .map((file) => {
      const found = statSync(file, { throwIfNoEntry: false });
      return found ? `${found.mtimeMs}/${found.size}` : "none";
    })
    .join(" ");
}
