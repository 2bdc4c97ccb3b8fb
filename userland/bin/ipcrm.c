/*
 * ipcrm: removes System V's message queues, shared memory and semaphores (svipc(7)).
 *
 *     ipcrm [-q ID] [-m ID] [-s ID] [-Q KEY] [-M KEY] [-S KEY]     each as often as wanted
 *     ipcrm -a                                                     all that there are
 *     ipcrm msg|shm|sem ID...
 */

#include <err.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/msg.h>
#include <sys/sem.h>
#include <sys/shm.h>
#include <unistd.h>

static int status;

static int find(char kind, key_t key) {
    switch (kind) {
    case 'q': return msgget(key, 0);
    case 'm': return shmget(key, 0, 0);
    default: return semget(key, 0, 0);
    }
}

static int destroy(char kind, int id) {
    switch (kind) {
    case 'q': return msgctl(id, IPC_RMID, NULL);
    case 'm': return shmctl(id, IPC_RMID, NULL);
    default: return semctl(id, 0, IPC_RMID);
    }
}

/* The identifier at an index, or -1. */
static int identifier(char kind, int index) {
    struct msqid_ds queue;
    struct shmid_ds segment;
    struct semid_ds set;
    switch (kind) {
    case 'q': return msgctl(index, MSG_STAT_ANY, &queue);
    case 'm': return shmctl(index, SHM_STAT_ANY, &segment);
    default: return semctl(index, 0, SEM_STAT_ANY, &set);
    }
}

static int highest(char kind) {
    struct msginfo queues;
    struct shminfo segments;
    struct seminfo sets;
    switch (kind) {
    case 'q': return msgctl(0, IPC_INFO, (struct msqid_ds *)&queues);
    case 'm': return shmctl(0, IPC_INFO, (struct shmid_ds *)&segments);
    default: return semctl(0, 0, IPC_INFO, &sets);
    }
}

static void complain(const char *what, const char *text) {
    const char *reason = errno == EPERM || errno == EACCES ? "permission denied for"
                         : errno == EIDRM                  ? "already removed"
                                                           : "invalid";
    warnx("%s %s (%s)", reason, what, text);
    status = 1;
}

static void remove_id(char kind, const char *text) {
    char *end;
    long id = strtol(text, &end, 10);
    errno = EINVAL;
    if (end == text || *end != '\0' || id < 0 || id > 0x7fffffff || destroy(kind, (int)id) < 0) {
        complain("id", text);
    }
}

static void remove_key(char kind, const char *text) {
    char *end;
    unsigned long key = strtoul(text, &end, 0);
    errno = EINVAL;
    if (end == text || *end != '\0' || key == IPC_PRIVATE || key > 0xffffffff) {
        complain("key", text);
        return;
    }
    int id = find(kind, (key_t)key);
    if (id < 0 || destroy(kind, id) < 0) {
        complain("key", text);
    }
}

static void remove_all(char kind) {
    int last = highest(kind);
    for (int index = 0; index <= last; index++) {
        int id = identifier(kind, index);
        if (id >= 0 && destroy(kind, id) < 0) {
            warn("%d", id);
            status = 1;
        }
    }
}

_Noreturn static void usage(void) {
    errx(1, "usage: ipcrm [-q|-m|-s ID] [-Q|-M|-S KEY] [-a] | ipcrm msg|shm|sem ID...");
}

/* The letter of a kind in the old form, or 0. */
static char kind_of(const char *word) {
    return strcmp(word, "msg") == 0   ? 'q'
           : strcmp(word, "shm") == 0 ? 'm'
           : strcmp(word, "sem") == 0 ? 's'
                                      : '\0';
}

int main(int argc, char **argv) {
    if (argc < 2) {
        usage();
    }
    for (int option; (option = getopt(argc, argv, "q:m:s:Q:M:S:a")) != -1;) {
        switch (option) {
        case 'q':
        case 'm':
        case 's': remove_id((char)option, optarg); break;
        case 'Q': remove_key('q', optarg); break;
        case 'M': remove_key('m', optarg); break;
        case 'S': remove_key('s', optarg); break;
        case 'a':
            remove_all('q');
            remove_all('m');
            remove_all('s');
            break;
        default: usage();
        }
    }
    char kind = optind < argc ? kind_of(argv[optind]) : '\0';
    if (optind < argc && (kind == '\0' || optind + 1 == argc)) {
        usage();
    }
    for (int index = optind + 1; index < argc; index++) {
        remove_id(kind, argv[index]);
    }
    return status;
}
