import type { Clock } from "../clock.ts";
import type { EngineDatabase } from "../store/database.ts";
import { DocumentTable } from "../store/document-table.ts";
import { invalidRequest, notFound } from "./errors.ts";
import type { Secret } from "./secret.ts";

/** Secrets of all regions; one whose time for recovery is over is gone when it is next looked for. */
export class SecretStore {
  readonly #secrets: DocumentTable<Secret>;
  readonly #clock: Clock;

  constructor(database: EngineDatabase, clock: Clock) {
    this.#secrets = new DocumentTable(database, "secretsmanager_secrets");
    this.#clock = clock;
  }

  /** A region's secrets, oldest first, those marked for deletion too. */
  list(region: string): Secret[] {
    const nowMs = this.#clock.now();
    const all = [...this.#secrets.values()].filter((secret) => secret.region === region);
    for (const secret of all) if (isGone(secret, nowMs)) this.remove(secret);
    return all
      .filter((secret) => !isGone(secret, nowMs))
      .sort((one, other) => one.createdMs - other.createdMs || (one.name < other.name ? -1 : 1));
  }

  /** By name, by ARN, or by an ARN without the six letters at its end. */
  find(region: string, id: string): Secret | undefined {
    const name = /^arn:aws[a-z-]*:secretsmanager:[^:]*:\d{12}:secret:(.+)$/.exec(id)?.[1];
    if (name === undefined) return this.#alive(this.#secrets.get(`${region} ${id}`));
    const whole = this.#alive(this.#secrets.get(`${region} ${name.replace(/-[\w]{6}$/, "")}`));
    if (whole?.arn === id) return whole;
    return this.#alive(this.#secrets.get(`${region} ${name}`));
  }

  /** Throws ResourceNotFoundException. */
  get(region: string, id: string): Secret {
    const secret = this.find(region, id);
    if (!secret) throw notFound();
    return secret;
  }

  /** Throws InvalidRequestException as well, for one that is marked for deletion. */
  getActive(region: string, id: string): Secret {
    const secret = this.get(region, id);
    if (secret.deleted)
      throw invalidRequest(
        "You can't perform this operation on the secret because it was marked for deletion.",
      );
    return secret;
  }

  put(secret: Secret): void {
    this.#secrets.set(`${secret.region} ${secret.name}`, secret);
  }

  remove({ region, name }: Secret): void {
    this.#secrets.delete(`${region} ${name}`);
  }

  #alive(secret: Secret | undefined): Secret | undefined {
    return secret && !isGone(secret, this.#clock.now()) ? secret : undefined;
  }
}

function isGone({ deleted }: Secret, nowMs: number): boolean {
  return deleted !== undefined && nowMs >= deleted.goneMs;
}
