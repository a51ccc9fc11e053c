// OpenBLAS, loaded when it is first needed.
//
// Linked as usual, it would start a thread for each core before `main`, and these spin: half of the processor
// time of labelling one picture, for nothing where the engine computes with kernels of its own.
#ifndef HEMATOVISION_OPENBLAS_H
#define HEMATOVISION_OPENBLAS_H

/// Loads OpenBLAS with one thread; 1 when it is there, 0 when it is not installed. Any thread may ask, again
/// and again.
int hv_openblas_load(void);

/// c[m][n] += a[m][k] * b[k][n], row by row without gaps. OpenBLAS must be loaded.
void hv_openblas_sgemm(int m, int n, int k, const float *a, const float *b, float *c);

/// c[m][n] = a * b, where each of the two is given transposed when its flag is not 0: a as [k][m], b as [n][k].
/// Row by row without gaps. OpenBLAS must be loaded.
void hv_openblas_product(int a_is_transposed, int b_is_transposed, int m, int n, int k, const float *a,
                         const float *b, float *c);

/// y[m] += a[m][n] * x[n]. OpenBLAS must be loaded.
void hv_openblas_sgemv(int m, int n, const float *a, const float *x, float *y);

/// How OpenBLAS was built, and whose kernels it chose; an empty text when it is not there.
const char *hv_openblas_configuration(void);
const char *hv_openblas_core(void);

#endif
