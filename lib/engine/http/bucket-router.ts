import type { BucketAddress } from "./bucket-address.ts";
import type { OperationPlan } from "./plan.ts";

interface Candidate {
  operation: OperationPlan;
  level: "all" | "bucket" | "object";
  /** Parameters the path of the operation names: `?uploads`, `?list-type=2`. */
  query: [name: string, value: string][];
  /** Required members that travel in the query or the headers: `uploadId`, `x-amz-copy-source`. */
  requiredQuery: string[];
  requiredHeaders: string[];
}

/** Finds the S3 operation that a request means: by method, by what it is about, then by its sub-resource. */
export class BucketRouter {
  readonly #candidates = new Map<string, Candidate[]>();

  constructor(operations: Iterable<OperationPlan>) {
    for (const operation of operations) {
      const candidate = operation.http && candidateOf(operation, operation.http.path);
      if (!candidate) continue;
      const key = `${operation.http?.method} ${candidate.level}`;
      this.#candidates.set(
        key,
        [...(this.#candidates.get(key) ?? []), candidate].sort((a, b) => asked(b) - asked(a)),
      );
    }
  }

  match(
    method: string,
    address: BucketAddress,
    query: URLSearchParams,
    headers: Readonly<Record<string, unknown>>,
  ): OperationPlan | undefined {
    const level =
      address.bucket === undefined ? "all" : address.key === undefined ? "bucket" : "object";
    const fits = (this.#candidates.get(`${method} ${level}`) ?? []).filter(
      (candidate) =>
        candidate.query.every(([name, value]) =>
          value === "" ? query.has(name) : query.get(name) === value,
        ) &&
        candidate.requiredQuery.every((name) => query.has(name)) &&
        candidate.requiredHeaders.every((name) => headers[name] !== undefined),
    );
    // Where the request says no more, clients say whom they mean.
    const meant = query.get("x-id");
    const [best] = fits;
    return fits.find(
      (candidate) =>
        best && asked(candidate) === asked(best) && (!meant || candidate.operation.name === meant),
    )?.operation;
  }
}

const asked = ({ query, requiredQuery, requiredHeaders }: Candidate): number =>
  query.length + requiredQuery.length + requiredHeaders.length;

function candidateOf(operation: OperationPlan, fullPath: string): Candidate | undefined {
  const [path = "", search = ""] = fullPath.split("?");
  const { members, requiredCount } = operation.input;
  const labels = members.filter(({ traits }) => traits.httpLabel).map(({ name }) => name);
  if (path !== "/" && path !== "/{Key+}") return undefined;
  const required = members.slice(0, requiredCount);
  return {
    operation,
    level: labels.includes("Key") ? "object" : labels.includes("Bucket") ? "bucket" : "all",
    query: [...new URLSearchParams(search)].filter(([name]) => name !== "x-id"),
    requiredQuery: required.flatMap(({ traits }) => traits.httpQuery ?? []),
    requiredHeaders: required.flatMap(({ traits }) =>
      traits.httpHeader === "x-amz-copy-source" ? traits.httpHeader : [],
    ),
  };
}
