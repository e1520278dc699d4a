import { join } from "node:path";
import type { FunctionVersion } from "../lambda/function-version.ts";

/** What an environment is told beside its function's configuration. */
export interface EnvironmentPlace {
  runtimeApi: string;
  logStream: string;
  initializationType: "on-demand" | "provisioned-concurrency";
  /** The engine's address, for functions that call AWS services. */
  endpoint: string;
  /** Where the function finds its code: /var/task, or the real folder where that cannot be had. */
  taskRoot: string;
  /** Where the function finds its layers: /opt, or the real folder where that cannot be had. */
  optDir: string;
  /** The environment's own temporary folder, as the function sees it. */
  tmpDir: string;
  interpreterPath?: string | undefined;
}

/**
 * A function's environment variables, made from nothing: AWS's own list, the user's variables and dummy
 * credentials. Nothing of the engine's environment is passed on.
 */
export function environmentVariables(
  version: FunctionVersion,
  place: EnvironmentPlace,
): Record<string, string> {
  const { logging } = version;
  const bin = place.interpreterPath ? `${join(place.interpreterPath, "..")}:` : "";
  return {
    PATH: `${bin}/usr/local/bin:/usr/bin:/bin:${place.optDir}/bin`,
    LD_LIBRARY_PATH: `${place.taskRoot}:${place.taskRoot}/lib:${place.optDir}/lib`,
    ...modulePath(version, place),
    LANG: "en_US.UTF-8",
    TZ: ":UTC",
    HOME: place.tmpDir,
    TMPDIR: place.tmpDir,
    AWS_CONFIG_FILE: join(place.tmpDir, ".aws/config"),
    AWS_SHARED_CREDENTIALS_FILE: join(place.tmpDir, ".aws/credentials"),
    AWS_EC2_METADATA_DISABLED: "true",
    AWS_ENDPOINT_URL: place.endpoint,
    // Node.js 20 is what the engine supports; the SDK's notice about it would be in every log.
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true",
    ...version.environment,
    _HANDLER: version.handler,
    AWS_REGION: version.region,
    AWS_DEFAULT_REGION: version.region,
    ...(!version.runtime.startsWith("provided") && {
      AWS_EXECUTION_ENV: `AWS_Lambda_${version.runtime}`,
    }),
    AWS_LAMBDA_FUNCTION_NAME: version.functionName,
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(version.memoryMb),
    AWS_LAMBDA_FUNCTION_VERSION: version.version,
    AWS_LAMBDA_INITIALIZATION_TYPE: place.initializationType,
    AWS_LAMBDA_LOG_GROUP_NAME: logging.logGroup,
    AWS_LAMBDA_LOG_STREAM_NAME: place.logStream,
    AWS_LAMBDA_LOG_FORMAT: logging.format,
    ...(logging.applicationLogLevel && { AWS_LAMBDA_LOG_LEVEL: logging.applicationLogLevel }),
    AWS_ACCESS_KEY_ID: "ASIALOCALENGINE00000",
    AWS_SECRET_ACCESS_KEY: "local-engine-credentials-are-not-checked",
    AWS_SESSION_TOKEN: "local-engine",
    AWS_LAMBDA_RUNTIME_API: place.runtimeApi,
    LAMBDA_TASK_ROOT: place.taskRoot,
    LAMBDA_RUNTIME_DIR: "/var/runtime",
    _LAMBDA_TELEMETRY_LOG_FD: "3",
  };
}

/** Where Node.js looks for modules beside the function's own; Python is told its folders otherwise. */
function modulePath(
  { runtime }: FunctionVersion,
  { optDir, taskRoot }: EnvironmentPlace,
): Record<string, string> {
  const [, version] = /^nodejs(\d+)/.exec(runtime) ?? [];
  if (version === undefined) return {};
  const layers = `${optDir}/nodejs/node${version}/node_modules:${optDir}/nodejs/node_modules`;
  return { NODE_PATH: `${layers}:/var/runtime/node_modules:/var/runtime:${taskRoot}` };
}
