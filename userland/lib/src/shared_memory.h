#pragma once

/* Names of objects between processes, which are files in one folder (shm_overview(7)). */

#include <limits.h>
#include <stdbool.h>

#define SHARED_FOLDER "/dev/shm/"

enum { SHARED_PATH = sizeof SHARED_FOLDER + NAME_MAX };

/* The path of an object; false, with EINVAL or ENAMETOOLONG, if the name cannot be one. */
bool __shared_path(char path[SHARED_PATH], const char *prefix, const char *name);
