#ifndef STOREHOOKS_MEMORY_H
#define STOREHOOKS_MEMORY_H

/// Makes a crash leave nothing of the memory behind, which holds the API key and webhook secrets: no core
/// dump, and on Linux no report of Swift's runtime. There it also keeps other processes of the same user,
/// other than root's, from attaching to this one and from reading its memory.
void storehooks_keep_memory_private(void);

#endif
