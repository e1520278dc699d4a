import type {
  Api,
  Authorizer,
  Deployment,
  Integration,
  IntegrationResponse,
  Model,
  Route,
  RouteResponse,
  Stage,
} from "@aws-sdk/client-apigatewayv2";

/** Members as AWS answers with them; what is undefined is not kept. */
export type ApiSettings = Omit<Api, "ApiId" | "ApiEndpoint" | "CreatedDate"> & {
  Name: string;
  ProtocolType: "HTTP" | "WEBSOCKET";
  RouteSelectionExpression: string;
};

export type ApiIntegration = Integration & {
  IntegrationId: string;
  /** By id; of WebSocket APIs. */
  responses?: Readonly<Record<string, IntegrationResponse>>;
};

export type ApiRoute = Route & {
  RouteId: string;
  RouteKey: string;
  /** By id; of WebSocket APIs. */
  responses?: Readonly<Record<string, RouteResponse>>;
};

export type ApiAuthorizer = Authorizer & { AuthorizerId: string };

export type ApiStage = Omit<Stage, "CreatedDate" | "LastUpdatedDate"> & {
  StageName: string;
  createdMs: number;
  updatedMs: number;
};

/** What a deployment freezes. */
interface ApiParts {
  routes: Readonly<Record<string, ApiRoute>>;
  integrations: Readonly<Record<string, ApiIntegration>>;
  authorizers: Readonly<Record<string, ApiAuthorizer>>;
}

/** An HTTP or WebSocket API. Its parts are records by id, in the order in which they were made. */
export interface ApiRecord extends ApiParts {
  region: string;
  apiId: string;
  createdMs: number;
  settings: ApiSettings;
  models: Readonly<Record<string, Model>>;
  /** By name. */
  stages: Readonly<Record<string, ApiStage>>;
}

/** Told that a stage has gone, or an API with all of them: usage plans have it no more. */
export type ForgetStage = (api: ApiRecord, stageName?: string) => void;

/** What a stage serves: the API's parts as they were. */
export interface ApiDeployment extends ApiParts {
  apiId: string;
  createdMs: number;
  settings: Omit<Deployment, "CreatedDate"> & { DeploymentId: string };
}

/** The port on which the engine listens is the address's too: it opens in a local browser. */
export function apiEndpoint({ apiId, region, settings }: ApiRecord, endpoint: string): string {
  const scheme = settings.ProtocolType === "WEBSOCKET" ? "ws" : "http";
  return `${scheme}://${apiId}.execute-api.${region}.localhost:${new URL(endpoint).port}`;
}

/** Without the members that are undefined: they would be written as absent anyway, and hide what is there. */
export function given<T extends object>(members: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]: Exclude<T[K], undefined>;
  };
}

export const without = <Value>(
  record: Readonly<Record<string, Value>>,
  key: string,
): Readonly<Record<string, Value>> =>
  Object.fromEntries(Object.entries(record).filter(([name]) => name !== key));
