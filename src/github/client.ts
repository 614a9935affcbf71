import { getOctokit } from '@actions/github';
import { retry } from '@octokit/plugin-retry';
import { throttling } from '@octokit/plugin-throttling';

export type Octokit = ReturnType<typeof getOctokit>;

export interface ClientOptions {
  readonly token: string;
  /** GITHUB_API_URL: github.com's, or a GitHub Enterprise Server's. */
  readonly apiUrl: string;
  /** No request outlives it. */
  readonly signal: AbortSignal;
  /** GitHub asks for at most one write a second; false where the server is not GitHub's. */
  readonly pace?: boolean;
  /** Longest wait before a retry that is worth it, seconds. */
  readonly patience?: number;
}

/** REST client that retries (5xx, resets), waits (rate limits) and ends with its signal. */
export function createClient(options: ClientOptions): Octokit {
  const patience = options.patience ?? 30;
  const mayWait = (seconds: number, _options: unknown, _octokit: unknown, count: number) =>
    seconds <= patience && count < 2;
  const client = getOctokit(
    options.token,
    {
      baseUrl: options.apiUrl,
      log: { debug() {}, info() {}, warn() {}, error() {} },
      retry: { retries: 2 },
      throttle: { enabled: options.pace ?? true, onRateLimit: mayWait, onSecondaryRateLimit: mayWait },
    },
    retry,
    throttling,
  );
  client.hook.before('request', (request) => {
    request.request.signal = options.signal;
  });
  return client;
}

/**
 * Runs work that talks to GitHub and gives it up after `seconds` in all, sleeping retries included.
 *
 * @throws Error when the time is up
 */
export async function withDeadline<T>(seconds: number, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const expired = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      const error = new Error(`GitHub did not answer within ${seconds} s`);
      controller.abort(error);
      reject(error);
    }, seconds * 1000);
  });
  try {
    return await Promise.race([work(controller.signal), expired]);
  } finally {
    clearTimeout(timer);
  }
}

/** HTTP status of a failed request, or null for anything else. */
export function statusOf(error: unknown): number | null {
  if (typeof error !== 'object' || error === null || !('status' in error)) return null;
  return typeof error.status === 'number' ? error.status : null;
}

/** One line that says what GitHub (or the network) answered. */
export function reasonOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  const first = message.split('\n')[0] ?? '';
  const status = statusOf(error);
  return status === null ? first : `${status}: ${first}`;
}
