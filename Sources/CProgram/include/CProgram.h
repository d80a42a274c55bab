#ifndef STOREHOOKS_PROGRAM_H
#define STOREHOOKS_PROGRAM_H

#include "Arguments.h"
#include "BuildInformation.h"
#include "Memory.h"

#endif
