import { statSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { APIGatewayClient } from "@aws-sdk/client-api-gateway";
import { ApiGatewayV2Client } from "@aws-sdk/client-apigatewayv2";
import { CloudWatchClient } from "@aws-sdk/client-cloudwatch";
import { CloudWatchLogsClient } from "@aws-sdk/client-cloudwatch-logs";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { EventBridgeClient } from "@aws-sdk/client-eventbridge";
import { IAMClient } from "@aws-sdk/client-iam";
import { KinesisClient } from "@aws-sdk/client-kinesis";
import { LambdaClient } from "@aws-sdk/client-lambda";
import { S3Client } from "@aws-sdk/client-s3";
import { SchedulerClient } from "@aws-sdk/client-scheduler";
import { SchemasClient } from "@aws-sdk/client-schemas";
import { SNSClient } from "@aws-sdk/client-sns";
import { SQSClient } from "@aws-sdk/client-sqs";
import { STSClient } from "@aws-sdk/client-sts";
import { fromIni } from "@aws-sdk/credential-providers";
import type { CloudService } from "@/lib/model/change";
import { type Connection, isLoopback } from "@/lib/model/connection";
import { processWide } from "@/lib/store/process-wide";
import { AwsHttpHandler } from "./aws-http-handler";
import { guardCalls } from "./guard";
import { environmentCredentials } from "./profiles";
import { unlockEnd } from "./unlocked";

/** The only way to the cloud: one client per service, all guarded. */
export interface Clients {
  lambda: LambdaClient;
  cloudwatch: CloudWatchClient;
  logs: CloudWatchLogsClient;
  sqs: SQSClient;
  sts: STSClient;
  iam: IAMClient;
  schemas: SchemasClient;
  events: EventBridgeClient;
  scheduler: SchedulerClient;
  sns: SNSClient;
  s3: S3Client;
  apigateway: APIGatewayClient;
  apigatewayv2: ApiGatewayV2Client;
  kinesis: KinesisClient;
  dynamodb: DynamoDBClient;
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

/**
 * A guarded Lambda client with sockets of its own: of so many calls at once none waits inside the client, and no
 * page waits for them. Whoever asks for it destroys it.
 */
export function busyLambdaClient(connection: Connection, maxSockets: number): LambdaClient {
  const requestHandler = new AwsHttpHandler(maxSockets);
  const client = new LambdaClient({ ...configOf(connection), requestHandler });
  guard({ lambda: client }, connection);
  return client;
}

function makeClients(connection: Connection): Clients {
  const config = configOf(connection);
  const clients: Clients = {
    lambda: new LambdaClient({ ...config, requestHandler: new AwsHttpHandler() }),
    cloudwatch: new CloudWatchClient({ ...config, requestHandler: new AwsHttpHandler() }),
    logs: new CloudWatchLogsClient({ ...config, requestHandler: new AwsHttpHandler() }),
    // A queue's URL comes from outside; signed calls go to the connection's own address only.
    sqs: new SQSClient({
      ...config,
      requestHandler: new AwsHttpHandler(),
      useQueueUrlAsEndpoint: false,
    }),
    sts: new STSClient({ ...config, requestHandler: new AwsHttpHandler() }),
    iam: new IAMClient({ ...config, requestHandler: new AwsHttpHandler() }),
    schemas: new SchemasClient({ ...config, requestHandler: new AwsHttpHandler() }),
    events: new EventBridgeClient({ ...config, requestHandler: new AwsHttpHandler() }),
    scheduler: new SchedulerClient({ ...config, requestHandler: new AwsHttpHandler() }),
    sns: new SNSClient({ ...config, requestHandler: new AwsHttpHandler() }),
    s3: new S3Client({
      ...config,
      requestHandler: new AwsHttpHandler(),
      // Names of buckets are no names of hosts at an endpoint of one's own.
      forcePathStyle: connection.endpoint !== undefined,
    }),
    apigateway: new APIGatewayClient({ ...config, requestHandler: new AwsHttpHandler() }),
    apigatewayv2: new ApiGatewayV2Client({ ...config, requestHandler: new AwsHttpHandler() }),
    kinesis: new KinesisClient({ ...config, requestHandler: new AwsHttpHandler() }),
    dynamodb: new DynamoDBClient({ ...config, requestHandler: new AwsHttpHandler() }),
  };
  guard(clients, connection);
  return clients;
}

function guard(
  clients: Partial<Record<CloudService, { middlewareStack: unknown }>>,
  connection: Connection,
): void {
  for (const [service, { middlewareStack }] of Object.entries(clients))
    guardCalls(middlewareStack as never, service as CloudService, connection, () =>
      mayChange(connection),
    );
}

function configOf(connection: Connection) {
  return {
    region: connection.region,
    credentials: credentialsOf(connection),
    // Whatever else the SDK reads from the AWS files is this profile's too.
    profile: connection.profile,
    ...(connection.endpoint ? { endpoint: connection.endpoint, disableHostPrefix: true } : {}),
  };
}

/** Local endpoints always; others while they are unlocked. */
function mayChange({ id, endpoint }: Connection): boolean {
  return (endpoint !== undefined && isLoopback(endpoint)) || unlockEnd(id) !== undefined;
}

function credentialsOf(connection: Connection) {
  if (connection.profile !== undefined)
    return fromIni({
      profile: connection.profile,
      ignoreCache: true,
      clientConfig: { region: connection.region },
    });
  if (connection.kind === "local") return { accessKeyId: "lambdeck", secretAccessKey: "lambdeck" };
  // Most compatible endpoints take any credentials, but want some.
  return environmentCredentials() ?? { accessKeyId: "test", secretAccessKey: "test" };
}

function awsFilesVersion(): string {
  const files = [
    process.env.AWS_CONFIG_FILE || join(homedir(), ".aws", "config"),
    process.env.AWS_SHARED_CREDENTIALS_FILE || join(homedir(), ".aws", "credentials"),
  ];
  return files
    .map((file) => {
      const found = statSync(/* turbopackIgnore: true */ file, { throwIfNoEntry: false });
      return found ? `${found.mtimeMs}/${found.size}` : "none";
    })
    .join(" ");
}
