import { existsSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { DeployError } from "../deploy-error";
import { expandSam } from "../stack/expand-sam";
import { parseTemplateText } from "../stack/parse-document";
import {
  asList,
  asValues,
  isValues,
  type Resource,
  type Template,
  type Values,
} from "../stack/template";
import { named, pascal, readEvents } from "./function-events";
import { readDotenv, resolveVariables } from "./resolve-variables";

export interface ServerlessOptions {
  /** `${opt:...}`: stage and whatever else was given. */
  options?: Readonly<Record<string, string>>;
  env: Readonly<Record<string, string | undefined>>;
  region: string;
  accountId: string;
}

/**
 * Reads a Serverless Framework file as the template that it stands for: its functions with their events, its layers
 * and its own resources. Plugins are not run. Throws DeployError.
 */
export function readServerless(file: string, given: ServerlessOptions): Template {
  const raw = parseTemplateText(readFileSync(file, "utf8"), file);
  const folder = dirname(resolve(file));
  const { options = {} } = given;
  const stage = options.stage ?? plainText(asValues(raw.provider).stage) ?? "dev";
  const env = raw.useDotenv === true ? { ...readDotenv(folder, stage), ...given.env } : given.env;
  const document = resolveVariables(raw, {
    ...given,
    folder,
    env,
    stage,
    options: { stage, ...options },
  });
  const service = asValues(document.service).name ?? document.service;
  if (typeof service !== "string") throw new DeployError(`${file} has no service.`);
  const provider = asValues(document.provider);
  if (provider.name !== undefined && provider.name !== "aws")
    throw new DeployError(`${file} is for ${String(provider.name)}, not for AWS.`);
  const own = mergeAll(document.resources);
  const context: Context = { service, stage, provider, document, folder };
  const resources: Record<string, Resource> = {
    ...layersOf(document, folder),
    ...ownResources(own),
  };
  for (const [key, settings] of Object.entries(mergeAll(document.functions)))
    Object.assign(resources, functionResources(key, asValues(settings), context));
  const expansion = expandSam(resources, {});
  return {
    file: resolve(file),
    folder,
    stackName: `${service}-${stage}`,
    parameters: {},
    mappings: asValues(own.Mappings),
    conditions: asValues(own.Conditions),
    resources: expansion.resources,
    outputs: asValues(own.Outputs),
    notes: [...notesOn(document, given.region), ...expansion.notes],
  };
}

interface Context {
  service: string;
  stage: string;
  provider: Values;
  document: Values;
  folder: string;
}

/** The framework's own defaults where AWS has others. */
const defaultMemoryMb = 1024;
const defaultTimeoutSeconds = 6;

function functionResources(
  key: string,
  settings: Values,
  context: Context,
): Record<string, Resource> {
  const { service, stage, provider } = context;
  const { events, buckets } = readEvents(settings.events);
  const either = (name: string) => settings[name] ?? provider[name];
  const name = String(settings.name ?? `${service}-${stage}-${key}`);
  const tags = { ...asValues(provider.tags), ...asValues(settings.tags) };
  const size = either("ephemeralStorageSize");
  const tracing = settings.tracing ?? asValues(provider.tracing).lambda;
  const properties: Values = {
    FunctionName: name,
    Handler: settings.handler,
    Runtime: either("runtime") ?? "nodejs20.x",
    MemorySize: either("memorySize") ?? defaultMemoryMb,
    Timeout: either("timeout") ?? defaultTimeoutSeconds,
    CodeUri: codeOf(settings, context),
    Environment: {
      Variables: { ...asValues(provider.environment), ...asValues(settings.environment) },
    },
    ...named(settings, {
      description: "Description",
      reservedConcurrency: "ReservedConcurrentExecutions",
      kmsKeyArn: "KmsKeyArn",
    }),
    ...(Object.keys(tags).length > 0 ? { Tags: tags } : {}),
    ...(either("layers") === undefined ? {} : { Layers: asList(either("layers")) }),
    ...(either("architecture") === undefined ? {} : { Architectures: [either("architecture")] }),
    ...(size === undefined ? {} : { EphemeralStorage: { Size: size } }),
    ...(tracing === undefined || tracing === false
      ? {}
      : { Tracing: tracing === true ? "Active" : tracing }),
    ...(settings.onError === undefined
      ? {}
      : { DeadLetterQueue: { Type: "SQS", TargetArn: settings.onError } }),
    ...(settings.provisionedConcurrency === undefined
      ? {}
      : {
          AutoPublishAlias: "provisioned",
          ProvisionedConcurrencyConfig: {
            ProvisionedConcurrentExecutions: settings.provisionedConcurrency,
          },
        }),
    ...urlOf(settings.url),
    ...invokeConfigOf(settings, context),
    ...(settings.image === undefined ? {} : { ImageUri: settings.image }),
    Events: events,
  };
  const id = `${pascal(key)}LambdaFunction`;
  const days = either("logRetentionInDays");
  return {
    ...buckets,
    [id]: {
      type: "AWS::Serverless::Function",
      properties,
      dependsOn: asList(settings.dependsOn).map(String),
      ...(typeof settings.condition === "string" ? { condition: settings.condition } : {}),
      metadata: { BuildProperties: buildProperties(context.document) },
    },
    ...(days === undefined
      ? {}
      : {
          [`${pascal(key)}LogGroup`]: {
            type: "AWS::Logs::LogGroup",
            properties: { LogGroupName: `/aws/lambda/${name}`, RetentionInDays: days },
            dependsOn: [],
          },
        }),
  };
}

function codeOf(settings: Values, { document, folder }: Context): unknown {
  const own = asValues(settings.package);
  const shared = asValues(document.package);
  const artifact = own.artifact ?? shared.artifact;
  if (artifact !== undefined) return artifact;
  return {
    folder: ".",
    patterns: [
      ...alwaysOut,
      ...(document.useDotenv === true ? ["!.env*"] : []),
      ...developmentPackages(folder).map((path) => `!${path}/**`),
      ...asList(shared.patterns).map(String),
      ...asList(own.patterns).map(String),
    ],
  };
}

/** What the framework never packs. */
const alwaysOut = [
  ".git/**",
  ".gitignore",
  ".serverless/**",
  "npm-debug.log",
  "serverless.yml",
  "serverless.yaml",
].map((pattern) => `!${pattern}`);

/** The folders of packages that only development needs, as npm has noted them. */
function developmentPackages(folder: string): string[] {
  const file = join(folder, "node_modules", ".package-lock.json");
  if (!existsSync(file)) return [];
  const { packages } = JSON.parse(readFileSync(file, "utf8")) as { packages?: Values };
  return Object.entries(asValues(packages)).flatMap(([path, about]) =>
    asValues(about).dev === true ? [path] : [],
  );
}

/** `build.esbuild`, or what the plugins for esbuild read: in the words of SAM. */
function buildProperties(document: Values): Values {
  const found = asValues(asValues(document.build).esbuild ?? asValues(document.custom).esbuild);
  return named(found, {
    format: "Format",
    target: "Target",
    minify: "Minify",
    sourcemap: "Sourcemap",
    external: "External",
  });
}

function urlOf(url: unknown): Values {
  if (url === undefined || url === false) return {};
  const { authorizer, cors, invokeMode } = asValues(url);
  const allowed = asValues(cors);
  return {
    FunctionUrlConfig: {
      AuthType: authorizer === "aws_iam" ? "AWS_IAM" : "NONE",
      ...(invokeMode === undefined ? {} : { InvokeMode: invokeMode }),
      ...(cors === true
        ? { Cors: { AllowOrigins: ["*"], AllowHeaders: ["*"], AllowMethods: ["*"] } }
        : isValues(cors)
          ? {
              Cors: named(allowed, {
                allowedOrigins: "AllowOrigins",
                allowedHeaders: "AllowHeaders",
                allowedMethods: "AllowMethods",
                allowCredentials: "AllowCredentials",
                exposedResponseHeaders: "ExposeHeaders",
                maxAge: "MaxAge",
              }),
            }
          : {}),
    },
  };
}

function invokeConfigOf(settings: Values, context: Context): Values {
  const { onSuccess, onFailure } = asValues(settings.destinations);
  const config: Values = {
    ...named(settings, {
      maximumEventAge: "MaximumEventAgeInSeconds",
      maximumRetryAttempts: "MaximumRetryAttempts",
    }),
    ...(onSuccess === undefined && onFailure === undefined
      ? {}
      : {
          DestinationConfig: {
            ...(onSuccess === undefined
              ? {}
              : { OnSuccess: { Destination: destination(onSuccess, context) } }),
            ...(onFailure === undefined
              ? {}
              : { OnFailure: { Destination: destination(onFailure, context) } }),
          },
        }),
  };
  return Object.keys(config).length > 0 ? { EventInvokeConfig: config } : {};
}

/** A destination is an ARN, or the name of another function of the file. */
function destination(value: unknown, { document }: Context): unknown {
  if (isValues(value)) return value.arn ?? value;
  if (typeof value === "string" && value in mergeAll(document.functions))
    return { "Fn::GetAtt": [`${pascal(value)}LambdaFunction`, "Arn"] };
  return value;
}

function layersOf(document: Values, folder: string): Record<string, Resource> {
  return Object.fromEntries(
    Object.entries(asValues(document.layers)).map(([key, value]) => {
      const layer = asValues(value);
      const artifact = asValues(layer.package).artifact;
      return [
        `${pascal(key)}LambdaLayer`,
        {
          type: "AWS::Serverless::LayerVersion",
          properties: {
            LayerName: layer.name ?? key,
            ContentUri: artifact ?? resolve(folder, String(layer.path)),
            ...named(layer, {
              description: "Description",
              compatibleRuntimes: "CompatibleRuntimes",
              compatibleArchitectures: "CompatibleArchitectures",
              licenseInfo: "LicenseInfo",
            }),
          },
          dependsOn: [],
        },
      ];
    }),
  );
}

function ownResources(own: Values): Record<string, Resource> {
  return Object.fromEntries(
    Object.entries(asValues(own.Resources)).map(([id, value]) => {
      const { Type, Properties, DependsOn, Condition } = asValues(value);
      return [
        id,
        {
          type: String(Type),
          properties: asValues(Properties),
          dependsOn: asList(DependsOn).map(String),
          ...(typeof Condition === "string" ? { condition: Condition } : {}),
        },
      ];
    }),
  );
}

function notesOn(document: Values, region: string): string[] {
  const provider = asValues(document.provider);
  const wanted = plainText(provider.region);
  return [
    ...asList(document.plugins)
      .map(String)
      .map((plugin) => `The plugin ${plugin} is not run.`),
    ...(wanted !== undefined && wanted !== region
      ? [`provider.region is ${wanted}; this goes to ${region}. --region chooses another.`]
      : []),
    ...["iam", "vpc", "apiGateway", "httpApi", "deploymentBucket", "eventBridge"].flatMap((name) =>
      provider[name] === undefined ? [] : [`provider.${name} is not carried over.`],
    ),
  ];
}

/** A section may be a list of maps, since parts of it may lie in files of their own. */
function mergeAll(section: unknown): Values {
  return asList(section)
    .map(asValues)
    .reduce<Values>((merged, part) => {
      for (const [key, value] of Object.entries(part))
        merged[key] =
          isValues(merged[key]) && isValues(value) ? { ...merged[key], ...value } : value;
      return merged;
    }, {});
}

function plainText(value: unknown): string | undefined {
  return typeof value === "string" && !value.includes("${") ? value : undefined;
}
