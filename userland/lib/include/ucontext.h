#pragma once

/* The state of an interrupted program, as a handler sees it. */

#include <signal.h>
