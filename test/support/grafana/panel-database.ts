/** What a panel asks: a query of InfluxQL with the names of its series, or a target of Graphite. */
export interface PanelQuery {
  readonly query?: string;
  readonly alias?: string;
  readonly target?: string;
}

/** A database with perfdata, asked as Grafana asks it. */
export interface PanelDatabase {
  /** Where Icinga 2 writes to. */
  readonly port: number;
  /** What a variable offers, before its regular expression. */
  valuesOf(query: string): Promise<readonly string[]>;
  /** The last value of each series by the name in the legend, with these variables selected and all of the others. */
  show(query: PanelQuery, selected: Readonly<Record<string, string>>): Promise<ReadonlyMap<string, number | null>>;
  stop(): Promise<void>;
}

/** What a URL answers to these parameters, as JSON; throws with the text where that is an error. */
export async function getJson(url: string, parameters: Readonly<Record<string, string>>): Promise<unknown> {
  const response = await fetch(`${url}?${new URLSearchParams(parameters).toString()}`);
  if (!response.ok) throw new Error(`${response.status} ${(await response.text()).slice(0, 500)}: ${response.url}`);
  return response.json();
}
