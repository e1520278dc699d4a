import { pageByLimit } from "../http/page-of.ts";
import { badRequest } from "./errors.ts";

export const pageOf = pageByLimit(badRequest);
