import type { HeapSummary } from '../../../model/trace.ts';
import { type Fold, METRIC } from '../sink.ts';

interface Course {
  first: number;
  last: number;
  min: number;
  max: number;
}

/** The live heap and its goal, bytes. */
class Heap implements Fold<{ readonly heap: HeapSummary }> {
  private live: Course | null = null;
  private goal: Course | null = null;

  metric(metric: number, value: number): void {
    if (metric === METRIC.heap) this.live = continued(this.live, value);
    else if (metric === METRIC.goal) this.goal = continued(this.goal, value);
  }

  summary(): { readonly heap: HeapSummary } {
    return { heap: { live: this.live, goal: this.goal } };
  }
}

function continued(course: Course | null, value: number): Course {
  if (course === null) return { first: value, last: value, min: value, max: value };
  course.last = value;
  if (value < course.min) course.min = value;
  if (value > course.max) course.max = value;
  return course;
}

export function heap(): Heap {
  return new Heap();
}
