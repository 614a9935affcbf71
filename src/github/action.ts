import * as core from '@actions/core';
import { fail } from './failure.ts';
import { readInputs } from './inputs.ts';
import { runMatrix } from './matrix.ts';
import { measure } from './measure.ts';
import { publish } from './publish.ts';
import { judgeAgain } from './rejudge.ts';
import { type Environment, readRunner } from './runner.ts';
import type { Session } from './session.ts';

/**
 * The action: reads its inputs, measures, judges again or runs the experiment, and tells the result.
 *
 * @returns the exit status: 0, or 1 for a failed job
 */
export async function runAction(env: Environment, session: Session): Promise<number> {
  try {
    const inputs = readInputs(env);
    if (inputs.token) core.setSecret(inputs.token);
    const runner = readRunner(env);
    if (inputs.command === 'gc-matrix') return await runMatrix(inputs, runner, session);
    const judged = await (inputs.command === 'judge' ? judgeAgain : measure)(inputs, runner, session);
    return await publish(judged, inputs, runner, session);
  } catch (error) {
    return fail(error, session);
  }
}
