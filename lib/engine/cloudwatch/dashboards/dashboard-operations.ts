import type {
  DeleteDashboardsInput,
  GetDashboardInput,
  ListDashboardsInput,
  PutDashboardInput,
} from "@aws-sdk/client-cloudwatch";
import type { Clock } from "../../clock.ts";
import { type CallContext, ServiceError } from "../../http/service.ts";
import { invalidParameter } from "../errors.ts";
import { readTags } from "../tags.ts";
import { checkDashboard } from "./check-dashboard.ts";
import type { DashboardStore } from "./dashboard-store.ts";

const pageSize = 1000;

/** Dashboards: kept, checked and given back; nothing draws them here. */
export function dashboardOperations(store: DashboardStore, clock: Clock) {
  return {
    PutDashboard(input: PutDashboardInput, { accountId }: CallContext) {
      const { DashboardName: name = "", DashboardBody: body = "", Tags } = input;
      checkName(name);
      const messages = checkDashboard(body);
      if (!messages) throw invalidBody("The field DashboardBody must be a valid JSON object");
      const { errors, warnings } = messages;
      if (errors.length > 0) {
        const list = errors.map(({ DataPath, Message }) => ({
          dataPath: DataPath,
          message: Message,
        }));
        throw invalidBody(
          `The dashboard body is invalid, there are ${errors.length} validation errors:\n${JSON.stringify(list, null, 2)}`,
          errors,
        );
      }
      store.put({
        name,
        arn: `arn:aws:cloudwatch::${accountId}:dashboard/${name}`,
        body,
        tags: store.find(name)?.tags ?? readTags(Tags),
        modifiedMs: clock.now(),
      });
      return { DashboardValidationMessages: warnings };
    },

    GetDashboard({ DashboardName: name = "" }: GetDashboardInput) {
      const dashboard = store.find(name);
      if (!dashboard) throw dashboardNotFound(`Dashboard ${name} does not exist`);
      return {
        DashboardArn: dashboard.arn,
        DashboardBody: dashboard.body,
        DashboardName: dashboard.name,
      };
    },

    ListDashboards(input: ListDashboardsInput) {
      const { DashboardNamePrefix: prefix = "", NextToken: token } = input;
      const last = Buffer.from(token ?? "", "base64url").toString();
      const matching = store
        .list()
        .filter(({ name }) => name.startsWith(prefix) && (token === undefined || name > last));
      const page = matching.slice(0, pageSize);
      const end = page.at(-1);
      return {
        DashboardEntries: page.map(({ name, arn, body, modifiedMs }) => ({
          DashboardName: name,
          DashboardArn: arn,
          LastModified: new Date(modifiedMs),
          Size: Buffer.byteLength(body),
        })),
        ...(end &&
          matching.length > pageSize && { NextToken: Buffer.from(end.name).toString("base64url") }),
      };
    },

    /** All or none, as on AWS. */
    DeleteDashboards({ DashboardNames: names = [] }: DeleteDashboardsInput) {
      if (names.length === 0) throw invalidParameter("The parameter DashboardNames is required.");
      const missing = names.filter((name) => !store.find(name));
      if (missing.length > 0)
        throw dashboardNotFound(`Dashboard(s) ${missing.join(", ")} do not exist`);
      for (const name of names) store.delete(name);
      return {};
    },
  };
}

function checkName(name: string): void {
  if (!/^[\w-]+$/.test(name))
    throw invalidParameter(
      `The value ${name} for field DashboardName contains invalid characters. It can only contain alphanumerics, dash (-) and underscore (_).`,
    );
  if (name.length > 255)
    throw invalidParameter("The field DashboardName must not be longer than 255 characters.");
}

function invalidBody(message: string, errors: unknown[] = []): ServiceError {
  return new ServiceError("DashboardInvalidInputError", message, 400, {
    dashboardValidationMessages: errors,
  });
}

function dashboardNotFound(message: string): ServiceError {
  return new ServiceError("DashboardNotFoundError", message, 404);
}
