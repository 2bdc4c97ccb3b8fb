/* exec: arguments, environment, auxiliary vector, and what a new program keeps of the old one.
   qemu-user: no (it starts programs of its host). */

#include "check.h"

#include <fcntl.h>
#include <sys/auxv.h>

static int in_new_program(int argc, char **argv) {
    CHECK(argc == 5);
    CHECK(strcmp(argv[0], "renamed") == 0 && strcmp(argv[2], "") == 0);
    CHECK(strcmp(argv[3], "two words") == 0 && argv[argc] == NULL);
    CHECK(getenv("GIVEN") != NULL && strcmp(getenv("GIVEN"), "value") == 0);
    CHECK(getenv("PATH") == NULL);
    puts("arguments and environment");
    CHECK(getauxval(AT_PAGESZ) == 4096 && getauxval(AT_PHDR) != 0 && getauxval(AT_PHNUM) > 0);
    CHECK(getauxval(AT_ENTRY) != 0 && getauxval(AT_RANDOM) != 0 && getauxval(AT_EXECFN) != 0);
    puts("auxiliary vector");
    int kept = atoi(argv[4]);
    CHECK(fcntl(kept, F_GETFD) == 0);
    FAILS(fcntl(kept + 1, F_GETFD), EBADF);
    struct sigaction action;
    CHECK(sigaction(SIGUSR1, NULL, &action) == 0 && action.sa_handler == SIG_DFL);
    CHECK(sigaction(SIGUSR2, NULL, &action) == 0 && action.sa_handler == SIG_IGN);
    sigset_t mask;
    CHECK(sigprocmask(SIG_BLOCK, NULL, &mask) == 0 && sigismember(&mask, SIGTERM) == 1);
    puts("descriptors and signals");
    return finish();
}

static void ignore(int number) { (void)number; }

static void run(char *program) {
    char number[16];
    int kept = dup2(STDIN_FILENO, 20);
    CHECK(dup3(STDIN_FILENO, kept + 1, O_CLOEXEC) == kept + 1);
    sigset_t mask;
    sigemptyset(&mask);
    sigaddset(&mask, SIGTERM);
    sigprocmask(SIG_BLOCK, &mask, NULL);
    signal(SIGUSR1, ignore);
    signal(SIGUSR2, SIG_IGN);
    snprintf(number, sizeof number, "%d", kept);
    char *arguments[] = {"renamed", "-new", "", "two words", number, NULL};
    char *environment[] = {"GIVEN=value", "EMPTY=", NULL};
    execve(program, arguments, environment);
    perror(program);
    leave(99);
}

static void failing(char *program) {
    char *arguments[] = {"x", NULL}, *nothing[] = {NULL};
    FAILS(execve("/nonexistent", arguments, nothing), ENOENT);
    FAILS(execve("/", arguments, nothing), EACCES);
    FAILS(execve("", arguments, nothing), ENOENT);
    char path[512];
    snprintf(path, sizeof path, "%s/below", program);
    FAILS(execve(path, arguments, nothing), ENOTDIR);
    int fd = open("file", O_WRONLY | O_CREAT | O_TRUNC, 0755);
    CHECK(write(fd, "no program", 10) == 10);
    close(fd);
    FAILS(execve("./file", arguments, nothing), ENOEXEC);
    unlink("file");
    puts("failures");
}

int main(int argc, char **argv) {
    if (argc > 1 && strcmp(argv[1], "-new") == 0) {
        return in_new_program(argc, argv);
    }
    scratch();
    failing("/proc/self/exe");
    pid_t child = split();
    if (child == 0) {
        run("/proc/self/exe");
    }
    CHECK(wait_status(child) == 0);
    return finish();
}
