// The part of OpenSSL's libcrypto that computes digests, by its current interface (EVP).
#include <openssl/evp.h>
