import type { CodeSigningPolicy } from "@aws-sdk/client-lambda";
import type { EngineDatabase } from "../../store/database.ts";
import { DocumentTable } from "../../store/document-table.ts";

export interface CodeSigningRecord {
  region: string;
  /** `csc-` and 17 characters. */
  id: string;
  description?: string | undefined;
  signingProfileVersionArns: readonly string[];
  untrustedArtifactOnDeployment: CodeSigningPolicy;
  tags: Readonly<Record<string, string>>;
  lastModifiedMs: number;
}

/** Code signing configurations by region. Nothing is signed here: what they say is kept and obeyed. */
export class CodeSigningStore {
  readonly #configs: DocumentTable<CodeSigningRecord>;

  constructor(database: EngineDatabase) {
    this.#configs = new DocumentTable(database, "lambda_code_signing_configs");
  }

  get(region: string, id: string): CodeSigningRecord | undefined {
    return this.#configs.get(`${region}/${id}`);
  }

  list(region: string): CodeSigningRecord[] {
    return [...this.#configs.values()]
      .filter((config) => config.region === region)
      .sort((one, other) => (one.id < other.id ? -1 : 1));
  }

  save(config: CodeSigningRecord): void {
    this.#configs.set(`${config.region}/${config.id}`, config);
  }

  delete({ region, id }: CodeSigningRecord): void {
    this.#configs.delete(`${region}/${id}`);
  }
}
