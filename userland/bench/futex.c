/* futex [TIMES]: two processes hand a word of shared memory to each other by futex, there and back TIMES
 * times: each sleeps until the word is its own. */
#include <linux/futex.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

static uint32_t *word;

static void await(uint32_t value)
{
    for (uint32_t seen; (seen = __atomic_load_n(word, __ATOMIC_ACQUIRE)) != value;)
        syscall(SYS_futex, word, FUTEX_WAIT, seen, NULL, NULL, 0);
}

static void hand_over(uint32_t value)
{
    __atomic_store_n(word, value, __ATOMIC_RELEASE);
    syscall(SYS_futex, word, FUTEX_WAKE, 1, NULL, NULL, 0);
}

int main(int argc, char **argv)
{
    int times = argc > 1 ? atoi(argv[1]) : 1, status;
    word = mmap(NULL, sizeof *word, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (word == MAP_FAILED) {
        perror("futex");
        return 1;
    }
    pid_t child = fork();
    for (uint32_t i = 0; i < (uint32_t)times; i++) {
        if (child == 0) {
            await(2 * i + 1);
            hand_over(2 * i + 2);
        } else {
            hand_over(2 * i + 1);
            await(2 * i + 2);
        }
    }
    if (child == 0)
        _exit(*word != 2 * (uint32_t)times);
    wait(&status);
    printf("%d\n", times);
    return child < 0 || status != 0;
}
