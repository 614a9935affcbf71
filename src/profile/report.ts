import type { Profile } from '../model/profile.ts';
import { type Granularity, type NodeTable, nodesOf } from './granularity.ts';
import type { Graph, Measure } from './graph.ts';
import type { Figures } from './header.ts';
import { profileLines } from './header.ts';
import type { LocalTime } from './local-time.ts';
import type { Order } from './order.ts';
import { outputUnit } from './output-unit.ts';
import { sampleTypeIndex } from './sample-type.ts';
import { totalOf } from './total.ts';
import type { TrimOptions } from './trim.ts';
import { scaledLabel } from './units.ts';

/** What to show of a profile: pprof's options by their names, with its defaults. */
export interface ReportOptions {
  /** Sample type by name or number; the profile's own choice where absent. */
  readonly sampleType?: string;
  /** Each value divided by the first sample type's: the mean delay of a contention. */
  readonly mean?: boolean;
  readonly granularity?: Granularity;
  readonly noInlines?: boolean;
  readonly showColumns?: boolean;
  readonly order?: Order;
  /** 0.005. */
  readonly nodeFraction?: number;
  /** 0.001. */
  readonly edgeFraction?: number;
  /** All. */
  readonly nodeCount?: number;
  /** False shows everything, whatever the three above say. */
  readonly trim?: boolean;
  readonly dropNegative?: boolean;
  /** Unit of what is printed: `minimum` (one for the report), `auto` (one per value), or a unit. */
  readonly unit?: string;
  /** What values are divided by before they are printed. */
  readonly divideBy?: number;
  /** Leaves out the lines on the profile. */
  readonly compactLabels?: boolean;
  /** How the time of a profile is printed; in this machine's zone where absent. */
  readonly time?: LocalTime;
}

/** A profile, made ready for a report. */
export class Report {
  readonly profile: Profile;
  readonly options: ReportOptions;
  readonly measure: Measure;
  readonly nodes: NodeTable;
  readonly total: number;
  readonly type: string;
  readonly unit: string;

  constructor(profile: Profile, options: ReportOptions) {
    const value = sampleTypeIndex(profile, options.sampleType);
    const sampleType = profile.sampleTypes[value] ?? { type: '', unit: '' };
    this.profile = profile;
    this.options = options;
    this.measure = { value, divisor: options.mean ? 0 : undefined };
    this.nodes = nodesOf(profile, options);
    this.total = totalOf(profile, this.measure);
    this.type = options.mean ? `mean_${sampleType.type}` : sampleType.type;
    this.unit = sampleType.unit;
  }

  get trimOptions(): TrimOptions {
    const { trim = true, nodeFraction = 0.005, edgeFraction = 0.001, nodeCount = 0 } = this.options;
    const { order = 'flat', dropNegative = false } = this.options;
    return trim
      ? { nodeFraction, edgeFraction, nodeCount, order, dropNegative }
      : { nodeFraction: 0, edgeFraction: 0, nodeCount: 0, order, dropNegative };
  }

  /** How values are printed: the unit may depend on what is shown. */
  figures(shown?: Graph): Figures {
    const { unit = 'minimum', divideBy = 1 } = this.options;
    const ratio = 1 / divideBy;
    const chosen =
      unit === 'minimum' && shown && shown.listed.length > 0 ? outputUnit(shown, this.unit, this.total, ratio) : unit;
    const times = (value: number) => (ratio > 0 && ratio !== 1 ? Math.trunc(value * ratio) : value);
    const format = (value: number) => scaledLabel(times(value), this.unit, chosen);
    return { type: this.type, unit: this.unit, total: this.total, format };
  }

  profileLines(figures: Figures): string[] {
    return this.options.compactLabels ? [] : profileLines(this.profile, figures, this.options.time);
  }
}
