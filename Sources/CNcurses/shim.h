// What Swift cannot take from ncurses by itself: macros and mutable globals.
#define NCURSES_WIDECHAR 1
#include <locale.h>
#include <ncurses.h>
#include <term.h>

static inline WINDOW *cn_stdscr(void) { return stdscr; }
