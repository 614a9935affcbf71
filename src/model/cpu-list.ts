/** More CPUs than any machine has (Linux's largest NR_CPUS). */
const MOST = 8192;

/**
 * The CPUs that a list names, sorted and each once: `0-2,5` is 0, 1, 2, 5; as taskset(1) and the kernel write them
 * (cpuset(7), "List format"). Null for what is no such list.
 */
export function parseCpuList(text: string): readonly number[] | null {
  const ranges = text.split(',').map((part) => /^\s*(\d{1,4})(?:-(\d{1,4}))?\s*$/.exec(part));
  const cpus = new Set<number>();
  for (const range of ranges) {
    const [first, last] = [Number(range?.[1]), Number(range?.[2] ?? range?.[1])];
    if (!(first <= last && last < MOST)) return null;
    for (let cpu = first; cpu <= last; cpu++) cpus.add(cpu);
  }
  return [...cpus].sort((a, b) => a - b);
}

/** The same as text: 0, 1, 2, 5 is `0-2,5`. */
export function formatCpuList(cpus: readonly number[]): string {
  const runs: [number, number][] = [];
  for (const cpu of cpus) {
    const run = runs.at(-1);
    if (run && run[1] + 1 === cpu) run[1] = cpu;
    else runs.push([cpu, cpu]);
  }
  return runs.map(([first, last]) => (first === last ? `${first}` : `${first}-${last}`)).join(',');
}
