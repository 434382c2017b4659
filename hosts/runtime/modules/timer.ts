// SPDX-License-Identifier: Apache-2.0
// The module "timer", as the Moddable SDK has it. See modules/hosts.d.ts for its types.

class Timer {
  static set(callback: unknown, delay?: number, repeat?: number): unknown {
    return native("xs_timer_set").call(this, callback, delay, repeat);
  }
  static repeat(callback: unknown, interval: number): unknown {
    return native("xs_timer_repeat").call(this, callback, interval);
  }
  static schedule(timer: unknown, delay?: number, repeat?: number): void {
    native("xs_timer_schedule").call(this, timer, delay, repeat);
  }
  static clear(timer: unknown): void {
    native("xs_timer_clear").call(this, timer);
  }
  static delay(milliseconds: number): void {
    native("xs_timer_delay").call(this, milliseconds);
  }
}

export default Timer;
