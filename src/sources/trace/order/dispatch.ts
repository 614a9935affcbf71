import { EV } from '../../../wire/trace/events.ts';
import * as goroutine from './goroutine-events.ts';
import type { Machine } from './machine.ts';
import * as processor from './processor-events.ts';
import * as range from './range-events.ts';
import { goStatus } from './status-events.ts';
import * as user from './user-events.ts';

/**
 * Tries the next event of a thread. A switch, not a table of functions: so each handler is called from a place of its own.
 *
 * @returns false where others must come first
 * @throws TraceError where it can never come
 */
export function dispatch(o: Machine, row: number, m: number): boolean {
  switch (o.frontier.type[row]) {
    case EV.GoStart:
      return goroutine.goStart(o, row, m);
    case EV.GoUnblock:
      return goroutine.goUnblock(o, row, m);
    case EV.GoBlock:
    case EV.GoStop:
      return goroutine.goStop(o, row, m);
    case EV.ProcStart:
      return processor.procStart(o, row, m);
    case EV.ProcStop:
      return processor.procStop(o, row, m);
    case EV.ProcSteal:
      return processor.procSteal(o, row, m);
    case EV.ProcStatus:
      return processor.procStatus(o, row, m);
    case EV.GoCreate:
    case EV.GoCreateBlocked:
      return goroutine.goCreate(o, row, m);
    case EV.GoDestroy:
      return goroutine.goDestroy(o, row, m);
    case EV.GoSyscallBegin:
      return goroutine.goSyscallBegin(o, row, m);
    case EV.GoSyscallEnd:
      return goroutine.goSyscallEnd(o, row, m);
    case EV.GoSyscallEndBlocked:
      return goroutine.goSyscallEndBlocked(o, row, m);
    case EV.GoCreateSyscall:
      return goroutine.goCreateSyscall(o, row, m);
    case EV.GoDestroySyscall:
      return goroutine.goDestroySyscall(o, row, m);
    case EV.GoSwitch:
    case EV.GoSwitchDestroy:
      return goroutine.goSwitch(o, row, m);
    case EV.GoStatus:
    case EV.GoStatusStack:
      return goStatus(o, row, m);
    case EV.HeapAlloc:
    case EV.HeapGoal:
      return range.heapMetric(o, row, m);
    case EV.STWBegin:
      return range.stwBegin(o, row, m);
    case EV.STWEnd:
      return range.stwEnd(o, row, m);
    case EV.GCActive:
      return range.gcActive(o, row, m);
    case EV.GCBegin:
      return range.gcBegin(o, row, m);
    case EV.GCEnd:
      return range.gcEnd(o, row, m);
    case EV.GCSweepActive:
      return range.sweepActive(o, row, m);
    case EV.GCSweepBegin:
      return range.sweepBegin(o, row, m);
    case EV.GCSweepEnd:
      return range.sweepEnd(o, row, m);
    case EV.GCMarkAssistActive:
      return range.assistActive(o, row, m);
    case EV.GCMarkAssistBegin:
      return range.assistBegin(o, row, m);
    case EV.GCMarkAssistEnd:
      return range.assistEnd(o, row, m);
    case EV.ProcsChange:
      return range.procsChange(o, row, m);
    case EV.GoLabel:
      return user.goLabel(o, row, m);
    case EV.UserTaskBegin:
      return user.taskBegin(o, row, m);
    case EV.UserTaskEnd:
      return user.taskEnd(o, row, m);
    case EV.UserRegionBegin:
      return user.regionBegin(o, row, m);
    case EV.UserRegionEnd:
      return user.regionEnd(o, row, m);
    case EV.UserLog:
      return user.userLog(o, row, m);
    default:
      return user.experimental(o, row, m);
  }
}
