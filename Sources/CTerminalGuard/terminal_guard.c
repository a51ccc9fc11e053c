#define _GNU_SOURCE
#include "CTerminalGuard.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <string.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

static const int waking[] = {SIGHUP, SIGINT, SIGTERM, SIGTSTP, SIGWINCH, SIGCONT};
static const int fatal[] = {SIGSEGV, SIGBUS, SIGFPE, SIGABRT, SIGILL, SIGTRAP, SIGSYS, SIGQUIT};
enum { waking_count = sizeof waking / sizeof waking[0] };
enum { fatal_count = sizeof fatal / sizeof fatal[0] };

static int wake_read = -1;
static int wake_write = -1;
static struct sigaction former_waking[waking_count];
static struct sigaction former_fatal[fatal_count];
static int have_former = 0;

static struct termios first_modes;
static int terminal_descriptor = -1;
static char reset_bytes[512];
static size_t reset_length = 0;
// A lock-free atomic is what a handler may read; it says that the four above are whole.
static atomic_int armed = 0;

static char crash_stack[64 * 1024];

static pthread_once_t pipe_once = PTHREAD_ONCE_INIT;

static void make_pipe(void) {
  int ends[2];
  if (pipe2(ends, O_CLOEXEC | O_NONBLOCK) == 0) {
    wake_read = ends[0];
    wake_write = ends[1];
  }
}

int ctg_wake_descriptor(void) {
  pthread_once(&pipe_once, make_pipe);
  return wake_read;
}

void ctg_wake(unsigned char byte) {
  int saved = errno;
  if (wake_write >= 0) {
    while (write(wake_write, &byte, 1) < 0 && errno == EINTR) {
    }
  }
  errno = saved;
}

static void write_all(int descriptor, const char *bytes, size_t length) {
  while (length > 0) {
    ssize_t written = write(descriptor, bytes, length);
    if (written < 0) {
      if (errno == EINTR) continue;
      return;
    }
    bytes += written;
    length -= (size_t)written;
  }
}

void ctg_restore_terminal(void) {
  if (!atomic_load(&armed)) return;
  int saved = errno;
  write_all(terminal_descriptor, reset_bytes, reset_length);
  // Not TCSAFLUSH: it would wait for a terminal that has stopped its output.
  tcsetattr(terminal_descriptor, TCSANOW, &first_modes);
  errno = saved;
}

static void on_waking(int number) { ctg_wake((unsigned char)number); }

static void on_fatal(int number) {
  // SIGTTOU would stop a background process that sets terminal modes.
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGTTOU);
  pthread_sigmask(SIG_BLOCK, &set, NULL);
  ctg_restore_terminal();
  atomic_store(&armed, 0);
  // SA_RESETHAND has already set the default action; unblocked, the signal ends the process here.
  raise(number);
}

int ctg_install(void) {
  for (int i = 0; i < waking_count; i++) {
    struct sigaction action;
    memset(&action, 0, sizeof action);
    action.sa_handler = on_waking;
    action.sa_flags = SA_RESTART;
    sigemptyset(&action.sa_mask);
    struct sigaction *former = have_former ? NULL : &former_waking[i];
    if (sigaction(waking[i], &action, former) != 0) return -1;
  }
  for (int i = 0; i < fatal_count; i++) {
    struct sigaction action;
    memset(&action, 0, sizeof action);
    action.sa_handler = on_fatal;
    action.sa_flags = (int)(SA_RESETHAND | SA_NODEFER | SA_ONSTACK);
    sigemptyset(&action.sa_mask);
    struct sigaction *former = have_former ? NULL : &former_fatal[i];
    if (sigaction(fatal[i], &action, former) != 0) return -1;
  }
  have_former = 1;
  return 0;
}

int ctg_keep_modes(int terminal) {
  terminal_descriptor = terminal;
  return tcgetattr(terminal, &first_modes);
}

int ctg_arm(const char *reset, size_t length) {
  if (ctg_wake_descriptor() < 0) return -1;
  if (length > sizeof reset_bytes) {
    errno = E2BIG;
    return -1;
  }
  memcpy(reset_bytes, reset, length);
  reset_length = length;
  // A stack overflow leaves no room for a handler but on a stack of its own.
  stack_t stack;
  memset(&stack, 0, sizeof stack);
  stack.ss_sp = crash_stack;
  stack.ss_size = sizeof crash_stack;
  sigaltstack(&stack, NULL);
  if (ctg_install() != 0) return -1;
  atomic_store(&armed, 1);
  return 0;
}

void ctg_disarm(void) {
  atomic_store(&armed, 0);
  if (!have_former) return;
  for (int i = 0; i < waking_count; i++) sigaction(waking[i], &former_waking[i], NULL);
  for (int i = 0; i < fatal_count; i++) sigaction(fatal[i], &former_fatal[i], NULL);
  have_former = 0;
}

void ctg_stop(void) {
  struct sigaction action;
  struct sigaction former;
  memset(&action, 0, sizeof action);
  action.sa_handler = SIG_DFL;
  sigemptyset(&action.sa_mask);
  if (sigaction(SIGTSTP, &action, &former) != 0) return;
  // The whole group, as the terminal does: a `make` that started us must stop too, or the shell
  // never gets the terminal back.
  kill(0, SIGTSTP);
  // Another thread may take the signal: do not touch the terminal before all have stopped. A group
  // without a shell above it is not stopped at all and only loses this moment.
  struct timespec moment = {.tv_sec = 0, .tv_nsec = 20 * 1000 * 1000};
  nanosleep(&moment, NULL);
  sigaction(SIGTSTP, &former, NULL);
}
