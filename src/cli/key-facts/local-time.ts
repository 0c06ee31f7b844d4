const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const CTIME = /^[A-Z][a-z]{2} ([A-Z][a-z]{2}) +(\d+) (\d\d):(\d\d):(\d\d) (\d{4})$/;
const SQL_TIME = /^(\d{4})-(\d\d)-(\d\d) (\d\d):(\d\d):(\d\d)$/;

/**
 * Reads `Mon Nov 23 04:01:13 2026` or `2026-11-23 04:01:13`, as signers print them in their host's time zone, which is taken
 * for this one's; seconds since 1970, null where it is neither.
 */
export function parseLocalTime(text: string): number | null {
  const [, monthName = "", ...rest] = CTIME.exec(text) ?? [];
  if (rest.length > 0) {
    const [day = 0, hour = 0, minute = 0, second = 0, year = 0] = rest.map(Number);
    return seconds(new Date(year, MONTHS.indexOf(monthName), day, hour, minute, second));
  }
  const fields = SQL_TIME.exec(text);
  if (fields === null) return null;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = fields.slice(1).map(Number);
  return seconds(new Date(year, month - 1, day, hour, minute, second));
}

function seconds(date: Date): number {
  return Math.floor(date.getTime() / 1000);
}
