/** The Debian packages whose servers, signers and validators the tests and the demo compare with. */
export const debianPackages = [
  "bind9",
  "bind9-dnsutils",
  "bind9-utils",
  "graphite-carbon",
  "graphite-web",
  "icinga2-bin",
  "icingacli",
  "icingaweb2-module-director",
  "influxdb",
  "iproute2",
  "knot",
  "knot-dnssecutils",
  "knot-dnsutils",
  "knot-resolver",
  "ldnsutils",
  "nagios-nrpe-plugin",
  "nagios-nrpe-server",
  "nagios4-core",
  "nsd",
  "openssl",
  "pdns-backend-bind",
  "pdns-recursor",
  "pdns-server",
  "php-cli",
  "php-pgsql",
  "postgresql",
  "unbound",
  "unbound-host",
  "zabbix-agent2",
  "zabbix-frontend-php",
  "zabbix-server-pgsql",
];

/** The services those packages bring; the tests start their own servers and never these. */
export const services = [
  "carbon-cache",
  "icinga2",
  "icingaweb2-module-director",
  "influxdb",
  "knot",
  "kresd",
  "nagios-nrpe-server",
  "nagios4",
  "named",
  "nsd",
  "pdns",
  "pdns-recursor",
  "postgresql",
  "unbound",
  "zabbix-agent2",
  "zabbix-server",
];

/** What the bench measures the checks against; the tests do without. */
export const benchPackages = ["bind9-dnsutils", "dnsviz", "iproute2", "unbound", "zonemaster-cli"];

/** What pictures of Icinga Web and Zabbix are taken with, beside those of the tests. */
export const picturePackages = ["chromium", "dbconfig-no-thanks", "fonts-dejavu-core", "icinga2-ido-pgsql", "php-gd"];
