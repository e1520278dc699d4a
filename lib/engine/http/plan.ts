import { NormalizedSchema } from "@smithy/core/schema";
import type { Operation, RefusedOperation, Service } from "./service.ts";
import { compileShape, type Shape } from "./shape.ts";

/** Everything about one operation that does not change between calls. */
export class OperationPlan {
  #input?: Shape;
  #output?: Shape;
  #takesStream?: boolean;
  readonly http?: { method: string; path: string; status: number };

  constructor(
    readonly service: ServicePlan,
    readonly name: string,
    readonly run: Operation | RefusedOperation,
    private readonly schema: OperationSchema,
  ) {
    const http = schema[3] && typeof schema[3] === "object" ? schema[3].http : undefined;
    if (http) this.http = { method: http[0], path: http[1], status: http[2] };
  }

  get input(): Shape {
    return (this.#input ??= compileShape(NormalizedSchema.of(this.schema[4])));
  }

  /** Its body is not read before the operation runs: it may be larger than memory. */
  get takesStream(): boolean {
    return (this.#takesStream ??= this.input.members.some(
      ({ traits, shape }) => traits.httpPayload && shape.traits.streaming,
    ));
  }

  get output(): Shape {
    return (this.#output ??= compileShape(NormalizedSchema.of(this.schema[5])));
  }
}

export interface ErrorPlan {
  shape?: Shape;
  status?: number;
  /** The code and status of the Query protocol, where it differs. */
  query?: { code: string; status: number };
}

/** A service with its operations' schemas looked up. */
export class ServicePlan {
  readonly operations = new Map<string, OperationPlan>();
  readonly #errors = new Map<string, ErrorPlan>();

  /** Throws when an operation has no schema. */
  constructor(
    readonly service: Service,
    readonly schemas: Readonly<Record<string, unknown>>,
  ) {
    const { others, operations, id } = service;
    if (others !== undefined)
      for (const schema of Object.values(schemas))
        if (isOperationSchema(schema)) this.#add({ refused: others }, schema);
    for (const [name, run] of Object.entries(operations)) {
      const schema = schemas[`${name}$`];
      if (!isOperationSchema(schema))
        throw new Error(`${id} has no schema for the operation ${name}`);
      this.#add(run, schema);
    }
  }

  /** How the service words the error `code`; empty when its model does not know it. */
  error(code: string): ErrorPlan {
    let plan = this.#errors.get(code);
    if (!plan) {
      const schema = this.schemas[`${code}$`];
      plan = isErrorSchema(schema) ? errorPlan(schema) : {};
      this.#errors.set(code, plan);
    }
    return plan;
  }

  #add(run: Operation | RefusedOperation, schema: OperationSchema): void {
    const name = schema[2];
    this.operations.set(name, new OperationPlan(this, name, run, schema));
  }
}

const plans = new WeakMap<Service, Promise<ServicePlan>>();

/** The plan of a service, made when it is first asked for. Rejects when an operation has no schema. */
export function planOf(service: Service): Promise<ServicePlan> {
  let plan = plans.get(service);
  if (!plan) {
    plan = service.schemas().then((schemas) => new ServicePlan(service, schemas));
    plans.set(service, plan);
  }
  return plan;
}

type OperationSchema = [
  9,
  namespace: string,
  name: string,
  traits: number | { http?: [method: string, path: string, status: number] },
  input: Parameters<typeof NormalizedSchema.of>[0],
  output: Parameters<typeof NormalizedSchema.of>[0],
];
type ErrorSchema = Extract<Parameters<typeof NormalizedSchema.of>[0], readonly [-3, ...unknown[]]>;

const isOperationSchema = (schema: unknown): schema is OperationSchema =>
  Array.isArray(schema) && schema[0] === 9;
const isErrorSchema = (schema: unknown): schema is ErrorSchema =>
  Array.isArray(schema) && schema[0] === -3;

function errorPlan(schema: ErrorSchema): ErrorPlan {
  const normalized = NormalizedSchema.of(schema);
  const { httpError, awsQueryError } = normalized.getMergedTraits() as {
    httpError?: number;
    awsQueryError?: [string, number];
  };
  return {
    shape: compileShape(normalized),
    status: httpError,
    query: awsQueryError && { code: awsQueryError[0], status: awsQueryError[1] },
  };
}
