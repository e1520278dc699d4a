import type {
  Authorizer,
  Deployment,
  Integration,
  IntegrationResponse,
  Method,
  Model,
  RequestValidator,
  RestApi,
  Stage,
} from "@aws-sdk/client-api-gateway";

export type RestIntegration = Omit<Integration, "integrationResponses"> & {
  type: NonNullable<Integration["type"]>;
  integrationResponses?: Readonly<Record<string, IntegrationResponse>>;
};

export type RestMethod = Omit<Method, "methodIntegration"> & {
  httpMethod: string;
  methodIntegration?: RestIntegration;
};

export interface RestResource {
  id: string;
  parentId?: string;
  pathPart?: string;
  path: string;
  /** By HTTP method or ANY. */
  methods: Readonly<Record<string, RestMethod>>;
}

export interface CustomResponse {
  responseType: string;
  statusCode?: string | undefined;
  responseParameters: Readonly<Record<string, string>>;
  responseTemplates: Readonly<Record<string, string>>;
}

export type RestStage = Omit<Stage, "createdDate" | "lastUpdatedDate"> & {
  stageName: string;
  deploymentId: string;
  createdMs: number;
  updatedMs: number;
};

/** What a deployment freezes. */
export interface RestParts {
  resources: Readonly<Record<string, RestResource>>;
  authorizers: Readonly<Record<string, Authorizer & { id: string }>>;
  validators: Readonly<Record<string, RequestValidator & { id: string }>>;
  /** By type. */
  gatewayResponses: Readonly<Record<string, CustomResponse>>;
  /** By name. */
  models: Readonly<Record<string, Model>>;
}

/** A REST API. Its parts are records by id, in the order in which they were made. */
export interface RestApiRecord extends RestParts {
  region: string;
  apiId: string;
  createdMs: number;
  rootId: string;
  settings: Omit<RestApi, "id" | "createdDate" | "rootResourceId"> & { name: string };
  /** By name. */
  stages: Readonly<Record<string, RestStage>>;
}

export interface RestDeployment extends RestParts {
  apiId: string;
  createdMs: number;
  settings: Omit<Deployment, "createdDate" | "apiSummary"> & { id: string };
  binaryMediaTypes: readonly string[];
  minimumCompressionBytes?: number | undefined;
  apiKeySource?: RestApi["apiKeySource"];
}
