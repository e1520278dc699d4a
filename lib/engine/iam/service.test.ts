import {
  CreateRoleCommand,
  DeleteRoleCommand,
  EntityAlreadyExistsException,
  GetRoleCommand,
  ListRolesCommand,
  ListUsersCommand,
  NoSuchEntityException,
} from "@aws-sdk/client-iam";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startEngine } from "../testing/start-engine.ts";

let started: Awaited<ReturnType<typeof startEngine>>;
beforeAll(async () => {
  started = await startEngine();
});
afterAll(() => started.stop());

const policy = JSON.stringify({ Version: "2012-10-17", Statement: [] });
const create = (RoleName: string, Path?: string) =>
  started.clients.iam.send(
    new CreateRoleCommand({ RoleName, Path, AssumeRolePolicyDocument: policy }),
  );

test("a role is made, read, listed and deleted", async () => {
  const { iam } = started.clients;
  const { Role } = await create("reader", "/service-role/");
  expect(Role?.Arn).toBe("arn:aws:iam::000000000000:role/service-role/reader");
  expect(Role?.RoleId).toMatch(/^AROA[A-Z2-7]{17}$/);
  const read = await iam.send(new GetRoleCommand({ RoleName: "reader" }));
  expect(read.Role).toEqual(Role);
  expect(decodeURIComponent(read.Role?.AssumeRolePolicyDocument ?? "")).toBe(policy);
  await expect(create("Reader")).rejects.toThrow(EntityAlreadyExistsException);
  await iam.send(new DeleteRoleCommand({ RoleName: "reader" }));
  await expect(iam.send(new GetRoleCommand({ RoleName: "reader" }))).rejects.toThrow(
    NoSuchEntityException,
  );
});

test("lists come in pages, filtered by path", async () => {
  const { iam } = started.clients;
  for (const name of ["page-a", "page-b", "page-c"]) await create(name, "/paged/");
  await create("page-other");
  const input = { PathPrefix: "/paged/", MaxItems: 2 };
  const first = await iam.send(new ListRolesCommand(input));
  expect(first.Roles?.map((role) => role.RoleName)).toEqual(["page-a", "page-b"]);
  expect(first.IsTruncated).toBe(true);
  const second = await iam.send(new ListRolesCommand({ ...input, Marker: first.Marker }));
  expect(second.Roles?.map((role) => role.RoleName)).toEqual(["page-c"]);
  expect(second.IsTruncated).toBe(false);
});

test("bad input and what IAM does beyond roles is refused in words", async () => {
  const { iam } = started.clients;
  await expect(create("no spaces allowed")).rejects.toMatchObject({
    name: "ValidationError",
    message:
      "1 validation error detected: Value 'no spaces allowed' at 'roleName' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\w+=,.@-]+",
  });
  await expect(
    iam.send(new CreateRoleCommand({ RoleName: "x", AssumeRolePolicyDocument: "{" })),
  ).rejects.toMatchObject({ name: "MalformedPolicyDocumentException" });
  await expect(iam.send(new ListUsersCommand({}))).rejects.toMatchObject({
    message: expect.stringContaining("ListUsers"),
  });
});
