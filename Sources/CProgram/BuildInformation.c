#include "BuildInformation.h"

// Package.swift defines both from the environment of the build.
const char *storehooks_version(void) { return STOREHOOKS_VERSION; }
const char *storehooks_commit(void) { return STOREHOOKS_COMMIT; }
