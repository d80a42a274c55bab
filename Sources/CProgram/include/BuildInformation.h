#ifndef STOREHOOKS_BUILD_INFORMATION_H
#define STOREHOOKS_BUILD_INFORMATION_H

/// The version that was built, without a leading "v".
const char *_Nonnull storehooks_version(void);

/// The commit that was built; empty if the build wasn't told.
const char *_Nonnull storehooks_commit(void);

#endif
