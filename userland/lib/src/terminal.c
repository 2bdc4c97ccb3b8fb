/* Terminals. */

#include <errno.h>
#include <stdarg.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

#include "stubs.h"

int ioctl(int fd, unsigned long request, ...) {
    va_list arguments;
    va_start(arguments, request);
    void *argument = va_arg(arguments, void *);
    va_end(arguments);
    return (int)__result(sys_ioctl(fd, request, argument));
}

int tcgetattr(int fd, struct termios *settings) { return ioctl(fd, TCGETS, settings); }

int tcsetattr(int fd, int when, const struct termios *settings) {
    if (when < TCSANOW || when > TCSAFLUSH) {
        errno = EINVAL;
        return -1;
    }
    return ioctl(fd, TCSETS + (unsigned long)when, settings);
}

int tcflush(int fd, int queue) { return ioctl(fd, TCFLSH, (long)queue); }

void cfmakeraw(struct termios *settings) {
    settings->c_iflag &= ~(tcflag_t)(IGNBRK | BRKINT | ISTRIP | INLCR | IGNCR | ICRNL | IXON);
    settings->c_oflag &= ~(tcflag_t)OPOST;
    settings->c_lflag &= ~(tcflag_t)(ECHO | ECHONL | ICANON | ISIG | IEXTEN);
    settings->c_cflag |= CS8;
    settings->c_cc[VMIN] = 1;
    settings->c_cc[VTIME] = 0;
}

int isatty(int fd) {
    struct termios settings;
    return tcgetattr(fd, &settings) == 0;
}
