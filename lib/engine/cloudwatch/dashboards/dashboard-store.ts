import type { EngineDatabase } from "../../store/database.ts";
import { DocumentTable } from "../../store/document-table.ts";

export interface Dashboard {
  name: string;
  arn: string;
  /** JSON, as it was put. */
  body: string;
  tags: Readonly<Record<string, string>>;
  modifiedMs: number;
}

/** The account's dashboards. Like CloudWatch's own they have no region. */
export class DashboardStore {
  readonly #dashboards: DocumentTable<Dashboard>;

  constructor(database: EngineDatabase) {
    this.#dashboards = new DocumentTable(database, "cloudwatch_dashboards");
  }

  find(name: string): Dashboard | undefined {
    return this.#dashboards.get(name);
  }

  /** By name. */
  list(): Dashboard[] {
    return [...this.#dashboards.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  put(dashboard: Dashboard): void {
    this.#dashboards.set(dashboard.name, dashboard);
  }

  delete(name: string): void {
    this.#dashboards.delete(name);
  }
}
