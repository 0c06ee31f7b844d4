import { join } from "node:path";
import { expect, test } from "vitest";
import { makeBasket } from "../support/director/basket.ts";
import { foldedJson } from "../support/director/folded-json.ts";

const BASKET = join(import.meta.dirname, "../../icinga-config/director/dnssec-basket.json");

test("the Director's basket has the commands, options and descriptions of Icinga 2's; `npm run basket` brings it up to date", async () => {
  await expect(foldedJson(makeBasket())).toMatchFileSnapshot(BASKET);
});
