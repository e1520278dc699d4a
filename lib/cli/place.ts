import { LambdaClient } from "@aws-sdk/client-lambda";
import { fromIni } from "@aws-sdk/credential-providers";
import { NodeHttpHandler } from "@smithy/node-http-handler";
import { UsageError } from "@/lib/cli/parse-arguments";

/** Where the functions are that a command is about. */
export interface Place {
  /** Absent: AWS. */
  endpoint?: string;
  /** Whether the endpoint is the engine of this machine, by default. */
  local: boolean;
  profile?: string;
  region?: string;
  env: Env;
}

type Env = Readonly<Record<string, string | undefined>>;

export const placeOptions = {
  endpoint: { type: "string" },
  profile: { type: "string" },
  region: { type: "string" },
} as const;

/** The place that the options name: without them the local engine. */
export function readPlace(
  values: { endpoint?: string; profile?: string; region?: string },
  env: Env,
): Place {
  if (values.endpoint !== undefined && !URL.canParse(values.endpoint))
    throw new UsageError(
      `--endpoint must be a URL such as http://127.0.0.1:4566, not "${values.endpoint}"`,
    );
  const local = values.endpoint === undefined && values.profile === undefined;
  return {
    endpoint: local ? `http://127.0.0.1:${env.LAMBDECK_ENGINE_PORT || "3211"}` : values.endpoint,
    local,
    profile: values.profile,
    region: values.region ?? env.AWS_REGION,
    env,
  };
}

/** A client with the SDK's own retries, or one that sends each call once and many at a time. */
export function clientAt(
  { endpoint, profile, region, env }: Place,
  once?: { maxSockets: number },
): LambdaClient {
  return new LambdaClient({
    region: region ?? (profile === undefined ? "us-east-1" : undefined),
    profile,
    endpoint,
    credentials:
      profile === undefined
        ? {
            accessKeyId: env.AWS_ACCESS_KEY_ID || "lambdeck",
            secretAccessKey: env.AWS_SECRET_ACCESS_KEY || "lambdeck",
            sessionToken: env.AWS_SESSION_TOKEN,
          }
        : fromIni({ profile }),
    ...(once && {
      maxAttempts: 1,
      requestHandler: new NodeHttpHandler({
        connectionTimeout: 5_000,
        httpAgent: { maxSockets: once.maxSockets },
        httpsAgent: { maxSockets: once.maxSockets },
      }),
    }),
  });
}

export function nameOfPlace({ endpoint, profile, local }: Place): string {
  if (local) return `the local engine (${endpoint})`;
  return endpoint ?? `AWS (profile ${profile})`;
}

/** Errors of the network and of credentials in words that say what to do; others as they are. */
export function inWords(error: unknown, { endpoint, profile, local }: Place): string {
  const { name, code, message } = error as Error & { code?: string };
  if (code === "ECONNREFUSED" || code === "ENOTFOUND" || code === "ECONNRESET")
    return local
      ? `the local engine does not answer at ${endpoint}. Start it with "npm start" or "npx lambdeck engine"; LAMBDECK_ENGINE_PORT names another port.`
      : `nothing answers at ${endpoint ?? "AWS"} (${code}).`;
  if (name === "CredentialsProviderError")
    return `no valid credentials for the profile ${profile}: ${message} Try "aws sso login --profile ${profile}" or "aws configure --profile ${profile}".`;
  return `${name}: ${message}`;
}
