/* SPDX-License-Identifier: Apache-2.0 */
/* A board knows of no time zone: its local time is UTC. The C library's own reads one from an environment that isn't there. */
#include <time.h>

struct tm *localtime(const time_t *time) {
  static struct tm local;
  return gmtime_r(time, &local);
}

/* Of fields in their ranges, as XS gives them; years begin in March, so that a leap day is their last. */
time_t mktime(struct tm *local) {
  int january = local->tm_mon < 2;
  int year = local->tm_year + 1900 - january;
  int month = local->tm_mon + (january ? 10 : -2);
  int days = 365 * year + year / 4 - year / 100 + year / 400 + (153 * month + 2) / 5 + local->tm_mday - 719469;
  return (((time_t)days * 24 + local->tm_hour) * 60 + local->tm_min) * 60 + local->tm_sec;
}
