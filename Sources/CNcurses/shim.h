// What Swift cannot take from ncurses by itself: macros and mutable globals.
#define NCURSES_WIDECHAR 1
#include <langinfo.h>
#include <locale.h>
#include <ncurses.h>
#include <stdio.h>
#include <sys/ioctl.h>
#include <term.h>
#include <wchar.h>

static inline WINDOW *cn_stdscr(void) { return stdscr; }
static inline WINDOW *cn_curscr(void) { return curscr; }
static inline SCREEN *cn_newterm(const char *name) { return newterm(name, stdout, stdin); }
static inline int cn_colours(void) { return COLORS; }
static inline int cn_pairs(void) { return COLOR_PAIRS; }
static inline const char *cn_codeset(void) { return nl_langinfo(CODESET); }

static const attr_t cn_bold = A_BOLD;
static const attr_t cn_underline = A_UNDERLINE;
static const attr_t cn_reverse = A_REVERSE;

// A cell from a cluster of one to five characters. The pair goes through the last argument, which
// takes numbers beyond 16 bits.
static inline int cn_cell(cchar_t *cell, const wchar_t *text, attr_t attributes, int pair) {
  return setcchar(cell, text, attributes, 0, &pair);
}

// Columns the C library, and so ncurses, gives a character. Its header hides the declaration.
extern int wcwidth(wchar_t character);
static inline int cn_width(wchar_t character) { return wcwidth(character); }

// A string capability of the terminal, or NULL: tigetstr has a second way to say no.
static inline const char *cn_capability(const char *name) {
  const char *text = tigetstr(name);
  return text == (const char *)-1 ? NULL : text;
}

// Whether the terminal of this name can place its cursor; -1 when none is known by it. Writes nothing to
// the terminal, as newterm and endwin do.
static inline int cn_places_cursor(const char *name) {
  TERMINAL *former = cur_term;
  int problem = 0;
  if (setupterm(name, 1, &problem) != OK) return -1;
  int places = cn_capability("cup") != NULL;
  TERMINAL *asked = cur_term;
  set_curterm(former);
  if (asked != former) del_curterm(asked);
  return places;
}

// Columns and rows of a terminal; 0 when it does not say. (`columns` is a macro of term.h.)
static inline int cn_window_size(int descriptor, int *width, int *height) {
  struct winsize size;
  if (ioctl(descriptor, TIOCGWINSZ, &size) != 0 || size.ws_col == 0 || size.ws_row == 0) return 0;
  *width = size.ws_col;
  *height = size.ws_row;
  return 1;
}
