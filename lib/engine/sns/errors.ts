import { ServiceError } from "../http/service.ts";

export const invalidParameter = (message: string): ServiceError =>
  new ServiceError("InvalidParameterException", `Invalid parameter: ${message}`, 400);

export const invalidValue = (message: string): ServiceError =>
  new ServiceError("InvalidParameterValueException", message, 400);

export const notFound = (message: string): ServiceError =>
  new ServiceError("NotFoundException", message, 404);

export const noTopic = (): ServiceError => notFound("Topic does not exist");

export const noSubscription = (): ServiceError => notFound("Subscription does not exist");
