/* nbody [ROUNDS]: the sun and four planets move a thousand steps of a hundredth of a day by each other's
 * gravity, ROUNDS times from the same beginning: multiplication, square roots and division of doubles.
 *
 * The problem, its data and its results are those of the Computer Language Benchmarks Game, whose
 * energy after a thousand steps is known: -0.169087605. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#ifdef __clang__
#pragma STDC FP_CONTRACT OFF
#endif

enum { BODIES = 5, STEPS = 1000 };

#define EXPECTED "-0.169087605"
#define STEP 0.01
#define DAYS 365.24
#define SUN (4 * 3.141592653589793 * 3.141592653589793)

struct body {
    double place[3], speed[3], mass;
};

static const struct body beginning[BODIES] = {
    {{0, 0, 0}, {0, 0, 0}, SUN},
    {{4.84143144246472090e+00, -1.16032004402742839e+00, -1.03622044471123109e-01},
     {1.66007664274403694e-03 * DAYS, 7.69901118419740425e-03 * DAYS, -6.90460016972063023e-05 * DAYS},
     9.54791938424326609e-04 * SUN},
    {{8.34336671824457987e+00, 4.12479856412430479e+00, -4.03523417114321381e-01},
     {-2.76742510726411e-03 * DAYS, 4.99852801234917238e-03 * DAYS, 2.30417297573763929e-05 * DAYS},
     2.85885980666130812e-04 * SUN},
    {{1.28943695621391310e+01, -1.51111514016986312e+01, -2.23307578892655734e-01},
     {2.96460137564761618e-03 * DAYS, 2.37847173959480950e-03 * DAYS, -2.96589568540237556e-05 * DAYS},
     4.36624404335156298e-05 * SUN},
    {{1.53796971148509165e+01, -2.59193146099879641e+01, 1.79258772950371181e-01},
     {2.68067772490389322e-03 * DAYS, 1.62824170038242295e-03 * DAYS, -9.51592254519715870e-05 * DAYS},
     5.15138902046611451e-05 * SUN},
};

static struct body bodies[BODIES];

/* The sun moves so that all of them together rest. */
static void begin(void)
{
    memcpy(bodies, beginning, sizeof bodies);
    for (int axis = 0; axis < 3; axis++) {
        for (int i = 1; i < BODIES; i++)
            bodies[0].speed[axis] -= bodies[i].speed[axis] * bodies[i].mass / SUN;
    }
}

static double square_of_distance(const struct body *one, const struct body *other, double between[3])
{
    double sum = 0;
    for (int axis = 0; axis < 3; axis++) {
        between[axis] = one->place[axis] - other->place[axis];
        sum += between[axis] * between[axis];
    }
    return sum;
}

static void attract(struct body *one, struct body *other)
{
    double between[3], square = square_of_distance(one, other, between);
    double pull = STEP / (square * sqrt(square));
    for (int axis = 0; axis < 3; axis++) {
        one->speed[axis] -= between[axis] * other->mass * pull;
        other->speed[axis] += between[axis] * one->mass * pull;
    }
}

static void move(void)
{
    for (int i = 0; i < BODIES; i++) {
        for (int j = i + 1; j < BODIES; j++)
            attract(&bodies[i], &bodies[j]);
    }
    for (int i = 0; i < BODIES; i++) {
        for (int axis = 0; axis < 3; axis++)
            bodies[i].place[axis] += STEP * bodies[i].speed[axis];
    }
}

static double energy(void)
{
    double sum = 0, between[3];
    for (int i = 0; i < BODIES; i++) {
        double square = 0;
        for (int axis = 0; axis < 3; axis++)
            square += bodies[i].speed[axis] * bodies[i].speed[axis];
        sum += 0.5 * bodies[i].mass * square;
        for (int j = i + 1; j < BODIES; j++)
            sum -= bodies[i].mass * bodies[j].mass /
                   sqrt(square_of_distance(&bodies[i], &bodies[j], between));
    }
    return sum;
}

int main(int argc, char **argv)
{
    int rounds = argc > 1 ? atoi(argv[1]) : 1;
    char result[32] = "";
    for (int round = 0; round < rounds; round++) {
        begin();
        for (int step = 0; step < STEPS; step++)
            move();
        snprintf(result, sizeof result, "%.9f", energy());
    }
    printf("%s\n", result);
    return rounds > 0 && strcmp(result, EXPECTED) != 0;
}
