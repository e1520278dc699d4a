"use strict";
// `awslambda.InvokeStore`: where `@aws/lambda-invoke-store`, and the AWS SDK by it, find the present
// invocation. One invocation runs at a time here, so that one context is enough.

const keys = {
  requestId: Symbol.for("_AWS_LAMBDA_REQUEST_ID"),
  traceId: Symbol.for("_AWS_LAMBDA_X_RAY_TRACE_ID"),
  tenantId: Symbol.for("_AWS_LAMBDA_TENANT_ID"),
  traceparent: Symbol.for("_AWS_LAMBDA_TRACEPARENT"),
  tracestate: Symbol.for("_AWS_LAMBDA_TRACESTATE"),
  baggage: Symbol.for("_AWS_LAMBDA_BAGGAGE"),
};

class InvokeStore {
  #context;

  /** Begins an invocation's context. */
  begin({ awsRequestId, tenantId, w3c }, traceId) {
    const { traceparent, tracestate, baggage } = w3c();
    this.#context = {
      [keys.requestId]: awsRequestId,
      [keys.traceId]: traceId,
      [keys.tenantId]: tenantId,
      [keys.traceparent]: traceparent,
      [keys.tracestate]: tracestate,
      [keys.baggage]: baggage,
    };
  }

  getContext() {
    return this.#context;
  }

  hasContext() {
    return this.#context !== undefined;
  }

  get(key) {
    return this.#context?.[key];
  }

  set(key, value) {
    if (this.isProtectedKey(key))
      throw new Error(`Cannot modify protected Lambda context field: ${String(key)}`);
    this.#context ??= {};
    this.#context[key] = value;
  }

  run(context, act) {
    this.#context = context;
    return act();
  }

  isProtectedKey(key) {
    return Object.values(keys).includes(key);
  }

  getRequestId() {
    return this.get(keys.requestId) ?? "-";
  }

  getXRayTraceId() {
    return this.get(keys.traceId);
  }

  getTenantId() {
    return this.get(keys.tenantId);
  }

  getTraceparent() {
    return this.get(keys.traceparent);
  }

  getTracestate() {
    return this.get(keys.tracestate);
  }

  getBaggage() {
    return this.get(keys.baggage);
  }
}

module.exports = { InvokeStore };
