import type { EngineDatabase } from "../store/database.ts";
import { DocumentTable } from "../store/document-table.ts";
import { parameterNotFound, validation, versionNotFound } from "./errors.ts";
import { newest, type Parameter, type ParameterVersion } from "./parameter.ts";

/** A parameter and the version that a caller named. */
export interface FoundVersion {
  parameter: Parameter;
  version: ParameterVersion;
  /** `:3` or `:label` where one was given. */
  selector?: string;
}

/** Names that differ by their first slash alone mean the same parameter at the top. */
const keyOf = (region: string, name: string): string =>
  `${region} ${name.includes("/", 1) ? name : name.replace(/^\//, "")}`;

/** The parameters of all regions. */
export class ParameterStore {
  readonly #parameters: DocumentTable<Parameter>;

  constructor(database: EngineDatabase) {
    this.#parameters = new DocumentTable(database, "ssm_parameters");
  }

  /** A region's parameters by name. */
  list(region: string): Parameter[] {
    return [...this.#parameters.values()]
      .filter((parameter) => parameter.region === region)
      .sort((one, other) => (one.name < other.name ? -1 : 1));
  }

  find(region: string, name: string): Parameter | undefined {
    return this.#parameters.get(keyOf(region, nameOf(name)));
  }

  /** Throws ParameterNotFound. */
  get(region: string, name: string): Parameter {
    const parameter = this.find(region, name);
    if (!parameter) throw parameterNotFound(name);
    return parameter;
  }

  /** What `name`, `name:version`, `name:label` or an ARN means. Throws ParameterNotFound or ParameterVersionNotFound. */
  getVersion(region: string, reference: string): FoundVersion {
    const [name = "", selector, ...rest] = nameOf(reference).split(":");
    if (rest.length > 0)
      throw validation(
        `The parameter name ${reference} holds more than one version or label after its colon.`,
      );
    const parameter = this.get(region, name);
    if (selector === undefined) return { parameter, version: newest(parameter) };
    const byNumber = /^\d+$/.test(selector);
    const version = parameter.versions.find(({ number, labels }) =>
      byNumber ? number === Number(selector) : labels.includes(selector),
    );
    if (!version)
      throw versionNotFound(
        byNumber
          ? `Systems Manager could not find version ${selector} of ${name}. Verify the version and try again.`
          : `Systems Manager could not find label ${selector} for parameter ${name}. Verify the label and try again.`,
      );
    return { parameter, version, selector: `:${selector}` };
  }

  put(parameter: Parameter): void {
    this.#parameters.set(keyOf(parameter.region, parameter.name), parameter);
  }

  delete({ region, name }: Parameter): void {
    this.#parameters.delete(keyOf(region, name));
  }
}

/** The name in an ARN, whose first slash may belong to it or not. */
function nameOf(reference: string): string {
  const inArn = /^arn:aws[a-z-]*:ssm:[^:]*:\d{12}:parameter\/(.+)$/.exec(reference)?.[1];
  if (inArn === undefined) return reference;
  return inArn.includes("/") ? `/${inArn}` : inArn;
}
