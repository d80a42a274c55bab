#ifndef CRUNTIMELIBRARIES_H
#define CRUNTIMELIBRARIES_H

// The libraries that are opened at run time instead of being linked: their types and function tables,
// declared here so that building needs no header of theirs; and the little else that is C.

#include "BackgroundThread.h"
#include "LibCrypto.h"
#include "LibCurl.h"
#include "LinuxCalls.h"
#include "RuntimeLibrary.h"
#include "Wipe.h"

#endif
