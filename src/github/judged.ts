import type { Report } from '../model/report.ts';
import type { Pull } from './pull.ts';

/** A result, and whom to tell. */
export interface Judged {
  readonly report: Report;
  /** Folder with the evidence and `result.json`. */
  readonly out: string;
  /** The pull request that it is about, where there is one. */
  readonly pull: Pull | null;
  /** ISO 8601; when it was judged. */
  readonly now: string;
}
