import { database, type StoreDatabase } from "./database";

/** An AWS-compatible address the user has added. */
export interface SavedEndpoint {
  name: string;
  url: string;
  region: string;
  /** The profile whose credentials sign the calls; absent: dummy credentials. */
  profile?: string;
}

export function readEndpoints(store: StoreDatabase = database()): SavedEndpoint[] {
  const rows = store.prepare("SELECT name, url, region, profile FROM endpoint ORDER BY name").all();
  return (rows as (Omit<SavedEndpoint, "profile"> & { profile: string | null })[]).map((row) => ({
    ...row,
    profile: row.profile ?? undefined,
  }));
}

export function saveEndpoint(endpoint: SavedEndpoint, store: StoreDatabase = database()): void {
  store
    .prepare(
      `INSERT INTO endpoint (name, url, region, profile) VALUES (:name, :url, :region, :profile)
       ON CONFLICT (name) DO UPDATE SET url = :url, region = :region, profile = :profile`,
    )
    .run({ ...endpoint, profile: endpoint.profile ?? null });
}

/** Whether there was such an endpoint. */
export function deleteEndpoint(name: string, store: StoreDatabase = database()): boolean {
  return store.prepare("DELETE FROM endpoint WHERE name = ?").run(name).changes > 0;
}
