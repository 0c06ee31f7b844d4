import type { DomainName } from "../../dns/name.ts";
import { RrType } from "../../dns/registry.ts";
import { type Finding, finding, nameText } from "../../dnssec/finding.ts";
import { alerts, type Threshold } from "../../monitoring/range.ts";
import { renderTime } from "../../util/clock.ts";
import { renderDuration } from "../../util/duration.ts";
import type { Level } from "../../util/level.ts";
import { type Lag, soaPeriod } from "./lag.ts";

/** What lags are judged by. */
interface LagThresholds {
  readonly now: number;
  readonly warning: Threshold;
  readonly critical: Threshold;
}

/** Signers date signatures back, by up to one and a half hours, so that clocks that are slow take them. */
const BACKDATING = 2 * 3600;

/** Names the copies that are behind: information while a transfer may be under way, critical past the SOA's own timers. */
export function staleFindings(apex: DomainName, lags: readonly Lag[], thresholds: LagThresholds): Finding[] {
  const { now } = thresholds;
  return lags.map((lag) => {
    const { copy, newest } = lag;
    const isSameSerial = copy.soa.serial === newest.soa.serial;
    const version = (of: typeof copy): string => {
      const inception = isSameSerial ? soaPeriod(of, now)?.inception : undefined;
      return inception === undefined ? String(of.soa.serial) : `${of.soa.serial} signed ${renderTime(inception)}`;
    };
    return finding("ns-stale-secondary", {
      subject: { name: apex, type: RrType.SOA },
      servers: [copy.server],
      level: lagLevel(lag, thresholds),
      params: {
        found: version(copy),
        expected: version(newest),
        left: standing(lag, now),
        zone: nameText(apex),
      },
    });
  });
}

/** A copy overdue by refresh and retry (RFC 1035 3.3.13), or one that won't last as long as those, is lost without help. */
function lagLevel({ copy, newest, behindFor }: Lag, { now, warning, critical }: LagThresholds): Level {
  const timers = newest.soa.refresh + newest.soa.retry;
  const left = (of: typeof copy): number => (soaPeriod(of, now)?.expiration ?? Number.POSITIVE_INFINITY) - now;
  if (left(copy) < timers && left(newest) >= timers) return "critical";
  if (behindFor === null) return "info";
  if (behindFor > timers + BACKDATING || alerts(critical, behindFor)) return "critical";
  return alerts(warning, behindFor) ? "warning" : "info";
}

/** Since when a copy has been behind, if that is known, and how long it is still good. */
function standing({ copy, behindFor }: Lag, now: number): string {
  const since = behindFor === null ? "" : `for ${renderDuration(behindFor)} or more, `;
  const period = soaPeriod(copy, now);
  if (period === null) return `${since}unsigned`;
  const left = period.expiration - now;
  return left < 0 ? `${since}expired ${renderDuration(-left)} ago` : `${since}signed for ${renderDuration(left)} more`;
}
