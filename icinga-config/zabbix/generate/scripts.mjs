// What runs in Zabbix's own JavaScript engine (ECMAScript 5).
import { LEVELS } from "./checks.mjs";

/** Lists of names, such as "a b, c", as the rows of a discovery: all combinations of their names. */
export const LIST_ROWS = `
var lists = JSON.parse(value), rows = [{}];
Object.keys(lists).forEach(function (macro) {
  var names = lists[macro].split(/[\\s,]+/).filter(String), longer = [];
  rows.forEach(function (row) {
    names.forEach(function (name) {
      var copy = JSON.parse(JSON.stringify(row));
      copy['{#' + macro + '}'] = name;
      longer.push(copy);
    });
  });
  rows = longer;
});
return JSON.stringify(rows);`.trim();

/** A check's JSON as text: the level and the summary, then the findings, each with what to do. */
export const READ_RESULT = `
var result;
try {
  result = JSON.parse(value);
} catch (error) {
  return 'UNKNOWN: not the result of a check: ' + value;
}
var isEmergency = result.status === 'CRITICAL' && result.severity === 'emergency';
var lines = [(isEmergency ? 'EMERGENCY' : result.status) + ': ' + result.summary];
result.findings.forEach(function (finding) {
  var servers = finding.servers.length > 0 ? ' (at ' + finding.servers.join(', ') + ')' : '';
  lines.push('[' + finding.level.toUpperCase() + '] ' + finding.id + ' ' + finding.subject + ': ' + finding.message + servers);
  lines.push('  To do: ' + finding.remedy);
});
return lines.join('\\n');`.trim();

/** Such a text's level as a number. */
export const READ_LEVEL = `return ${JSON.stringify(LEVELS)}.indexOf(value.split(':')[0]);`;

/** What stands in for a check's JSON where Zabbix could not run it or stopped it. */
export const NO_RESULT = JSON.stringify({
  status: "UNKNOWN",
  severity: "none",
  summary: "Zabbix got no result: the check is missing, or was stopped by the Timeout of the server or proxy",
  findings: [],
  metrics: [],
});
