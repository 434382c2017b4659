// SPDX-License-Identifier: Apache-2.0
// Mutants of the hosts.
import type { Mutant } from "./mutant.js";

const simulator = (titles: string): [string, string] => ["simulator", titles];

export const hosts: readonly Mutant[] = [
  {
    file: "hosts/runtime/fifo.c",
    protects: "the count of samples that an app doesn't read in time",
    from: "fifo->lost += count - room;",
    to: "fifo->lost++;",
    tests: simulator("doesn't read in time"),
  },
  {
    file: "hosts/runtime/fifo.c",
    protects: "the order of samples where the ring begins anew",
    from: "memcpy(fifo->samples, samples + first, (count - first) * sizeof *samples);",
    to: "memcpy(fifo->samples, samples, (count - first) * sizeof *samples);",
    tests: simulator("doesn't read in time"),
  },
  {
    file: "hosts/runtime/timers.c",
    protects: "apps from late repeating timers that catch up",
    from: "due > now ? due : now + timer->interval",
    to: "due",
    tests: simulator("timer is late"),
  },
  {
    file: "hosts/runtime/timers.c",
    protects: "the end of an app that only repeats something after its recording",
    from: "if (timers->sources || !timers->had_source) return timers->first != NULL;",
    to: "if (timers) return timers->first != NULL;",
    tests: simulator("only repeats something"),
  },
  {
    file: "hosts/runtime/timers.c",
    protects: "what is yet to happen once after the recording",
    from: "if (timer->interval == 0) return true;",
    to: "if (timer->interval < 0) return true;",
    tests: simulator("only repeats something"),
  },
  {
    file: "hosts/runtime/timers.c",
    protects: "the order of timers of equal time",
    from: "(*link)->due <= due",
    to: "(*link)->due < due",
    tests: ["run", "order of their times"],
  },
  {
    file: "hosts/runtime/js_timers.c",
    protects: "the millisecond that setTimeout waits at least",
    from: "create(the, delay > 1 ? delay : 1, 0);",
    to: "create(the, delay, 0);",
    tests: simulator("timer is late"),
  },
  {
    file: "hosts/runtime/js_timers.c",
    protects: "timers that are cleared in their own call",
    from: "    timer->cleared = true;\n",
    to: "    timer->cleared = false;\n",
    tests: simulator("timer is late"),
  },
  {
    file: "hosts/simulator/clock.c",
    protects: "the second Ctrl-C, for apps that don't return",
    from: ".sa_flags = (int)SA_RESETHAND",
    to: ".sa_flags = 0",
    tests: simulator("second Ctrl-C in the simulator alone"),
  },
  {
    file: "hosts/simulator/clock.c",
    protects: "the real clock's dates",
    from: "if (!clock_state.realtime) return 1735689600000.0;",
    to: "if (clock_state.end > 0) return 1735689600000.0;",
    tests: simulator("that of the real clock"),
  },
  {
    file: "hosts/simulator/clock.c",
    protects: "the end of a run after --seconds",
    from: "    until = clock_state.end;\n    interrupted = 1;",
    to: "    until = clock_state.end;\n    interrupted = 0;",
    tests: ["run", "ends after --seconds"],
  },
  {
    file: "hosts/simulator/recording.c",
    protects: "the first samples of a recording",
    from: "recording.count = (size_t)status.st_size / 2;",
    to: "recording.count = (size_t)status.st_size / 4;",
    tests: simulator("16 kHz 16-bit recordings exactly"),
  },
  {
    file: "hosts/simulator/files.c",
    protects: "files outside of an app's resources",
    from: 'if (!folder || !name[0] || strstr(name, "..")) return NULL;',
    to: "if (!folder || !name[0]) return NULL;",
    tests: ["run", "survives an app that calls C"],
  },
  {
    file: "hosts/runtime/console.c",
    protects: "the stream that console.error writes to",
    from: "print_line(the, TINYXS_HOST_ERRORS)",
    to: "print_line(the, TINYXS_HOST_OUTPUT)",
    tests: ["console", "standard error"],
  },
  {
    file: "hosts/runtime/console.c",
    protects: "the spaces between logged values",
    from: 'if (i) tinyxs_host_write_text(stream, " ");',
    to: 'if (i) tinyxs_host_write_text(stream, "");',
    tests: ["run", "order of their times"],
  },
];
