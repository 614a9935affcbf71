// The decoders that scripts/bench-profiles.mjs compares. Run by itself it decodes one file with one of them, in a process
// of its own, and prints what that took: node decoders.mjs NAME FILE READER
import { readFileSync } from 'node:fs';

/** google/pprof, proto/profile.proto. */
const PROTO = `syntax = "proto3"; package perftools.profiles;
message Profile { repeated ValueType sample_type = 1; repeated Sample sample = 2; repeated Mapping mapping = 3;
  repeated Location location = 4; repeated Function function = 5; repeated string string_table = 6; int64 drop_frames = 7;
  int64 keep_frames = 8; int64 time_nanos = 9; int64 duration_nanos = 10; ValueType period_type = 11; int64 period = 12;
  repeated int64 comment = 13; int64 default_sample_type = 14; int64 doc_url = 15; }
message ValueType { int64 type = 1; int64 unit = 2; }
message Sample { repeated uint64 location_id = 1; repeated int64 value = 2; repeated Label label = 3; }
message Label { int64 key = 1; int64 str = 2; int64 num = 3; int64 num_unit = 4; }
message Mapping { uint64 id = 1; uint64 memory_start = 2; uint64 memory_limit = 3; uint64 file_offset = 4; int64 filename = 5;
  int64 build_id = 6; bool has_functions = 7; bool has_filenames = 8; bool has_line_numbers = 9; bool has_inline_frames = 10; }
message Location { uint64 id = 1; uint64 mapping_id = 2; uint64 address = 3; repeated Line line = 4; bool is_folded = 5; }
message Line { uint64 function_id = 1; int64 line = 2; int64 column = 3; }
message Function { uint64 id = 1; int64 name = 2; int64 system_name = 3; int64 filename = 4; int64 start_line = 5; }`;

/** protobufjs compiles a decoder for each message: the code that its static generator prints. */
async function protobufjs(long) {
  const { default: protobuf } = await import('protobufjs');
  // Without Long every 64-bit number is a double, as with the generator's --force-number: the faster of the two.
  protobuf.util.Long = long ? protobuf.util.Long : null;
  protobuf.configure();
  const type = protobuf.parse(PROTO).root.lookupType('perftools.profiles.Profile').setup();
  return (bytes) => type.decode(bytes).sample.length;
}

export const DECODERS = {
  ours: async (reader) => {
    const { decodeProfile } = await import(reader);
    return (bytes) => decodeProfile(bytes).profile.samples.count;
  },
  'pprof-format': async () => {
    const { Profile } = await import('pprof-format');
    return (bytes) => Profile.decode(bytes).sample.length;
  },
  'protobufjs, numbers': () => protobufjs(false),
  'protobufjs, Long': () => protobufjs(true),
};

/** Decodes in the process before the warm ones are timed, and timed ones. */
const [WARMING, TIMED] = [5, 5];

if (process.argv[1] === import.meta.filename || process.argv[1]?.endsWith('decoders.mjs')) {
  const [name, path, reader] = process.argv.slice(2);
  const decode = await DECODERS[name](reader);
  const bytes = readFileSync(path);
  const before = process.resourceUsage().maxRSS;
  const times = [];
  let samples = 0;
  let first = 0;
  for (let i = 0; i < WARMING + TIMED; i++) {
    const start = performance.now();
    samples = decode(bytes);
    times.push(performance.now() - start);
    if (i === 0) first = process.resourceUsage().maxRSS;
  }
  const warm = times.slice(WARMING).sort((a, b) => a - b)[TIMED >> 1];
  console.log(JSON.stringify({ cold: times[0], warm, grown: (first - before) / 1024, samples }));
}
