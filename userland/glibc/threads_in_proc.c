/* What /proc shows of threads. qemu-user: no, its own threads are there too. */
#include "../test/check.h"

#include <dirent.h>
#include <pthread.h>
#include <sys/prctl.h>

static int contains(const char *path, const char *text) {
    char line[256];
    int found = 0;
    FILE *file = fopen(path, "r");
    CHECK(file != NULL);
    while (fgets(line, sizeof line, file)) {
        found |= strstr(line, text) != NULL;
    }
    fclose(file);
    return found;
}

static void *describe(void *unused) {
    char path[64], name[16], expected[32];
    int tid = gettid(), tasks = 0;
    CHECK(pthread_setname_np(pthread_self(), "worker") == 0);
    CHECK(prctl(PR_GET_NAME, name) == 0 && strcmp(name, "worker") == 0);
    snprintf(path, sizeof path, "/proc/self/task/%d/comm", tid);
    CHECK(contains(path, "worker"));
    snprintf(path, sizeof path, "/proc/self/task/%d/status", tid);
    snprintf(expected, sizeof expected, "Pid:\t%d", tid);
    CHECK(contains(path, expected));
    snprintf(path, sizeof path, "/proc/self/task/%d/stat", tid);
    CHECK(contains(path, "(worker)"));
    DIR *directory = opendir("/proc/self/task");
    for (struct dirent *each = readdir(directory); each; each = readdir(directory)) {
        tasks += each->d_name[0] != '.';
    }
    closedir(directory);
    CHECK(tasks == 2);
    return unused;
}

int main(void) {
    pthread_t thread;
    CHECK(pthread_create(&thread, NULL, describe, NULL) == 0);
    CHECK(pthread_join(thread, NULL) == 0);
    printf("a thread in /proc\n");
    return finish();
}
