import type { EngineDatabase } from "../store/database.ts";

export interface Role {
  roleName: string;
  path: string;
  roleId: string;
  assumeRolePolicyDocument: string;
  description: string | null;
  maxSessionDurationSeconds: number;
  createdMs: number;
}

/** The account's roles. Like IAM itself they have no region, and names differ by more than case. */
export class RoleStore {
  constructor(private readonly database: EngineDatabase) {
    database.exec(`CREATE TABLE IF NOT EXISTS iam_role (
      roleName TEXT PRIMARY KEY COLLATE NOCASE,
      path TEXT NOT NULL,
      roleId TEXT NOT NULL,
      assumeRolePolicyDocument TEXT NOT NULL,
      description TEXT,
      maxSessionDurationSeconds INTEGER NOT NULL,
      createdMs INTEGER NOT NULL
    )`);
  }

  find(roleName: string): Role | undefined {
    return this.database.prepare("SELECT * FROM iam_role WHERE roleName = ?").get(roleName) as
      | Role
      | undefined;
  }

  insert(role: Role): void {
    this.database
      .prepare(
        "INSERT INTO iam_role VALUES (@roleName, @path, @roleId, @assumeRolePolicyDocument, @description, @maxSessionDurationSeconds, @createdMs)",
      )
      .run(role);
  }

  /** False when there is no such role. */
  delete(roleName: string): boolean {
    return (
      this.database.prepare("DELETE FROM iam_role WHERE roleName = ?").run(roleName).changes > 0
    );
  }

  /** Up to `limit` roles below `pathPrefix`, by name, behind `afterName`. */
  list(pathPrefix: string, afterName: string, limit: number): Role[] {
    return this.database
      .prepare(
        "SELECT * FROM iam_role WHERE roleName > ? AND substr(path, 1, length(?)) = ? ORDER BY roleName LIMIT ?",
      )
      .all(afterName, pathPrefix, pathPrefix, limit) as Role[];
  }
}
