// Signal handlers for a program that owns the terminal. In C because a handler may only call
// async-signal-safe functions, which Swift code cannot promise.
#ifndef CTERMINALGUARD_H
#define CTERMINALGUARD_H

#include <stddef.h>

// Makes the wake pipe, once for the process, and gives its reading end; -1 and errno on failure.
// Both ends do not block and are closed on exec.
int ctg_wake_descriptor(void);

// Puts one byte into the wake pipe. Safe from any thread and from handlers; a full pipe is fine,
// since it wakes all the same.
void ctg_wake(unsigned char byte);

// Keeps the terminal's present modes, to be called before anything changes them.
// Returns 0, or -1 and errno.
int ctg_keep_modes(int terminal);

// Keeps the bytes that give a sane screen back, and installs the handlers: HUP, INT, TERM, TSTP, WINCH and CONT write their number into the wake pipe; SEGV, BUS,
// FPE, ABRT, ILL, TRAP, SYS and QUIT restore the terminal and then end the process as they would
// have. At most 512 bytes are kept. Returns 0, or -1 and errno.
int ctg_arm(const char *reset, size_t length);

// Installs the handlers again after another library may have replaced them.
int ctg_install(void);

// Writes the reset bytes and the first modes to the terminal, as the crash handlers do.
void ctg_restore_terminal(void);

// Gives every signal its former action back.
void ctg_disarm(void);

// Stops the process group as the terminal's suspend key would; returns when it goes on.
void ctg_stop(void);

#endif
