#include <openblas_config.h>
#include <cblas.h>
