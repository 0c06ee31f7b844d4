import type { DomainName } from "../../dns/name.ts";
import { RrType } from "../../dns/registry.ts";
import { type Finding, finding, nameText } from "../../dnssec/finding.ts";
import { alerts, type Threshold } from "../../monitoring/range.ts";
import { renderTime } from "../../util/clock.ts";
import { renderDuration } from "../../util/duration.ts";
import type { Level } from "../../util/level.ts";
import { type Lag, soaPeriod } from "./lag.ts";

/** A lag and how bad it is. */
export interface JudgedLag extends Lag {
  readonly level: Level;
}

/** What lags are judged by. */
interface LagThresholds {
  readonly now: number;
  readonly warning: Threshold;
  readonly critical: Threshold;
}

/** Signers date signatures back, by up to one and a half hours, so that clocks that are slow take them. */
const BACKDATING = 2 * 3600;

/** Judges lags: information while a transfer may be under way, critical past the SOA's own timers. */
export function judgeLags(lags: readonly Lag[], thresholds: LagThresholds): JudgedLag[] {
  return lags.map((lag) => ({ ...lag, level: lagLevel(lag, thresholds) }));
}

/** Names the copies that are behind, with what they have and since when. */
export function staleFindings(apex: DomainName, lags: readonly JudgedLag[], now: number): Finding[] {
  return lags.map((lag) => {
    const { copy, newest, level } = lag;
    const isSameSerial = copy.soa.serial === newest.soa.serial;
    const version = (of: typeof copy): string => {
      const inception = isSameSerial ? soaPeriod(of, now)?.inception : undefined;
      return inception === undefined ? String(of.soa.serial) : `${of.soa.serial} signed ${renderTime(inception)}`;
    };
    const params = {
      found: version(copy),
      expected: version(newest),
      left: standing(lag, now),
      zone: nameText(apex),
    };
    return finding("ns-stale-secondary", {
      subject: { name: apex, type: RrType.SOA },
      servers: [copy.server],
      level,
      params,
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
