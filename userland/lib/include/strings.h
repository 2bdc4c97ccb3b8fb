#pragma once

/* An old place for strcasecmp and its kin. */

#include <string.h>
