import type { Integration } from "@aws-sdk/client-apigatewayv2";
import { requestKey, responseKey } from "../execute-api/map-parameters.ts";
import { badRequest } from "./errors.ts";

/** AWS keeps these to itself, and all names that begin with `x-amz` or `apigw-`. */
const reserved =
  /^(access-control-.*|apigw-.*|x-amz.*|authorization|connection|content-encoding|content-length|content-location|forwarded|keep-alive|origin|proxy-.*|te|trailers?|transfer-encoding|upgrade|x-forwarded-for|x-forwarded-host|x-forwarded-proto|via)$/i;

/** Throws BadRequestException for mappings that AWS does not take. */
export function checkMapping({ RequestParameters, ResponseParameters }: Integration): void {
  for (const key of Object.keys(RequestParameters ?? {})) {
    const [, , place, name = ""] = requestKey.exec(key) ?? [];
    if (key !== "overwrite:path" && place === undefined)
      throw badRequest(`Invalid mapping expression specified: ${key}`);
    if (place === "header" && reserved.test(name))
      throw badRequest(`Operations on header ${name} are restricted`);
  }
  for (const [status, mapping] of Object.entries(ResponseParameters ?? {})) {
    if (!/^[2-5]\d\d$/.test(status)) throw badRequest(`Invalid status code: ${status}`);
    for (const key of Object.keys(mapping)) {
      const name = responseKey.exec(key)?.[2];
      if (key !== "overwrite:statuscode" && name === undefined)
        throw badRequest(`Invalid mapping expression specified: ${key}`);
      if (name !== undefined && reserved.test(name))
        throw badRequest(`Operations on header ${name} are restricted`);
    }
  }
}
