import * as fc from "fast-check";
import { expect, test } from "vitest";
import type { PluginOutput } from "../../src/monitoring/plugin-output.ts";
import type { Alert } from "../../src/notifications/alert.ts";
import { decide } from "../../src/notifications/decide.ts";
import { requestsFor, SERVICES } from "../../src/notifications/destination.ts";
import type { Message } from "../../src/notifications/message.ts";
import type { Notification } from "../../src/notifications/notification.ts";
import { cleaned, cut } from "../../src/notifications/text.ts";
import { LEVELS, type Level } from "../../src/util/level.ts";
import { violationsOf } from "../support/notify/service-rules.ts";

const text = fc
  .oneof(
    fc.string({ unit: "binary", maxLength: 1000 }),
    fc.constantFrom('"'.repeat(1000), "\\".repeat(1000), "😀".repeat(500)),
  )
  .map((wild) => cut(cleaned(wild), 1000));
const id = fc.stringMatching(/^[a-z]{1,8}(-[a-z0-9]{1,8}){0,3}$/);
const alert: fc.Arbitrary<Alert> = fc.record({
  cause: id,
  level: fc.constantFrom(...LEVELS),
  label: text,
  message: text,
  servers: fc.array(text, { maxLength: 5 }),
  remedy: text,
  since: fc.nat(4_000_000_000),
  services: fc.dictionary(text, fc.constantFrom(...LEVELS), { minKeys: 1, maxKeys: 3 }),
  notifiedBy: fc.constant([]),
});
const alerts = fc.array(alert, { minLength: 1, maxLength: 30 });
const message: fc.Arbitrary<Message> = fc.record({
  id: fc.uuid(),
  action: fc.constantFrom("problem", "recovery", "acknowledgement", "note"),
  type: fc.constantFrom("PROBLEM", "CUSTOM"),
  zone: fc.stringMatching(/^[a-z0-9/\\$.-]{1,253}$/),
  host: text,
  service: text,
  state: fc.constantFrom("OK", "CRITICAL"),
  summary: text,
  author: text,
  comment: text,
  link: fc.constantFrom("", "https://icinga.test/?a=1&b=<|>", `https://icinga.test/?${"&".repeat(480)}`),
  at: fc.nat(4_000_000_000),
  alerts,
  resolved: alerts,
  folded: alerts,
  others: alerts,
});

test("whatever is in a message, each service gets only what its limits allow", () => {
  fc.assert(
    fc.property(message, fc.constantFrom(...SERVICES), (given, service) => {
      for (const { method, url, headers, body } of requestsFor(
        service,
        given,
        "https://service.test/v2/alerts",
        "key",
      )) {
        const { pathname, search } = new URL(url);
        expect(violationsOf(service, { method, path: pathname + search, headers, body })).toEqual([]);
      }
    }),
    { numRuns: 300 },
  );
});

const CAUSES = ["rrsig-expired", "ds-missing", "ns-stale-secondary"] as const;
const step = fc.record({
  service: fc.constantFrom("signatures", "chain"),
  type: fc.constantFrom("PROBLEM", "EVENT", "RECOVERY", "CUSTOM", "FLAPPINGEND", "DOWNTIMESTART"),
  causes: fc.dictionary(fc.constantFrom(...CAUSES), fc.constantFrom<Level>("warning", "critical", "emergency")),
});
type Step = typeof step extends fc.Arbitrary<infer Value> ? Value : never;

test("whatever happens in any order, a cause is resolved only where it was told of, once, when no service has it left", () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 25 }), fc.subarray([...LEVELS], { minLength: 1 }), (steps, levels) => {
      let open: readonly Alert[] = [];
      const now = new Map<string, Step["causes"]>();
      const told = new Set<string>();
      for (const each of steps) {
        const decision = decide(open, notificationOf(each), new Set(levels), "id", {});
        open = decision.open;
        if (each.type !== "DOWNTIMESTART") now.set(each.service, each.causes);
        for (const { cause } of decision.message?.action === "problem" ? decision.message.alerts : []) told.add(cause);
        for (const { cause } of decision.message?.resolved ?? []) {
          expect(told.delete(cause)).toBe(true);
        }
        expect(new Set(open.map(({ cause }) => cause))).toEqual(told);
        const reported = new Set([...now.values()].flatMap((causes) => Object.keys(causes)));
        for (const cause of told) expect(reported).toContain(cause);
      }
      for (const service of ["signatures", "chain"] as const) {
        open = decide(open, notificationOf({ service, type: "RECOVERY", causes: {} }), new Set(levels), "id", {}).open;
      }
      expect(open).toEqual([]);
    }),
  );
});

function notificationOf({ service, type, causes }: Step): Notification {
  const findings = Object.entries(causes).map(([cause, level]) => ({
    id: cause,
    level,
    label: "MX zone.test",
    message: "it is broken",
    servers: [],
    remedy: "",
    consequences: [],
  }));
  const state =
    findings.length === 0 ? "OK" : findings.every(({ level }) => level === "warning") ? "WARNING" : "CRITICAL";
  const output: PluginOutput = {
    label: "DNSSEC",
    state,
    level: null,
    zone: "zone.test",
    summary: "broken",
    findings,
    isComplete: true,
    metrics: [],
  };
  const words = { summary: "broken", author: "", comment: "", link: "" };
  return { type, zone: "zone.test", host: "ns1", service, state, ...words, at: 0, output };
}
