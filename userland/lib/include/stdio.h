#pragma once

#include <stdarg.h>
#include <stddef.h>
#include <sys/types.h>

/*
 * Buffered streams and formatted text. Standard output is line-buffered on a terminal and fully
 * buffered otherwise; standard error is not buffered. exit() flushes, _exit() and signals do not.
 */

#define EOF (-1)
#define BUFSIZ 4096
#define FILENAME_MAX 4096

#define _IOFBF 0
#define _IOLBF 1
#define _IONBF 2

#define SEEK_SET 0
#define SEEK_CUR 1
#define SEEK_END 2

typedef struct __stream FILE;

extern FILE *stdin;
extern FILE *stdout;
extern FILE *stderr;

FILE *fopen(const char *path, const char *mode);
FILE *fdopen(int fd, const char *mode);
FILE *freopen(const char *path, const char *mode, FILE *stream);
int fclose(FILE *stream);
int fflush(FILE *stream);
int setvbuf(FILE *stream, char *buffer, int mode, size_t size);
void setbuf(FILE *stream, char *buffer);
void setlinebuf(FILE *stream);

size_t fread(void *data, size_t size, size_t count, FILE *stream);
size_t fwrite(const void *data, size_t size, size_t count, FILE *stream);
int fgetc(FILE *stream);
int getc(FILE *stream);
int getchar(void);
int ungetc(int c, FILE *stream);
char *fgets(char *line, int size, FILE *stream);
ssize_t getline(char **line, size_t *size, FILE *stream);
ssize_t getdelim(char **line, size_t *size, int delimiter, FILE *stream);
int fputc(int c, FILE *stream);
int putc(int c, FILE *stream);
int putchar(int c);
int fputs(const char *text, FILE *stream);
int puts(const char *text);

int fseek(FILE *stream, long offset, int whence);
long ftell(FILE *stream);
void rewind(FILE *stream);
int feof(FILE *stream);
int ferror(FILE *stream);
void clearerr(FILE *stream);
int fileno(FILE *stream);

/* Each call on a stream locks it; these keep it locked over several. */
void flockfile(FILE *stream);
int ftrylockfile(FILE *stream);
void funlockfile(FILE *stream);

#define __PRINTF(text, first) __attribute__((__format__(__printf__, text, first)))
#define __SCANF(text, first) __attribute__((__format__(__scanf__, text, first)))

int printf(const char *format, ...) __PRINTF(1, 2);
int fprintf(FILE *stream, const char *format, ...) __PRINTF(2, 3);
int dprintf(int fd, const char *format, ...) __PRINTF(2, 3);
int sprintf(char *text, const char *format, ...) __PRINTF(2, 3);
int snprintf(char *text, size_t size, const char *format, ...) __PRINTF(3, 4);
int asprintf(char **text, const char *format, ...) __PRINTF(2, 3);
int vprintf(const char *format, va_list arguments) __PRINTF(1, 0);
int vfprintf(FILE *stream, const char *format, va_list arguments) __PRINTF(2, 0);
int vdprintf(int fd, const char *format, va_list arguments) __PRINTF(2, 0);
int vsprintf(char *text, const char *format, va_list arguments) __PRINTF(2, 0);
int vsnprintf(char *text, size_t size, const char *format, va_list arguments) __PRINTF(3, 0);

int scanf(const char *format, ...) __SCANF(1, 2);
int fscanf(FILE *stream, const char *format, ...) __SCANF(2, 3);
int sscanf(const char *text, const char *format, ...) __SCANF(2, 3);

void perror(const char *what);
int remove(const char *path);
int rename(const char *from, const char *to);
