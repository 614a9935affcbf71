import type { Report } from '../model/report.ts';

export interface ReportOptions {
  /** UTF-8 bytes the text may have; the reporter drops detail and says how much is left out. */
  readonly maxBytes?: number;
  /** ANSI colour, for terminals. */
  readonly color?: boolean;
  /** Columns of the terminal. */
  readonly width?: number;
  /** Link to the file at a commit, where the report is shown on GitHub: `https://github.com/o/r/blob/SHA`. */
  readonly blobUrl?: string;
  /** Link to the workflow run. */
  readonly runUrl?: string;
}

/** Plug point: one form of the report. Pure: `Report` in, text out. */
export interface Reporter {
  /** `text`, `json`, `markdown`, `annotations` … as in `report --format`. */
  readonly format: string;
  readonly about: string;
  render(report: Report, options?: ReportOptions): string;
}
