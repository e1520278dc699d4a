import type { EngineDatabase } from "../../store/database.ts";
import { DocumentTable } from "../../store/document-table.ts";
import type { StoredCode } from "../code-store.ts";
import type { PolicyRecord } from "../function-record.ts";

/** One version of a layer. Its content lies in the code store, under its sha256. */
export interface LayerVersionRecord extends StoredCode {
  version: number;
  description: string;
  /** These three are left out of AWS's answers when they were not given. */
  licenseInfo?: string | undefined;
  compatibleRuntimes?: readonly string[] | undefined;
  compatibleArchitectures?: readonly string[] | undefined;
  createdMs: number;
  policy?: PolicyRecord | undefined;
}

/** A layer outlives its versions: the number of a deleted one is never used again. */
export interface LayerRecord {
  region: string;
  name: string;
  nextVersion: number;
  /** By number, oldest first. */
  versions: Readonly<Record<string, LayerVersionRecord>>;
}

/** All layers of the account, by region. */
export class LayerStore {
  readonly #layers: DocumentTable<LayerRecord>;

  constructor(database: EngineDatabase) {
    this.#layers = new DocumentTable(database, "lambda_layers");
  }

  get(region: string, name: string): LayerRecord | undefined {
    return this.#layers.get(`${region}/${name}`);
  }

  version(region: string, name: string, version: number): LayerVersionRecord | undefined {
    return this.get(region, name)?.versions[version];
  }

  /** The region's layers in order of their names. */
  list(region: string): LayerRecord[] {
    return [...this.#layers.values()]
      .filter((layer) => layer.region === region)
      .sort((one, other) => (one.name < other.name ? -1 : 1));
  }

  save(layer: LayerRecord): void {
    this.#layers.set(`${layer.region}/${layer.name}`, layer);
  }

  /** Replaces one version of a layer, or removes it. */
  saveVersion(layer: LayerRecord, version: number, record: LayerVersionRecord | undefined): void {
    const { [version]: _, ...others } = layer.versions;
    this.save({ ...layer, versions: record ? { ...layer.versions, [version]: record } : others });
  }

  /** The sha256s of the content of all versions. */
  usedCode(): string[] {
    return [...this.#layers.values()].flatMap(({ versions }) =>
      Object.values(versions).map(({ codeSha256 }) => codeSha256),
    );
  }
}
