#include "COpenBLAS.h"

#include <cblas.h>
#include <dlfcn.h>
#include <pthread.h>
#include <stdlib.h>

static pthread_once_t once = PTHREAD_ONCE_INIT;
static __typeof__(cblas_sgemm) *sgemm;
static __typeof__(cblas_sgemv) *sgemv;
// Not in every cblas.h: Debian lets another library's stand in for OpenBLAS's.
static char *(*get_config)(void);
static char *(*get_corename)(void);
static int is_loaded;

static void load(void) {
  // Read by OpenBLAS as it is loaded: the threads are ours, so that it needs none.
  setenv("OPENBLAS_NUM_THREADS", "1", 1);
  void *library = dlopen("libopenblas.so.0", RTLD_NOW | RTLD_LOCAL);
  if (!library) return;
  sgemm = (__typeof__(sgemm))dlsym(library, "cblas_sgemm");
  sgemv = (__typeof__(sgemv))dlsym(library, "cblas_sgemv");
  get_config = (__typeof__(get_config))dlsym(library, "openblas_get_config");
  get_corename = (__typeof__(get_corename))dlsym(library, "openblas_get_corename");
  is_loaded = sgemm && sgemv;
}

int hv_openblas_load(void) {
  pthread_once(&once, load);
  return is_loaded;
}

void hv_openblas_sgemm(int m, int n, int k, const float *a, const float *b, float *c) {
  sgemm(CblasRowMajor, CblasNoTrans, CblasNoTrans, m, n, k, 1, a, k, b, n, 1, c, n);
}

void hv_openblas_product(int a_is_transposed, int b_is_transposed, int m, int n, int k, const float *a,
                         const float *b, float *c) {
  sgemm(CblasRowMajor, a_is_transposed ? CblasTrans : CblasNoTrans,
        b_is_transposed ? CblasTrans : CblasNoTrans, m, n, k, 1, a, a_is_transposed ? m : k, b,
        b_is_transposed ? k : n, 0, c, n);
}

void hv_openblas_sgemv(int m, int n, const float *a, const float *x, float *y) {
  sgemv(CblasRowMajor, CblasNoTrans, m, n, 1, a, n, x, 1, 1, y, 1);
}

const char *hv_openblas_configuration(void) {
  return hv_openblas_load() && get_config ? get_config() : "";
}

const char *hv_openblas_core(void) {
  return hv_openblas_load() && get_corename ? get_corename() : "";
}
