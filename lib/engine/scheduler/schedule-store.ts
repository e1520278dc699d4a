import type { Clock } from "../clock.ts";
import type { EngineDatabase } from "../store/database.ts";
import { DocumentTable } from "../store/document-table.ts";
import { noGroup, noSchedule } from "./errors.ts";
import { defaultGroup, type Schedule, type ScheduleGroup } from "./schedule.ts";

const groupKey = (region: string, name: string): string => `${region}\n${name}`;
const scheduleKey = ({
  region,
  groupName,
  name,
}: Pick<Schedule, "region" | "groupName" | "name">) => `${region}\n${groupName}\n${name}`;

/** Schedules in their groups. Every region has the group `default`. */
export class ScheduleStore {
  readonly #groups: DocumentTable<ScheduleGroup>;
  readonly #schedules: DocumentTable<Schedule>;
  readonly #listeners = new Set<() => void>();

  constructor(
    readonly database: EngineDatabase,
    private readonly clock: Clock,
    private readonly accountId: string,
  ) {
    this.#groups = new DocumentTable(database, "scheduler_groups");
    this.#schedules = new DocumentTable(database, "scheduler_schedules");
  }

  findGroup(region: string, name: string): ScheduleGroup | undefined {
    const known = this.#groups.get(groupKey(region, name));
    if (known || name !== defaultGroup) return known;
    const group = {
      region,
      accountId: this.accountId,
      name,
      tags: {},
      createdMs: this.clock.now(),
    };
    this.putGroup(group);
    return group;
  }

  /** Throws ResourceNotFoundException. */
  group(region: string, name: string): ScheduleGroup {
    const group = this.findGroup(region, name);
    if (!group) throw noGroup(name);
    return group;
  }

  groups(region: string): ScheduleGroup[] {
    this.findGroup(region, defaultGroup);
    return sorted([...this.#groups.values()].filter((group) => group.region === region));
  }

  putGroup(group: ScheduleGroup): void {
    this.#groups.set(groupKey(group.region, group.name), group);
  }

  /** Deletes a group with its schedules. */
  deleteGroup({ region, name }: ScheduleGroup): void {
    for (const schedule of this.schedules(region))
      if (schedule.groupName === name) this.#schedules.delete(scheduleKey(schedule));
    this.#groups.delete(groupKey(region, name));
    this.#changed();
  }

  find(region: string, groupName: string, name: string): Schedule | undefined {
    return this.#schedules.get(scheduleKey({ region, groupName, name }));
  }

  /** Throws ResourceNotFoundException. */
  schedule(region: string, groupName: string, name: string): Schedule {
    const schedule = this.find(region, groupName, name);
    if (!schedule) throw noSchedule(name);
    return schedule;
  }

  /** Of one region, or of all. */
  schedules(region?: string): Schedule[] {
    return sorted(
      [...this.#schedules.values()].filter(
        (schedule) => region === undefined || schedule.region === region,
      ),
    );
  }

  put(schedule: Schedule): void {
    this.#schedules.set(scheduleKey(schedule), schedule);
    this.#changed();
  }

  delete(schedule: Schedule): void {
    this.#schedules.delete(scheduleKey(schedule));
    this.#changed();
  }

  /** Calls back after schedules changed; returns how to stop that. */
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
