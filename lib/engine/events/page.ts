import { pageByLimit } from "../http/page-of.ts";
import { invalid } from "./errors.ts";

export const pageOf = pageByLimit(invalid);
