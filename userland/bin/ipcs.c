/*
 * ipcs: lists System V's message queues, shared memory and semaphores (svipc(7)).
 *
 *     ipcs [-q] [-m] [-s]       all of a kind; without a kind, of every kind
 *     ipcs ... -l               the limits
 *     ipcs ... -u               how much there is
 *     ipcs ... -p               which processes used them last
 */

#include <err.h>
#include <stdbool.h>
#include <stdio.h>
#include <sys/msg.h>
#include <sys/sem.h>
#include <sys/shm.h>
#include <unistd.h>

enum view { LIST, LIMITS, SUMMARY, PROCESSES };

static const char *owner(const struct ipc_perm *permission) {
    static char number[16];
    snprintf(number, sizeof number, "%u", permission->uid);
    return permission->uid == 0 ? "root" : number;
}

static void begin(const struct ipc_perm *permission, int id) {
    printf("0x%08x %-10d %-10.10s %-10o ", (unsigned int)permission->__key, id, owner(permission),
           permission->mode & 0777);
}

static void list_queues(enum view view, int highest) {
    if (view == PROCESSES) {
        puts("\n------ Message Queues PIDs --------");
        printf("%-10s %-10s %-10s %-10s\n", "msqid", "owner", "lspid", "lrpid");
    } else {
        puts("\n------ Message Queues --------");
        printf("%-10s %-10s %-10s %-10s %-12s %-12s\n", "key", "msqid", "owner", "perms",
               "used-bytes", "messages");
    }
    for (int index = 0; index <= highest; index++) {
        struct msqid_ds status;
        int id = msgctl(index, MSG_STAT_ANY, &status);
        if (id < 0) {
            continue;
        }
        if (view == PROCESSES) {
            printf("%-8d %-10.10s %6d    %6d\n", id, owner(&status.msg_perm), status.msg_lspid,
                   status.msg_lrpid);
        } else {
            begin(&status.msg_perm, id);
            printf("%-12lu %-12lu\n", status.__msg_cbytes, status.msg_qnum);
        }
    }
}

static void queues(enum view view) {
    struct msginfo info;
    int highest = msgctl(0, view == SUMMARY ? MSG_INFO : IPC_INFO, (struct msqid_ds *)&info);
    if (highest < 0) {
        err(1, "message queues");
    }
    if (view == LIMITS) {
        puts("\n------ Messages Limits --------");
        printf("max queues system wide = %d\n", info.msgmni);
        printf("max size of message (bytes) = %d\n", info.msgmax);
        printf("default max size of queue (bytes) = %d\n", info.msgmnb);
    } else if (view == SUMMARY) {
        puts("\n------ Messages Status --------");
        printf("allocated queues = %d\n", info.msgpool);
        printf("used headers = %d\n", info.msgmap);
        printf("used space = %d bytes\n", info.msgtql);
    } else {
        list_queues(view, highest);
    }
}

static void list_segments(enum view view, int highest) {
    if (view == PROCESSES) {
        puts("\n------ Shared Memory Creator/Last-op PIDs --------");
        printf("%-10s %-10s %-10s %-10s\n", "shmid", "owner", "cpid", "lpid");
    } else {
        puts("\n------ Shared Memory Segments --------");
        printf("%-10s %-10s %-10s %-10s %-10s %-10s %-12s\n", "key", "shmid", "owner", "perms",
               "bytes", "nattch", "status");
    }
    for (int index = 0; index <= highest; index++) {
        struct shmid_ds status;
        int id = shmctl(index, SHM_STAT_ANY, &status);
        if (id < 0) {
            continue;
        }
        if (view == PROCESSES) {
            printf("%-10d %-10.10s %-10d %-10d\n", id, owner(&status.shm_perm), status.shm_cpid,
                   status.shm_lpid);
        } else {
            begin(&status.shm_perm, id);
            printf("%-10lu %-10lu %-6s %-6s\n", status.shm_segsz, status.shm_nattch,
                   status.shm_perm.mode & SHM_DEST ? "dest" : " ",
                   status.shm_perm.mode & SHM_LOCKED ? "locked" : " ");
        }
    }
}

/* Kibibytes of so many bytes, or pages of four of them, as far as there are such numbers. */
static unsigned long kibibytes(unsigned long pages) {
    return pages > ~0UL / 4 ? ~0UL - 3 : pages * 4;
}

static void segments(enum view view) {
    struct shminfo limits;
    struct shm_info use;
    int highest = shmctl(0, IPC_INFO, (struct shmid_ds *)&limits);
    if (highest < 0 || shmctl(0, SHM_INFO, (struct shmid_ds *)&use) < 0) {
        err(1, "shared memory");
    }
    if (view == LIMITS) {
        puts("\n------ Shared Memory Limits --------");
        printf("max number of segments = %lu\n", limits.shmmni);
        printf("max seg size (kbytes) = %lu\n", limits.shmmax / 1024);
        printf("max total shared memory (kbytes) = %lu\n", kibibytes(limits.shmall));
        printf("min seg size (bytes) = %lu\n", limits.shmmin);
    } else if (view == SUMMARY) {
        puts("\n------ Shared Memory Status --------");
        printf("segments allocated %d\n", use.used_ids);
        printf("pages allocated %lu\n", use.shm_tot);
        printf("pages resident  %lu\n", use.shm_rss);
        printf("pages swapped   %lu\n", use.shm_swp);
        printf("Swap performance: %lu attempts\t %lu successes\n", use.swap_attempts,
               use.swap_successes);
    } else {
        list_segments(view, highest);
    }
}

static void list_semaphores(int highest) {
    puts("\n------ Semaphore Arrays --------");
    printf("%-10s %-10s %-10s %-10s %-10s\n", "key", "semid", "owner", "perms", "nsems");
    for (int index = 0; index <= highest; index++) {
        struct semid_ds status;
        int id = semctl(index, 0, SEM_STAT_ANY, &status);
        if (id >= 0) {
            begin(&status.sem_perm, id);
            printf("%-10lu\n", status.sem_nsems);
        }
    }
}

static void semaphores(enum view view) {
    struct seminfo info;
    int highest = semctl(0, 0, view == SUMMARY ? SEM_INFO : IPC_INFO, &info);
    if (highest < 0) {
        err(1, "semaphores");
    }
    if (view == LIMITS) {
        puts("\n------ Semaphore Limits --------");
        printf("max number of arrays = %d\n", info.semmni);
        printf("max semaphores per array = %d\n", info.semmsl);
        printf("max semaphores system wide = %d\n", info.semmns);
        printf("max ops per semop call = %d\n", info.semopm);
        printf("semaphore max value = %d\n", info.semvmx);
    } else if (view == SUMMARY) {
        puts("\n------ Semaphore Status --------");
        printf("used arrays = %d\n", info.semusz);
        printf("allocated semaphores = %d\n", info.semaem);
    } else if (view == LIST) {
        list_semaphores(highest);
    }
}

int main(int argc, char **argv) {
    bool of_queues = false, of_segments = false, of_semaphores = false;
    enum view view = LIST;
    for (int option; (option = getopt(argc, argv, "aqmslup")) != -1;) {
        switch (option) {
        case 'a': of_queues = of_segments = of_semaphores = true; break;
        case 'q': of_queues = true; break;
        case 'm': of_segments = true; break;
        case 's': of_semaphores = true; break;
        case 'l': view = LIMITS; break;
        case 'u': view = SUMMARY; break;
        case 'p': view = PROCESSES; break;
        default: errx(1, "usage: ipcs [-aqms] [-l|-u|-p]");
        }
    }
    if (optind < argc) {
        errx(1, "usage: ipcs [-aqms] [-l|-u|-p]");
    }
    bool of_all = !of_queues && !of_segments && !of_semaphores;
    if (of_queues || of_all) {
        queues(view);
    }
    if (of_segments || of_all) {
        segments(view);
    }
    if (of_semaphores || of_all) {
        semaphores(view);
    }
    putchar('\n');
    return 0;
}
