/* Time. The calendar is the proleptic Gregorian one; local time is UTC. */

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/time.h>
#include <sys/times.h>
#include <time.h>
#include <unistd.h>

#include "stubs.h"
#include "thread.h"

enum { SECONDS_PER_DAY = 86400, DAYS_PER_ERA = 146097 /* 400 years */ };

static const char *const weekdays[] = {"Sunday",   "Monday", "Tuesday", "Wednesday",
                                       "Thursday", "Friday", "Saturday"};
static const char *const months[] = {"January",   "February", "March",    "April",
                                     "May",       "June",     "July",     "August",
                                     "September", "October",  "November", "December"};

int clock_gettime(clockid_t clock, struct timespec *now) {
    return (int)__result(sys_clock_gettime(clock, now));
}

int clock_getres(clockid_t clock, struct timespec *resolution) {
    return (int)__result(sys_clock_getres(clock, resolution));
}

/* The one call whose result is the error number itself. */
int clock_nanosleep(clockid_t clock, int flags, const struct timespec *time,
                    struct timespec *left) {
    return (int)-__cancellable(SYS_clock_nanosleep, clock, flags, (long)time, (long)left, 0, 0);
}

int nanosleep(const struct timespec *time, struct timespec *left) {
    return (int)__result(__cancellable(SYS_nanosleep, (long)time, (long)left, 0, 0, 0, 0));
}

time_t time(time_t *now) {
    struct timespec time;
    clock_gettime(CLOCK_REALTIME, &time);
    if (now != NULL) {
        *now = time.tv_sec;
    }
    return time.tv_sec;
}

int gettimeofday(struct timeval *now, void *zone) {
    struct timespec time;
    (void)zone;
    clock_gettime(CLOCK_REALTIME, &time);
    *now = (struct timeval){time.tv_sec, time.tv_nsec / 1000};
    return 0;
}

clock_t clock(void) {
    struct timespec used;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &used);
    return used.tv_sec * CLOCKS_PER_SEC + used.tv_nsec / 1000;
}

clock_t times(struct tms *times) { return __result(sys_times(times)); }
double difftime(time_t end, time_t start) { return (double)(end - start); }

unsigned int sleep(unsigned int seconds) {
    struct timespec time = {seconds, 0};
    return nanosleep(&time, &time) == 0 ? 0 : (unsigned int)time.tv_sec + (time.tv_nsec > 0);
}

int usleep(useconds_t microseconds) {
    struct timespec time = {microseconds / 1000000, microseconds % 1000000 * 1000L};
    return nanosleep(&time, NULL);
}

int setitimer(int which, const struct itimerval *value, struct itimerval *old) {
    return (int)__result(sys_setitimer(which, value, old));
}

unsigned int alarm(unsigned int seconds) {
    struct itimerval value = {{0, 0}, {seconds, 0}};
    struct itimerval old = {{0, 0}, {0, 0}};
    setitimer(ITIMER_REAL, &value, &old);
    return (unsigned int)old.it_value.tv_sec + (old.it_value.tv_usec > 0);
}

/* Days from 1970-01-01 to a date. Years begin in March, so that the leap day is the last. */
static long days_from_date(long year, long month, long day) {
    year -= month <= 2;
    long era = (year >= 0 ? year : year - 399) / 400;
    long year_of_era = year - era * 400;
    long day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    long day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    return era * DAYS_PER_ERA + day_of_era - 719468;
}

/* The inverse of days_from_date: era, year of the era, day of the year from March, month. */
static void date_from_days(long days, struct tm *date) {
    days += 719468;
    long era = (days >= 0 ? days : days - (DAYS_PER_ERA - 1)) / DAYS_PER_ERA;
    long day_of_era = days - era * DAYS_PER_ERA;
    long year =
        (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
    long day_of_year = day_of_era - (365 * year + year / 4 - year / 100);
    long shifted_month = (5 * day_of_year + 2) / 153;
    date->tm_mday = (int)(day_of_year - (153 * shifted_month + 2) / 5 + 1);
    date->tm_mon = (int)(shifted_month < 10 ? shifted_month + 2 : shifted_month - 10);
    date->tm_year = (int)(year + era * 400 + (date->tm_mon <= 1) - 1900);
}

/* 1970-01-01 was a Thursday. */
struct tm *gmtime_r(const time_t *time, struct tm *result) {
    long seconds = *time % SECONDS_PER_DAY;
    long days = *time / SECONDS_PER_DAY;
    if (seconds < 0) {
        seconds += SECONDS_PER_DAY;
        days--;
    }
    date_from_days(days, result);
    result->tm_hour = (int)(seconds / 3600);
    result->tm_min = (int)(seconds / 60 % 60);
    result->tm_sec = (int)(seconds % 60);
    result->tm_wday = (int)(((days + 4) % 7 + 7) % 7);
    result->tm_yday = (int)(days - days_from_date(result->tm_year + 1900, 1, 1));
    result->tm_isdst = 0;
    return result;
}

struct tm *gmtime(const time_t *time) {
    static _Thread_local struct tm result;
    return gmtime_r(time, &result);
}

struct tm *localtime_r(const time_t *time, struct tm *result) { return gmtime_r(time, result); }
struct tm *localtime(const time_t *time) { return gmtime(time); }

time_t timegm(struct tm *fields) {
    long months_since_0 = (fields->tm_year + 1900L) * 12 + fields->tm_mon;
    long days = days_from_date(months_since_0 / 12, months_since_0 % 12 + 1, 1);
    time_t time = (days + fields->tm_mday - 1) * SECONDS_PER_DAY + fields->tm_hour * 3600L +
                  fields->tm_min * 60L + fields->tm_sec;
    gmtime_r(&time, fields);
    return time;
}

time_t mktime(struct tm *fields) { return timegm(fields); }

char *asctime(const struct tm *fields) {
    static _Thread_local char text[64];
    strftime(text, sizeof text, "%a %b %e %H:%M:%S %Y\n", fields);
    return text;
}

char *ctime(const time_t *time) { return asctime(gmtime(time)); }

/* Writes one conversion of strftime; returns its length as snprintf does. */
static int convert(char *text, size_t size, char conversion, const struct tm *fields) {
    switch (conversion) {
    case 'a':
        return snprintf(text, size, "%.3s", weekdays[fields->tm_wday]);
    case 'A':
        return snprintf(text, size, "%s", weekdays[fields->tm_wday]);
    case 'b':
        return snprintf(text, size, "%.3s", months[fields->tm_mon]);
    case 'B':
        return snprintf(text, size, "%s", months[fields->tm_mon]);
    case 'd':
        return snprintf(text, size, "%02d", fields->tm_mday);
    case 'e':
        return snprintf(text, size, "%2d", fields->tm_mday);
    case 'H':
        return snprintf(text, size, "%02d", fields->tm_hour);
    case 'j':
        return snprintf(text, size, "%03d", fields->tm_yday + 1);
    case 'm':
        return snprintf(text, size, "%02d", fields->tm_mon + 1);
    case 'M':
        return snprintf(text, size, "%02d", fields->tm_min);
    case 'S':
        return snprintf(text, size, "%02d", fields->tm_sec);
    case 'y':
        return snprintf(text, size, "%02d", fields->tm_year % 100);
    case 'Y':
        return snprintf(text, size, "%d", fields->tm_year + 1900);
    case 'Z':
        return snprintf(text, size, "UTC");
    case 'z':
        return snprintf(text, size, "+0000");
    case 'F':
        return (int)strftime(text, size, "%Y-%m-%d", fields);
    case 'T':
        return (int)strftime(text, size, "%H:%M:%S", fields);
    case 'c':
        return (int)strftime(text, size, "%a %b %e %H:%M:%S %Y", fields);
    case 's': {
        struct tm copy = *fields;
        return snprintf(text, size, "%ld", timegm(&copy));
    }
    default:
        return snprintf(text, size, "%c", conversion);
    }
}

/* Returns 0 if the text has no room. */
size_t strftime(char *text, size_t size, const char *format, const struct tm *fields) {
    size_t length = 0;
    for (; *format != '\0' && length < size; format++) {
        if (*format == '%' && format[1] != '\0') {
            length += (size_t)convert(text + length, size - length, *++format, fields);
        } else {
            text[length++] = *format;
        }
    }
    if (length >= size) {
        return 0;
    }
    text[length] = '\0';
    return length;
}
