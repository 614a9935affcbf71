import { UserError } from '../model/diagnostic.ts';
import type { Profile } from '../model/profile.ts';
import type { Granularity } from './granularity.ts';
import type { Measure, Weights } from './graph.ts';
import { type Figures, filterLines, profileLines, type Shown, shownLines } from './header.ts';
import { unitsOfKeys } from './labels.ts';
import type { LocalTime } from './local-time.ts';
import type { Order } from './order.ts';
import { outputUnit } from './output-unit.ts';
import { sampleTypeIndex } from './sample-type.ts';
import { filtersOf, type Selection, select } from './select/index.ts';
import { withoutDroppedFrames } from './select/prune.ts';
import { totalOf } from './total.ts';
import type { TrimOptions } from './trim.ts';
import { scaledLabel } from './units.ts';

/** What to show of a profile: pprof's options by their names, with its defaults. */
export interface ReportOptions extends Selection {
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
  /** 100 % is what the selection leaves, not the whole profile. */
  readonly relativePercentages?: boolean;
  /** Leaves out the lines on the profile. */
  readonly compactLabels?: boolean;
  /** How the time of a profile is printed; in this machine's zone where absent. */
  readonly time?: LocalTime;
}

/**
 * A profile made ready for a report, in pprof's order (google/pprof, internal/driver: fetchProfiles, generateRawReport):
 * uninteresting frames go, the total is taken, then samples are selected and added up.
 */
export class Report {
  /** What was selected. */
  readonly profile: Profile;
  readonly options: ReportOptions;
  readonly measure: Measure;
  /** Units of the label keys that have numbers. */
  readonly labelUnits: ReadonlyMap<string, string>;
  readonly total: number;
  readonly type: string;
  readonly unit: string;
  readonly warnings: readonly string[];

  /**
   * @throws UserError where the profile has no such sample type, for a bad regular expression, and for a divisor of 0.
   */
  constructor(whole: Profile, options: ReportOptions) {
    const value = wantedType(whole, options);
    const { type, unit } = whole.sampleTypes[value] ?? { type: '', unit: '' };
    this.options = options;
    this.measure = { value, divisor: options.mean ? 0 : undefined };
    this.type = options.mean ? `mean_${type}` : type;
    this.unit = unit;
    const interesting = withoutUninteresting(whole);
    this.labelUnits = unitsOfKeys(interesting.profile);
    const selected = select(interesting.profile, options, this.labelUnits);
    this.profile = selected.profile;
    this.warnings = [...interesting.warnings, ...selected.warnings];
    this.total = totalOf(options.relativePercentages ? selected.profile : interesting.profile, this.measure);
  }

  get trimOptions(): TrimOptions {
    const { trim = true, nodeFraction = 0.005, edgeFraction = 0.001, nodeCount = 0 } = this.options;
    const { order = 'flat', dropNegative = false } = this.options;
    return trim
      ? { nodeFraction, edgeFraction, nodeCount, order, dropNegative }
      : { nodeFraction: 0, edgeFraction: 0, nodeCount: 0, order, dropNegative };
  }

  /** How values are printed: the unit may depend on what is shown. */
  figures(shown?: Weights): Figures {
    const { unit = 'minimum', divideBy = 1 } = this.options;
    const ratio = 1 / divideBy;
    const chosen =
      unit === 'minimum' && shown && shown.listed.length > 0 ? outputUnit(shown, this.unit, this.total, ratio) : unit;
    const times = (value: number) => (ratio > 0 && ratio !== 1 ? Math.trunc(value * ratio) : value);
    const format = (value: number) => scaledLabel(times(value), this.unit, chosen);
    return { type: this.type, unit: this.unit, total: this.total, format };
  }

  profileLines(figures: Figures): string[] {
    return profileLines(this.profile, figures, this.options.time);
  }

  /** What stands above a table. */
  lines(figures: Figures, shown: Shown): string[] {
    const profile = this.options.compactLabels ? [] : this.profileLines(figures);
    return [...profile, ...filterLines(filtersOf(this.options)), ...shownLines(figures, shown)];
  }
}

function wantedType(profile: Profile, { sampleType, divideBy }: ReportOptions): number {
  if (divideBy === 0) throw new UserError('zero divisor specified');
  const index = sampleTypeIndex(profile, sampleType);
  if (index >= 0 || (sampleType ?? '') === '') return Math.max(index, 0);
  const types = profile.sampleTypes.map(({ type }) => type);
  throw new UserError(`there is no sample type ${JSON.stringify(sampleType)}: the profile has ${types.join(', ')}`);
}

/** pprof leaves a profile as it is whose expressions do not compile. */
function withoutUninteresting(profile: Profile): { profile: Profile; warnings: string[] } {
  try {
    return { profile: withoutDroppedFrames(profile), warnings: [] };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return { profile, warnings: [`drop_frames or keep_frames: ${error.message}`] };
  }
}
