import type { Server } from "node:http";
import { KeyStore } from "./apigateway/key-store.ts";
import { RestStore } from "./apigateway/rest-store.ts";
import { createApiGatewayService } from "./apigateway/service.ts";
import { UsageLedger } from "./apigateway/usage-ledger.ts";
import { ApiStore } from "./apigatewayv2/api-store.ts";
import { createApiGatewayV2Service } from "./apigatewayv2/service.ts";
import { type Clock, systemClock } from "./clock.ts";
import { AlarmStore } from "./cloudwatch/alarms/alarm-store.ts";
import { AlarmWatch } from "./cloudwatch/alarms/alarm-watch.ts";
import { createDynamoDb } from "./dynamodb/create-dynamodb.ts";
import { DashboardStore } from "./cloudwatch/dashboards/dashboard-store.ts";
import { MetricStore } from "./cloudwatch/metric-store.ts";
import { createCloudWatchService } from "./cloudwatch/service.ts";
import { createEvents } from "./events/create-events.ts";
import { createExecuteApi } from "./execute-api/create-execute-api.ts";
import { apiPath } from "./execute-api/execute-api.ts";
import { FunctionUrls, urlPath } from "./function-urls/serve-urls.ts";
import type { Service } from "./http/service.ts";
import { createEngineServer } from "./http/serve-http.ts";
import { Invoker } from "./invocation/invoker.ts";
import { RoleStore } from "./iam/role-store.ts";
import { createIamService } from "./iam/service.ts";
import { createKinesis } from "./kinesis/create-kinesis.ts";
import { connectTargets } from "./connect-targets.ts";
import { createCodeDownload } from "./lambda/code-download.ts";
import { CodeSigningStore } from "./lambda/code-signing/code-signing-store.ts";
import { CodeStore } from "./lambda/code-store.ts";
import { FunctionStore } from "./lambda/function-store.ts";
import { LayerStore } from "./lambda/layers/layer-store.ts";
import { invokeAsync } from "./lambda/operations/invoke-async.ts";
import { invokeWithResponseStream } from "./lambda/operations/invoke-with-response-stream.ts";
import { invoke } from "./lambda/operations/invoke.ts";
import { createLambdaService } from "./lambda/service.ts";
import { type OpenHome, openHome } from "./open-home.ts";
import { StartError } from "./start-error.ts";
import { type EngineLog, silentLog } from "./log.ts";
import { SubscriptionDelivery } from "./logs/filters/deliver-events.ts";
import {
  FilterTable,
  type MetricFilter,
  type SubscriptionFilter,
} from "./logs/filters/filter-table.ts";
import { MetricPublisher } from "./logs/filters/publish-metrics.ts";
import { QueryDefinitionTable } from "./logs/insights/query-definition-table.ts";
import { QueryRuns } from "./logs/insights/query-runs.ts";
import { LogStore } from "./logs/log-store.ts";
import { createLogsService } from "./logs/service.ts";
import { dynamoDbSource } from "./pollers/dynamodb-source.ts";
import { kinesisSource } from "./pollers/kinesis-source.ts";
import { Pollers } from "./pollers/pollers.ts";
import { RegistryStore } from "./schemas/registry-store.ts";
import { createSchemasService } from "./schemas/service.ts";
import { createS3 } from "./s3/create-s3.ts";
import { createScheduler } from "./scheduler/create-scheduler.ts";
import { createSns } from "./sns/create-sns.ts";
import { MoveTasks } from "./sqs/move-tasks.ts";
import { ParameterStore } from "./ssm/parameter-store.ts";
import { createSsmService } from "./ssm/service.ts";
import { createSecretsService } from "./secretsmanager/service.ts";
import { QueueMetrics } from "./sqs/queue-metrics.ts";
import { QueueStore } from "./sqs/queue-store.ts";
import { createSqsService } from "./sqs/service.ts";
import { defaultSettings, type EngineSettings } from "./settings.ts";
import { watchHome } from "./store/watch-home.ts";
import { TurnJournal } from "./store/turn-journal.ts";
import { createStates } from "./states/create-states.ts";
import { createStsService } from "./sts/service.ts";

export interface EngineOptions {
  /** The engine's own folder; taken for this process alone while the engine lives. */
  homeDir: string;
  /** The home where it is open already. */
  home?: OpenHome;
  version: string;
  clock?: Clock;
  random?: () => number;
  settings?: Partial<EngineSettings>;
  log?: EngineLog;
  /** Told when the home was removed under the engine, which can keep nothing from then on. */
  onHomeLost?: (reason: string) => void;
}

export interface Engine {
  services: readonly Service[];
  /** Where the engine listens; functions get it as their endpoint. Empty before `listen`. */
  readonly endpoint: string;
  /** Accepts calls on 127.0.0.1; port 0 means a free one. Throws StartError when it is taken. */
  listen(port: number): Promise<string>;
  /** Ends. What runs has until `graceEnds`; what still runs then is ended and told so in its log. */
  close(graceEnds?: Promise<unknown>): Promise<void>;
}

/** How long answers under way have when everything else has ended. */
const lastAnswersMs = 200;

/** Wires all rooms of the local cloud together. Throws StartError when the home cannot be used. */
export function createEngine(options: EngineOptions): Engine {
  const { homeDir, version } = options;
  const clock = options.clock ?? systemClock;
  const random = options.random ?? Math.random;
  const log = options.log ?? silentLog;
  const settings = { ...defaultSettings, ...options.settings };

  const home = options.home ?? openHome(homeDir, settings);
  const { database, launcher } = home;
  /** What ends with the engine, in the order it was begun; ended the other way round. */
  const closers: (() => void | Promise<void>)[] = [() => home.close()];
  if (options.onHomeLost) closers.push(watchHome(homeDir, options.onHomeLost));
  let endpoint = "";
  const queues = new QueueStore(database, clock);
  const moveTasks = new MoveTasks(database, queues, clock);
  closers.push(
    () => queues.close(),
    () => moveTasks.close(),
  );
  const journal = new TurnJournal(database, clock, (message) => log.error(message));
  closers.push(() => journal.close());
  const logs = new LogStore(database, clock, journal);
  const metrics = new MetricStore(database, clock, journal);
  closers.push(
    () => logs.close(),
    () => metrics.close(),
  );
  const queries = new QueryRuns(logs, clock);
  closers.push(() => queries.close());
  const metricFilters = new FilterTable<MetricFilter>(database, "metric");
  const publisher = new MetricPublisher(logs, metricFilters, metrics, clock);
  closers.push(() => publisher.close());
  const queueMetrics = new QueueMetrics(queues, metrics, clock);
  closers.push(() => queueMetrics.close());
  const code = new CodeStore(homeDir, clock);
  const functions = new FunctionStore({ database, clock, settings, codeDirectory: code.directory });
  closers.push(() => functions.close());
  const layers = new LayerStore(database);
  code.sweep([...functions.usedCode(), ...layers.usedCode()]).catch((error: unknown) => {
    log.error("Unused code could not be removed", error);
  });
  const kinesis = createKinesis({ database, clock, settleMs: settings.settleMs, metrics });
  const targets = connectTargets({
    accountId: settings.accountId,
    invokeFunction: (call) => invoker.enqueue(call),
    queues,
    kinesis,
    sns: () => sns,
    events: () => events,
    s3: () => s3,
    states: () => states,
  });
  const invoker = new Invoker({
    database,
    launcher,
    functions,
    logs,
    metrics,
    recorded: () => journal.committed(),
    targets,
    clock,
    random,
    settings,
    homeDir,
    endpoint: () => endpoint,
    warn: (message) => log.error(message),
  });
  // Whoever waits for an invocation that is ended is answered before the connections go.
  closers.push(
    () => closeServer(server),
    () => invoker.close(),
  );
  const subscriptionFilters = new FilterTable<SubscriptionFilter>(database, "subscription");
  const delivery = new SubscriptionDelivery(logs, subscriptionFilters, {
    clock,
    accountId: settings.accountId,
    enqueue: (request) => invoker.enqueue(request),
    warn: (message) => log.error(message),
  });
  closers.push(() => delivery.close());
  const dynamoDb = createDynamoDb({
    database,
    clock,
    settleMs: settings.settleMs,
    metrics,
    onError: (error) => log.error("Expired items could not be deleted", error),
  });
  closers.push(() => dynamoDb.expiry.close());
  const onError = (error: unknown) => log.error("An event source could not be polled", error);
  const pollers = new Pollers({
    database,
    functions,
    queues,
    sources: {
      dynamodb: dynamoDbSource(dynamoDb.streams, dynamoDb.onRead),
      kinesis: kinesisSource(kinesis.store, kinesis.metrics),
    },
    targets,
    invoker,
    metrics,
    clock,
    onError,
  });
  closers.push(() => pollers.close());

  const s3 = createS3({
    database,
    homeDir,
    clock,
    accountId: settings.accountId,
    functions,
    targets,
    warn: (message, error) => log.error(message, error),
  });
  const alarms = new AlarmStore(database);
  const watch = new AlarmWatch({
    alarms,
    metrics,
    clock,
    invokeFunction: (request) => invoker.enqueue(request),
    warn: (message, error) => log.error(message, error),
  });
  closers.push(() => watch.close());

  const events = createEvents({
    database,
    clock,
    accountId: settings.accountId,
    functions,
    targets,
    logs,
    metrics,
    warn: (message) => log.error(message),
  });
  const sns = createSns({
    database,
    clock,
    endpoint: () => endpoint,
    functions,
    targets,
    metrics,
    warn: (message) => log.error(message),
  });
  closers.push(() => sns.close());
  const scheduler = createScheduler({
    database,
    clock,
    random,
    accountId: settings.accountId,
    targets,
    services: () => services,
    endpoint: () => endpoint,
    metrics,
    warn: (message) => log.error(message),
  });
  closers.push(() => scheduler.runner.close());
  closers.push(() => events.schedules.close());

  const states = createStates({
    database,
    clock,
    accountId: settings.accountId,
    endpoint: () => endpoint,
    invokeFunction: (request) => invoker.invoke({ ...request, source: "sync" }),
    services: () => services,
    warn: (message, error) => log.error(message, error),
  });
  closers.push(() => states.executions.close());
  const apis = new ApiStore(database, clock, random, settings.accountId);
  const restApis = new RestStore(database, clock, random, settings.accountId);
  const keys = new KeyStore(database, clock, random);
  const ledger = new UsageLedger(database, clock);
  closers.push(() => ledger.close());
  const executeApi = createExecuteApi({
    apis,
    restApis,
    keys,
    ledger,
    functions,
    invoke: (request) => invoker.invoke(request),
    clock,
    random,
    accountId: settings.accountId,
    metrics,
    logs,
    log,
  });
  closers.push(() => executeApi.plane.close());

  const services: Service[] = [
    createStsService(),
    createIamService({ roles: new RoleStore(database), clock, random }),
    createLambdaService(
      {
        functions,
        code,
        layers,
        codeSigning: new CodeSigningStore(database),
        readObject: s3.readObject,
        clock,
        settings,
        endpoint: () => endpoint,
        queues,
        streams: {
          byArn: (arn) => dynamoDb.streams.byArn(arn) ?? kinesis.byArn(arn),
        },
        targets,
        runtimeInUse: (runtime) => invoker.runtimeInUse(runtime),
        provisionedStatus: (...names) => invoker.provisionedStatus(...names),
      },
      {
        Invoke: invoke(invoker),
        InvokeAsync: invokeAsync(invoker),
        InvokeWithResponseStream: invokeWithResponseStream(invoker),
      },
    ),
    createCloudWatchService({
      metrics,
      alarms,
      watch,
      dashboards: new DashboardStore(database),
      clock,
    }),
    createLogsService({
      store: logs,
      queries,
      definitions: new QueryDefinitionTable(database),
      metricFilters,
      subscriptionFilters,
      findFunction: (region, functionName) => invoker.dryRun({ region, functionName }),
      clock,
    }),
    events.service,
    createSchemasService({ store: new RegistryStore(database), clock }),
    createSqsService({ store: queues, moveTasks, clock }),
    s3.service,
    ...dynamoDb.services,
    kinesis.service,
    sns.service,
    states.service,
    createSecretsService({ database, clock, random }),
    createSsmService({ store: new ParameterStore(database), clock }),
    createApiGatewayService({
      store: restApis,
      keys,
      ledger,
      hasStage: (region, apiId, stage) =>
        [restApis.find(apiId), apis.find(apiId)].some(
          (api) => api?.region === region && Object.hasOwn(api.stages, stage),
        ),
      forgetAnswers: executeApi.forgetAnswers,
    }),
    createApiGatewayV2Service({
      store: apis,
      forgetAnswers: executeApi.forgetAnswers,
      forgetStage: ({ region, apiId }, stage) => keys.forgetStage(region, apiId, stage),
    }),
    scheduler.service,
  ];

  const urls = new FunctionUrls({
    functions,
    invoke: (request) => invoker.invoke(request),
    metrics,
    accountId: settings.accountId,
    clock,
    random,
    log,
  });
  const server = createEngineServer({
    services,
    accountId: settings.accountId,
    version,
    log,
    serveHost: (request, response) =>
      urls.serveHost(request, response) || executeApi.plane.serveHost(request, response),
    upgrade: (request, socket, head) => executeApi.plane.upgrade(request, socket, head),
    crossOrigin: s3.crossOrigin,
    mounts: {
      "/_lambdeck/code/": createCodeDownload(code),
      [urlPath]: (request, response) => urls.servePath(request, response),
      [apiPath]: (request, response) => executeApi.plane.servePath(request, response),
    },
    health: async () => ({ limits: await invoker.keptLimits() }),
  });

  const release = async (): Promise<void> => {
    for (const close of closers.toReversed()) await close();
  };

  return {
    services,
    get endpoint() {
      return endpoint;
    },
    async listen(port) {
      try {
        if (settings.cpuQuota === "on" && (await invoker.keptLimits()).cpu === "off")
          throw new StartError(
            "This machine can keep no CPU quota: that needs Linux. Start without --cpu-quota on.",
          );
        endpoint = `http://127.0.0.1:${await listenOn(server, port)}`;
        invoker.start();
        pollers.start();
        watch.start();
        sns.start();
        scheduler.runner.start();
        events.schedules.start();
        states.executions.start();
        dynamoDb.expiry.start();
        return endpoint;
      } catch (error) {
        await release();
        throw error;
      }
    },
    async close(graceEnds = Promise.resolve()) {
      pollers.close();
      // Functions that still run may call the engine.
      const left = await invoker.finish(graceEnds);
      if (left > 0) log.error(`${left} invocations were ended before they had finished`);
      await release();
    },
  };
}

function listenOn(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) => {
      reject(
        error.code === "EADDRINUSE"
          ? new StartError(`Port ${port} is already in use. Choose another one with --port.`)
          : new StartError(`The engine cannot listen on port ${port}: ${error.message}`),
      );
    });
    server.listen(port, "127.0.0.1", () => {
      const address = server.address();
      resolve(typeof address === "object" && address ? address.port : port);
    });
  });
}

/** Stops listening, and drops the connections that stay: a live tail would never end by itself. */
function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => server.closeAllConnections(), lastAnswersMs);
    server.close(() => {
      clearTimeout(timer);
      resolve();
    });
    server.closeIdleConnections();
  });
}
