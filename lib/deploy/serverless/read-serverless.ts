import { existsSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { DeployError } from "../deploy-error";
import { expandSam } from "../stack/expand-sam";
import { parseTemplateText } from "../stack/parse-document";
import { asList, asValues, type Resource, type Template, type Values } from "../stack/template";
import type { Apis } from "./api-events";
import { apiResources } from "./apis";
import { readEvents } from "./function-events";
import { destination, invokeConfigOf, urlOf } from "./function-settings";
import { readDotenv, resolveVariables } from "./resolve-variables";
import { mergeAll, named, pascal } from "./words";

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
  const apis: Apis = {
    sockets: {},
    notes: [],
    httpPayload: asValues(provider.httpApi).payload ?? "2.0",
    schemas: asValues(asValues(asValues(provider.apiGateway).request).schemas),
    functionArn: (key) => destination(String(key), document),
  };
  const context: Context = { service, stage, provider, document, folder, apis };
  const resources: Record<string, Resource> = { ...layersOf(document, folder) };
  for (const [key, settings] of Object.entries(mergeAll(document.functions)))
    Object.assign(resources, functionResources(key, asValues(settings), context));
  const made = apiResources(apis, context);
  Object.assign(resources, made.resources, ownResources(own));
  const expansion = expandSam(resources, {});
  return {
    file: resolve(file),
    folder,
    stackName: `${service}-${stage}`,
    parameters: {},
    mappings: asValues(own.Mappings),
    conditions: asValues(own.Conditions),
    resources: expansion.resources,
    outputs: { ...made.outputs, ...asValues(own.Outputs) },
    notes: [...notesOn(document, given.region), ...apis.notes, ...expansion.notes],
  };
}

interface Context {
  service: string;
  stage: string;
  provider: Values;
  document: Values;
  folder: string;
  apis: Apis;
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
  const id = `${pascal(key)}LambdaFunction`;
  const { events, resources } = readEvents({
    functionId: id,
    list: settings.events,
    apis: context.apis,
  });
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
    ...invokeConfigOf(settings, context.document),
    ...(settings.image === undefined ? {} : { ImageUri: settings.image }),
    Events: events,
  };
  const days = either("logRetentionInDays");
  return {
    ...resources,
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
    ...["iam", "vpc", "deploymentBucket", "eventBridge"].flatMap((name) =>
      provider[name] === undefined ? [] : [`provider.${name} is not carried over.`],
    ),
  ];
}

function plainText(value: unknown): string | undefined {
  return typeof value === "string" && !value.includes("${") ? value : undefined;
}
