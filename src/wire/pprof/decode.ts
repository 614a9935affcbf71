import type { Profile } from '../../model/profile.ts';
import { Cursor, int64, isWide, WireError } from '../protobuf.ts';
import { readComments } from './comments.ts';
import { Context } from './context.ts';
import { readFunctions } from './functions.ts';
import { readLocations } from './locations.ts';
import { readMappings } from './mappings.ts';
import type { Messages } from './messages.ts';
import { type Problem, Problems } from './problem.ts';
import { readSamples } from './samples.ts';
import { type Outline, PROFILE, scan } from './scan.ts';
import { readStrings } from './strings.ts';
import { readPeriodType, readSampleTypes } from './value-types.ts';

/** A profile as far as it can be used, and everything that is wrong with the file. */
export interface DecodedProfile {
  /** Null where the bytes are no protocol buffer, or lack what everything else rests on. */
  readonly profile: Profile | null;
  readonly problems: readonly Problem[];
}

/** Go's profiles have four sample types at the most. A type is two bytes in the file and forty in memory. */
const MOST_SAMPLE_TYPES = 1000;

/**
 * Decodes an uncompressed pprof profile (google/pprof, proto/profile.proto). Never throws for what the bytes hold: rows
 * that break an invariant are named and left out, the others stay. Memory is bounded by the size of the bytes.
 */
export function decodeProfile(bytes: Uint8Array): DecodedProfile {
  const problems = new Problems();
  let profile: Profile | null = null;
  try {
    const outline = scan(bytes);
    if (isUsable(outline, bytes.length, problems)) profile = assemble(bytes, outline, problems);
  } catch (error) {
    if (!(error instanceof WireError)) throw error;
    problems.add('protocol buffer', error.message, error.offset);
  }
  return { profile, problems: problems.list() };
}

/** Whether there is what everything else rests on. */
function isUsable({ messages, secondAt }: Outline, length: number, problems: Problems): boolean {
  const types = messages[PROFILE.sampleType] as Messages;
  if (length === 0) problems.add('not empty', 'the file is empty', 0);
  else if (secondAt >= 0) problems.add('one profile', 'a second profile begins before here', secondAt);
  else if (messages[PROFILE.string]?.count === 0) problems.add('string table', 'there are no texts', 0);
  else if (types.count > MOST_SAMPLE_TYPES)
    problems.add(
      'sample types',
      `${types.count} sample types are more than ${MOST_SAMPLE_TYPES}`,
      types.at[0] as number,
    );
  else return true;
  return false;
}

/** Texts and functions first, since the others name them by index or id. */
function assemble(bytes: Uint8Array, outline: Outline, problems: Problems): Profile {
  const of = (field: number) => outline.messages[field] as Messages;
  const strings = readStrings(bytes, of(PROFILE.string));
  if (strings[0] !== '')
    problems.add('first text is empty', 'the first text is not the empty one', of(PROFILE.string).at[0] as number);
  strings[0] = '';
  const context = new Context(new Cursor(bytes), strings, problems);
  const sampleTypes = readSampleTypes(context, of(PROFILE.sampleType));
  const functions = readFunctions(context, of(PROFILE.function));
  const mappings = readMappings(context, of(PROFILE.mapping));
  const { locations, lines, rows } = readLocations(context, of(PROFILE.location), functions.rows, mappings.rows);
  const { samples, labels } = readSamples(context, of(PROFILE.sample), rows, sampleTypes.length);
  return {
    strings,
    sampleTypes,
    periodType: readPeriodType(context, of(PROFILE.periodType)),
    comments: readComments(context, of(PROFILE.comment)),
    ...scalars(context, outline),
    samples,
    labels,
    locations,
    lines,
    functions: functions.table,
    mappings: mappings.table,
  };
}

function scalars(context: Context, { lo, hi, numberAt }: Outline) {
  const number = (field: number) => int64(lo[field] as number, hi[field] as number);
  const text = (field: number) => context.text(number(field), numberAt[field] as number);
  const counted = (field: number) => {
    if (isWide(lo[field] as number, hi[field] as number)) context.wide(numberAt[field] as number);
    return number(field);
  };
  return {
    defaultSampleType: text(PROFILE.defaultSampleType),
    dropFrames: text(PROFILE.dropFrames),
    keepFrames: text(PROFILE.keepFrames),
    docUrl: text(PROFILE.docUrl),
    timeNanos: number(PROFILE.timeNanos),
    durationNanos: counted(PROFILE.durationNanos),
    period: counted(PROFILE.period),
  };
}
