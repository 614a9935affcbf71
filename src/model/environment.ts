/** Where a side was measured (CHECKLIST A6). Absent means unknown. */
export interface Environment {
  readonly goVersion?: string;
  readonly goos?: string;
  readonly goarch?: string;
  readonly cpu?: string;
  readonly gomaxprocs?: number;
  /** CPUs the process may use. */
  readonly cpus?: number;
  readonly kernel?: string;
  /** How the kernel chooses the clock rate of the CPUs that may be used (`performance`, `schedutil` …); several with commas. */
  readonly governor?: string;
  /** GOGC, GOMEMLIMIT, GODEBUG, GOFLAGS, GOAMD64, GOEXPERIMENT … as the benchmarks saw them; only those that are set. */
  readonly variables?: Readonly<Record<string, string>>;
  /** cgroup limits, where there are any. */
  readonly cpuLimit?: number;
  readonly memoryLimit?: number;
}
