// OpenBLAS under one name, wherever the distribution puts its header.
#include <cblas.h>
