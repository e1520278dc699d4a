import type { Clock } from "../clock.ts";
import type { EngineDatabase } from "../store/database.ts";
import { DocumentTable } from "../store/document-table.ts";
import { noBus, notFound } from "./errors.ts";
import { defaultBus, type EventBus, type EventRule } from "./event-bus.ts";

const busKey = (region: string, name: string): string => `${region}\n${name}`;
const ruleKey = (region: string, busName: string, name: string): string =>
  `${region}\n${busName}\n${name}`;

/** Event buses and their rules in all regions. Every region has a default bus. */
export class EventStore {
  readonly #buses: DocumentTable<EventBus>;
  readonly #rules: DocumentTable<EventRule>;
  readonly #listeners = new Set<() => void>();

  constructor(
    database: EngineDatabase,
    private readonly clock: Clock,
    private readonly accountId: string,
  ) {
    this.#buses = new DocumentTable(database, "events_buses");
    this.#rules = new DocumentTable(database, "events_rules");
  }

  findBus(region: string, name: string): EventBus | undefined {
    const known = this.#buses.get(busKey(region, name));
    if (known || name !== defaultBus) return known;
    const nowMs = this.clock.now();
    const { accountId } = this;
    const bus = {
      region,
      accountId,
      name,
      statements: [],
      tags: {},
      createdMs: nowMs,
      modifiedMs: nowMs,
    };
    this.putBus(bus);
    return bus;
  }

  /** Throws ResourceNotFoundException when there is no such bus. */
  bus(region: string, name: string): EventBus {
    const bus = this.findBus(region, name);
    if (!bus) throw noBus(name);
    return bus;
  }

  /** A region's buses by name. */
  buses(region: string): EventBus[] {
    this.findBus(region, defaultBus);
    return sorted([...this.#buses.values()].filter((bus) => bus.region === region));
  }

  putBus(bus: EventBus): void {
    this.#buses.set(busKey(bus.region, bus.name), bus);
  }

  deleteBus({ region, name }: EventBus): void {
    this.#buses.delete(busKey(region, name));
  }

  findRule(region: string, busName: string, name: string): EventRule | undefined {
    return this.#rules.get(ruleKey(region, busName, name));
  }

  /** Throws ResourceNotFoundException when the bus or the rule is not there. */
  rule(region: string, busName: string, name: string): EventRule {
    this.bus(region, busName);
    const rule = this.findRule(region, busName, name);
    if (!rule) throw notFound(`Rule ${name} does not exist on EventBus ${busName}.`);
    return rule;
  }

  /** A bus's rules by name. */
  rules({ region, name }: EventBus): EventRule[] {
    return sorted(
      [...this.#rules.values()].filter((rule) => rule.region === region && rule.busName === name),
    );
  }

  /** Rules of all regions that go by a schedule. */
  scheduledRules(): EventRule[] {
    return [...this.#rules.values()].filter((rule) => rule.scheduleExpression !== undefined);
  }

  putRule(rule: EventRule): void {
    this.#rules.set(ruleKey(rule.region, rule.busName, rule.name), rule);
    this.#changed();
  }

  deleteRule({ region, busName, name }: EventRule): void {
    this.#rules.delete(ruleKey(region, busName, name));
    this.#changed();
  }

  /** Calls back after rules changed; returns how to stop that. */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #changed(): void {
    for (const listener of this.#listeners) listener();
  }
}

function sorted<Named extends { name: string }>(items: Named[]): Named[] {
  return items.sort((a, b) => (a.name < b.name ? -1 : 1));
}
