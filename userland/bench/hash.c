/* hash [ROUNDS]: the SHA-256 digest (FIPS 180-4) of the bytes 0 to 250 over and over, 16,384 in all, and
 * a table of 4,096 of its words by open addressing, ROUNDS times: rotations, additions, and loads of
 * words that lie anywhere. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { BYTES = 1 << 14, BLOCK = 64, PERIOD = 251, SLOTS = 1 << 13, WORDS = BYTES / 4 };

#define EXPECTED 0x4348e3b9u

static const uint32_t constants[64] = {
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
    0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
    0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
    0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
    0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
};

static unsigned char message[BYTES + BLOCK];
static uint32_t slots[SLOTS];

static uint32_t rotate(uint32_t word, int by)
{
    return word >> by | word << (32 - by);
}

static uint32_t big_endian(const unsigned char *bytes)
{
    return (uint32_t)bytes[0] << 24 | (uint32_t)bytes[1] << 16 | (uint32_t)bytes[2] << 8 | bytes[3];
}

/* The message schedule of one block. */
static void expand(uint32_t words[64], const unsigned char *block)
{
    for (int i = 0; i < 16; i++)
        words[i] = big_endian(block + 4 * i);
    for (int i = 16; i < 64; i++) {
        uint32_t old = words[i - 15], recent = words[i - 2];
        words[i] = words[i - 16] + (rotate(old, 7) ^ rotate(old, 18) ^ old >> 3) + words[i - 7] +
                   (rotate(recent, 17) ^ rotate(recent, 19) ^ recent >> 10);
    }
}

static void digest_block(uint32_t digest[8], const unsigned char *block)
{
    uint32_t words[64], s[8];
    expand(words, block);
    memcpy(s, digest, sizeof s);
    for (int i = 0; i < 64; i++) {
        uint32_t chosen = (s[4] & s[5]) ^ (~s[4] & s[6]);
        uint32_t majority = (s[0] & s[1]) ^ (s[0] & s[2]) ^ (s[1] & s[2]);
        uint32_t first = s[7] + (rotate(s[4], 6) ^ rotate(s[4], 11) ^ rotate(s[4], 25)) + chosen +
                         constants[i] + words[i];
        uint32_t second = (rotate(s[0], 2) ^ rotate(s[0], 13) ^ rotate(s[0], 22)) + majority;
        memmove(s + 1, s, 7 * sizeof *s);
        s[4] += first;
        s[0] = first + second;
    }
    for (int i = 0; i < 8; i++)
        digest[i] += s[i];
}

/* The message and its padding: a bit, zeros, and its length in bits. */
static void fill(void)
{
    for (int i = 0; i < BYTES; i++)
        message[i] = (unsigned char)(i % PERIOD);
    message[BYTES] = 0x80;
    for (int i = 0; i < 4; i++)
        message[BYTES + BLOCK - 1 - i] = (unsigned char)(BYTES * 8 >> 8 * i);
}

static uint32_t digest(void)
{
    uint32_t digest[8] = {0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
                          0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};
    for (int at = 0; at < BYTES + BLOCK; at += BLOCK)
        digest_block(digest, message + at);
    return digest[0];
}

/* How many different words there are, by a table of them. */
static uint32_t different_words(void)
{
    uint32_t count = 0;
    memset(slots, 0, sizeof slots);
    for (int i = 0; i < WORDS; i++) {
        uint32_t word = big_endian(message + 4 * i), slot = word * 0x9e3779b1u % SLOTS;
        while (slots[slot] != 0 && slots[slot] != word)
            slot = (slot + 1) % SLOTS;
        count += slots[slot] == 0;
        slots[slot] = word;
    }
    return count;
}

int main(int argc, char **argv)
{
    int rounds = argc > 1 ? atoi(argv[1]) : 1;
    uint32_t first = 0, words = 0;
    fill();
    for (int round = 0; round < rounds; round++) {
        first = digest();
        words = different_words();
    }
    printf("%08x %u\n", first, words);
    return rounds > 0 && (first != EXPECTED || words != PERIOD);
}
