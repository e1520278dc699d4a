import type { Clock } from "../clock.ts";
import type { EngineSettings } from "../settings.ts";
import type { EngineDatabase } from "../store/database.ts";
import { DocumentTable } from "../store/document-table.ts";
import {
  settledState,
  type EventSourceMapping,
  type MappingState,
} from "./event-source-mapping.ts";
import type { FunctionChange } from "./function-version.ts";

interface MappingRecord extends EventSourceMapping {
  /** When a moving `state` ends; what it ends in says `settledState`, and `settlesIn` where that differs. */
  settlesAtMs: number;
  settlesIn?: MappingState;
}

/** Event source mappings; a moving state ends by the clock, so that it survives a restart. */
export class MappingStore {
  readonly #mappings: DocumentTable<MappingRecord>;
  readonly #clock: Clock;
  readonly #settings: EngineSettings;
  readonly #announce: (change: FunctionChange) => void;

  constructor(
    database: EngineDatabase,
    clock: Clock,
    settings: EngineSettings,
    announce: (change: FunctionChange) => void,
  ) {
    this.#mappings = new DocumentTable(database, "lambda_event_source_mappings");
    this.#clock = clock;
    this.#settings = settings;
    this.#announce = announce;
    for (const record of this.#mappings.values()) {
      if (record.settlesAtMs > clock.now()) this.#settleLater(record);
      else if (record.state === "Deleting") this.#mappings.delete(record.uuid);
    }
  }

  /** All mappings that are there, with the state they are in now. */
  list(): EventSourceMapping[] {
    return [...this.#mappings.values()].flatMap((record) => this.#present(record) ?? []);
  }

  get(uuid: string): EventSourceMapping | undefined {
    const record = this.#mappings.get(uuid);
    return record && this.#present(record);
  }

  /** Begins a moving state (Creating, Updating, Deleting...), which ends `settleMs` later in `settlesIn`. */
  move(mapping: EventSourceMapping, settlesIn?: MappingState): EventSourceMapping {
    const record: MappingRecord = {
      ...mapping,
      settlesAtMs: this.#clock.now() + this.#settings.settleMs,
      ...(settlesIn ? { settlesIn } : {}),
    };
    this.#store(record);
    this.#settleLater(record);
    return mapping;
  }

  /** Puts a mapping into a lasting state with a reason, as when its queue is gone. */
  setState(uuid: string, state: MappingState, reason: string): void {
    const mapping = this.get(uuid);
    if (!mapping) return;
    this.#store({ ...mapping, state, stateReason: reason, settlesAtMs: this.#clock.now() });
  }

  setResult(uuid: string, result: string): void {
    const record = this.#mappings.get(uuid);
    if (!record || record.lastProcessingResult === result) return;
    this.#mappings.set(uuid, { ...record, lastProcessingResult: result });
  }

  setTags(uuid: string, tags: Readonly<Record<string, string>>): void {
    const record = this.#mappings.get(uuid);
    if (record) this.#mappings.set(uuid, { ...record, tags });
  }

  #store(record: MappingRecord): void {
    this.#mappings.set(record.uuid, record);
    this.#tell(record);
  }

  #tell(record: MappingRecord): void {
    this.#announce({
      region: record.region,
      functionName: record.functionArn.split(":")[6] ?? "",
      kind: "mapping",
    });
  }

  #present(record: MappingRecord): EventSourceMapping | undefined {
    const { settlesAtMs, settlesIn, ...mapping } = record;
    if (this.#clock.now() < settlesAtMs) return mapping;
    const state = settlesIn ?? settledState[record.state];
    return state && { ...mapping, state };
  }

  #settleLater(record: MappingRecord): void {
    this.#clock.after(record.settlesAtMs - this.#clock.now(), () => {
      if (this.#mappings.get(record.uuid)?.settlesAtMs !== record.settlesAtMs) return;
      if (record.state === "Deleting") this.#mappings.delete(record.uuid);
      this.#tell(record);
    });
  }
}
