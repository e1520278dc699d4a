import type { Clock } from "../clock.ts";
import { ownValue } from "../own-value.ts";
import type { EngineSettings } from "../settings.ts";
import type { EngineDatabase } from "../store/database.ts";
import { DocumentTable } from "../store/document-table.ts";
import { functionNotFound } from "./errors.ts";
import type { EventSourceMapping, MappingState } from "./event-source-mapping.ts";
import { functionArn, parseFunctionReference } from "./function-name.ts";
import type { AliasRecord, FunctionRecord, UrlRecord, VersionRecord } from "./function-record.ts";
import type {
  EventInvokeSettings,
  FunctionChange,
  FunctionVersion,
  ProvisionedConfig,
} from "./function-version.ts";
import { MappingStore } from "./mapping-store.ts";
import { describeVersion } from "./version-state.ts";

export interface ResolvedFunction {
  version: FunctionVersion;
  /** As the caller named it: undefined, $LATEST, a number or an alias. */
  qualifier?: string;
  /** The ARN as it was invoked, with the qualifier where one was given. */
  invokedArn: string;
}

export interface FoundUrl {
  fn: FunctionRecord;
  /** The alias it belongs to; undefined for the function itself. */
  qualifier: string | undefined;
  url: UrlRecord;
}

interface RegionSummary {
  names: readonly string[];
  totalReserved: number;
  provisioned: readonly ProvisionedConfig[];
}

/** All functions of the account, by region, and their event source mappings. */
export class FunctionStore {
  readonly mappings: MappingStore;
  readonly #functions: DocumentTable<FunctionRecord>;
  readonly #settings: EngineSettings;
  readonly #clock: Clock;
  readonly #codeDirectory: string;
  readonly #timers = new Set<() => void>();
  readonly #listeners = new Set<(change: FunctionChange) => void>();
  /** What the invocation path asks at every call; dropped when anything in the region changes. */
  readonly #summaries = new Map<string, RegionSummary>();
  /** The key of the function that had the URL with this id when it was last saved. */
  readonly #urlOwners = new Map<string, string>();

  /** `codeDirectory` holds one folder of unpacked code for each sha256. */
  constructor(options: {
    database: EngineDatabase;
    clock: Clock;
    settings: EngineSettings;
    codeDirectory: string;
  }) {
    this.#functions = new DocumentTable(options.database, "lambda_functions");
    this.#settings = options.settings;
    this.#clock = {
      now: () => options.clock.now(),
      after: (delayMs, wake) => this.#wakeLater(options.clock, delayMs, wake),
    };
    this.#codeDirectory = options.codeDirectory;
    this.mappings = new MappingStore(options.database, this.#clock, options.settings, (change) =>
      this.#announce(change),
    );
    for (const record of this.all()) this.#rememberUrls(record);
  }

  /**
   * The version a call reaches. `functionNameOrArn` may carry the qualifier; an alias with weights
   * picks by `random` (0 to 1). Throws ResourceNotFoundException as AWS words it. The caller checks
   * `version.state`: a Pending function cannot run.
   */
  resolve(
    region: string,
    functionNameOrArn: string,
    qualifier?: string,
    random: () => number = Math.random,
  ): ResolvedFunction {
    const reference = parseFunctionReference(functionNameOrArn, qualifier, {
      region,
      accountId: this.#settings.accountId,
    });
    const record = this.get(region, reference.name);
    const arn = this.arn(region, reference.name, reference.qualifier);
    const alias = ownValue(record?.aliases, reference.qualifier ?? "");
    const version =
      record && versionOf(record, alias ? pickVersion(alias, random) : reference.qualifier);
    if (!record || !version)
      throw functionNotFound(this.arn(region, reference.name, reference.qualifier ?? "$LATEST"));
    return {
      version: describeVersion(record, version, {
        now: this.#clock.now(),
        accountId: this.#settings.accountId,
        codeDirectory: this.#codeDirectory,
      }),
      ...(reference.qualifier === undefined ? {} : { qualifier: reference.qualifier }),
      invokedArn: arn,
    };
  }

  get(region: string, name: string): FunctionRecord | undefined {
    return this.#functions.get(`${region}/${name}`);
  }

  /** The function URL with this id, in whatever region. */
  findUrl(id: string): FoundUrl | undefined {
    const fn = this.#functions.get(this.#urlOwners.get(id) ?? "");
    if (!fn) return undefined;
    for (const [key, url] of Object.entries(fn.urls ?? {}))
      if (url.id === id) return { fn, qualifier: key === "$LATEST" ? undefined : key, url };
    return undefined;
  }

  arn(region: string, name: string, qualifier?: string): string {
    return functionArn(region, this.#settings.accountId, name, qualifier);
  }

  /** The region's function names in order. */
  names(region: string): readonly string[] {
    return this.#summary(region).names;
  }

  all(): IterableIterator<FunctionRecord> {
    return this.#functions.values();
  }

  /** The sha256s of all code and layers that a version is made of. */
  usedCode(): Set<string> {
    const used = new Set<string>();
    for (const { latest, versions } of this.all())
      for (const { configuration, served } of [latest, ...Object.values(versions)])
        for (const { codeSha256, layers = [] } of [
          configuration,
          served?.configuration ?? [],
        ].flat()) {
          used.add(codeSha256);
          for (const layer of layers) used.add(layer.codeSha256);
        }
    return used;
  }

  /** Replaces a function's record and tells listeners; a change that settles is told when it has. */
  save(record: FunctionRecord, kind?: FunctionChange["kind"]): void {
    this.#functions.set(`${record.region}/${record.name}`, record);
    this.#summaries.delete(record.region);
    this.#rememberUrls(record);
    if (!kind) return;
    const change = { region: record.region, functionName: record.name, kind };
    if (kind === "code" || kind === "configuration")
      this.#clock.after(Math.max(0, record.latest.settlesAtMs - this.#clock.now()), () => {
        // The function may have been deleted before its update settled.
        if (this.get(record.region, record.name)) this.#announce(change);
      });
    else this.#announce(change);
  }

  delete(region: string, name: string): void {
    this.#functions.delete(`${region}/${name}`);
    this.#summaries.delete(region);
    this.#announce({ region, functionName: name, kind: "deleted" });
  }

  reservedConcurrency(region: string, name: string): number | null {
    return this.get(region, name)?.reservedConcurrency ?? null;
  }

  totalReserved(region: string): number {
    return this.#summary(region).totalReserved;
  }

  provisionedConfigs(region: string): readonly ProvisionedConfig[] {
    return this.#summary(region).provisioned;
  }

  /** Whether AWS's detection of recursive loops is on for a function, as it is unless it was turned off. */
  stopsLoops(region: string, name: string): boolean {
    return this.get(region, name)?.recursiveLoop !== "Allow";
  }

  /** Regions that have a function. */
  regions(): string[] {
    return [...new Set([...this.all()].map((record) => record.region))];
  }

  /** What holds for asynchronous invocations of a qualifier, with AWS's defaults: 2 retries, 6 hours. */
  eventInvokeConfig(region: string, name: string, qualifier = "$LATEST"): EventInvokeSettings {
    const record = ownValue(this.get(region, name)?.eventInvoke, qualifier);
    return {
      maximumRetryAttempts: record?.maximumRetryAttempts ?? 2,
      maximumEventAgeSeconds: record?.maximumEventAgeSeconds ?? 21_600,
      ...(record?.onSuccessArn ? { onSuccessArn: record.onSuccessArn } : {}),
      ...(record?.onFailureArn ? { onFailureArn: record.onFailureArn } : {}),
    };
  }

  eventSourceMappings(): EventSourceMapping[] {
    return this.mappings.list();
  }

  setMappingState(uuid: string, state: MappingState, reason: string): void {
    this.mappings.setState(uuid, state, reason);
  }

  setMappingResult(uuid: string, result: string): void {
    this.mappings.setResult(uuid, result);
  }

  /**
   * Calls `listener` after every change. "code" and "configuration" come when the update has settled
   * and is served; "mapping" comes twice, when the moving state begins and when it ends.
   */
  onChange(listener: (change: FunctionChange) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Ends all waiting announcements; the database may be closed after it. */
  close(): void {
    for (const cancel of this.#timers) cancel();
    this.#timers.clear();
    this.#listeners.clear();
  }

  #wakeLater(clock: Clock, delayMs: number, wake: () => void): () => void {
    const stop = clock.after(delayMs, () => {
      this.#timers.delete(cancel);
      wake();
    });
    const cancel = () => {
      this.#timers.delete(cancel);
      stop();
    };
    this.#timers.add(cancel);
    return cancel;
  }

  #rememberUrls(record: FunctionRecord): void {
    for (const { id } of Object.values(record.urls ?? {}))
      this.#urlOwners.set(id, `${record.region}/${record.name}`);
  }

  #announce(change: FunctionChange): void {
    for (const listener of this.#listeners) listener(change);
  }

  #summary(region: string): RegionSummary {
    const known = this.#summaries.get(region);
    if (known) return known;
    const records = [...this.all()].filter((record) => record.region === region);
    const summary: RegionSummary = {
      names: records.map((record) => record.name).sort(),
      totalReserved: records.reduce((sum, record) => sum + (record.reservedConcurrency ?? 0), 0),
      provisioned: records.flatMap(provisionedOf),
    };
    this.#summaries.set(region, summary);
    return summary;
  }
}

/** The version a qualifier names directly or through an alias's main version. */
export function versionOf(
  record: FunctionRecord,
  qualifier: string | undefined,
): VersionRecord | undefined {
  if (qualifier === undefined || qualifier === "$LATEST") return record.latest;
  const alias = ownValue(record.aliases, qualifier);
  return (
    ownValue(record.versions, alias ? alias.version : qualifier) ?? latestOfAlias(record, alias)
  );
}

function latestOfAlias(record: FunctionRecord, alias: AliasRecord | undefined) {
  return alias?.version === "$LATEST" ? record.latest : undefined;
}

function pickVersion(alias: AliasRecord, random: () => number): string {
  let dice = random();
  for (const [version, weight] of Object.entries(alias.weights)) {
    if (dice < weight) return version;
    dice -= weight;
  }
  return alias.version;
}

/** One entry for each version; an alias that shares its calls among two shares its units likewise. */
function provisionedOf(record: FunctionRecord): ProvisionedConfig[] {
  return Object.entries(record.provisioned).flatMap(([qualifier, config]) => {
    const { requested, lastModifiedMs } = config;
    const alias = ownValue(record.aliases, qualifier);
    const common = { functionName: record.name, qualifier, lastModifiedMs };
    const [further, weight = 0] = Object.entries(alias?.weights ?? {})[0] ?? [];
    const shared = further === undefined ? 0 : Math.round(requested * weight);
    const entries = [
      { ...common, version: alias?.version ?? qualifier, requested: requested - shared },
      ...(further === undefined ? [] : [{ ...common, version: further, requested: shared }]),
    ];
    return entries.filter((entry) => entry.requested > 0);
  });
}
