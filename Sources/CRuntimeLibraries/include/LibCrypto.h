#ifndef LIBCRYPTO_H
#define LIBCRYPTO_H

#include <stdbool.h>
#include <stddef.h>

#if defined(__clang__)
#pragma clang assume_nonnull begin
#endif

typedef struct evp_pkey_st EVP_PKEY;
typedef struct evp_pkey_ctx_st EVP_PKEY_CTX;
typedef struct evp_md_ctx_st EVP_MD_CTX;
typedef struct evp_md_st EVP_MD;
typedef struct engine_st ENGINE;
typedef struct pkcs8_priv_key_info_st PKCS8_PRIV_KEY_INFO;

/// `EVP_PKEY_EC`, the number of the key type "elliptic curve".
static const int LIBCRYPTO_KEY_TYPE_EC = 408;

// Every function that is used, once: its result, its name, its parameters. All are functions, not
// macros, in both OpenSSL 1.1.1 and 3. Keys go in and out as DER, so that no BIO (which may borrow
// bytes) and no PEM call (which may ask for a password on the terminal) is needed.
#define LIBCRYPTO_FUNCTIONS(FUNCTION)                                                                    \
  FUNCTION(const char *_Nonnull, OpenSSL_version, (int what))                                            \
  FUNCTION(unsigned long, ERR_get_error, (void))                                                         \
  FUNCTION(void, ERR_error_string_n, (unsigned long code, char *text, size_t capacity))                  \
  FUNCTION(void, ERR_clear_error, (void))                                                                \
  FUNCTION(EVP_PKEY *_Nullable, d2i_AutoPrivateKey,                                                      \
           (EVP_PKEY *_Nullable *_Nullable key, const unsigned char *_Nullable *_Nonnull bytes,          \
            long count))                                                                                 \
  FUNCTION(EVP_PKEY *_Nullable, d2i_PUBKEY,                                                              \
           (EVP_PKEY *_Nullable *_Nullable key, const unsigned char *_Nullable *_Nonnull bytes,          \
            long count))                                                                                 \
  FUNCTION(int, i2d_PUBKEY, (EVP_PKEY *_Nonnull key, unsigned char *_Nullable *_Nullable bytes))         \
  FUNCTION(PKCS8_PRIV_KEY_INFO *_Nullable, EVP_PKEY2PKCS8, (EVP_PKEY *_Nonnull key))                     \
  FUNCTION(int, i2d_PKCS8_PRIV_KEY_INFO,                                                                 \
           (PKCS8_PRIV_KEY_INFO *_Nonnull info, unsigned char *_Nullable *_Nullable bytes))              \
  FUNCTION(void, PKCS8_PRIV_KEY_INFO_free, (PKCS8_PRIV_KEY_INFO *_Nonnull info))                         \
  FUNCTION(void, EVP_PKEY_free, (EVP_PKEY *_Nonnull key))                                                \
  FUNCTION(EVP_PKEY_CTX *_Nullable, EVP_PKEY_CTX_new_id, (int type, ENGINE *_Nullable engine))           \
  FUNCTION(void, EVP_PKEY_CTX_free, (EVP_PKEY_CTX *_Nonnull context))                                    \
  FUNCTION(int, EVP_PKEY_keygen_init, (EVP_PKEY_CTX *_Nonnull context))                                  \
  FUNCTION(int, EVP_PKEY_CTX_ctrl_str, (EVP_PKEY_CTX *_Nonnull context, const char *name, const char *value))\
  FUNCTION(int, EVP_PKEY_keygen, (EVP_PKEY_CTX *_Nonnull context, EVP_PKEY *_Nullable *_Nonnull key))    \
  FUNCTION(EVP_MD_CTX *_Nullable, EVP_MD_CTX_new, (void))                                                \
  FUNCTION(void, EVP_MD_CTX_free, (EVP_MD_CTX *_Nonnull context))                                        \
  FUNCTION(const EVP_MD *_Nonnull, EVP_sha256, (void))                                                   \
  FUNCTION(int, EVP_Digest,                                                                              \
           (const void *_Nullable data, size_t count, unsigned char *digest,                             \
            unsigned int *_Nullable digestCount, const EVP_MD *type, ENGINE *_Nullable engine))          \
  FUNCTION(int, EVP_DigestSignInit,                                                                      \
           (EVP_MD_CTX *_Nonnull context, EVP_PKEY_CTX *_Nullable *_Nullable keyContext, const EVP_MD *type,\
            ENGINE *_Nullable engine, EVP_PKEY *key))                                                    \
  FUNCTION(int, EVP_DigestSign,                                                                          \
           (EVP_MD_CTX *_Nonnull context, unsigned char *_Nullable signature, size_t *signatureCount,    \
            const unsigned char *_Nullable message, size_t messageCount))                                \
  FUNCTION(int, EVP_DigestVerifyInit,                                                                    \
           (EVP_MD_CTX *_Nonnull context, EVP_PKEY_CTX *_Nullable *_Nullable keyContext, const EVP_MD *type,\
            ENGINE *_Nullable engine, EVP_PKEY *key))                                                    \
  FUNCTION(int, EVP_DigestVerify,                                                                        \
           (EVP_MD_CTX *_Nonnull context, const unsigned char *signature, size_t signatureCount,         \
            const unsigned char *_Nullable message, size_t messageCount))                                \
  FUNCTION(unsigned char *_Nullable, HMAC,                                                               \
           (const EVP_MD *type, const void *_Nullable key, int keyCount,                                 \
            const unsigned char *_Nullable message, size_t messageCount, unsigned char *code,            \
            unsigned int *_Nullable codeCount))                                                          \
  FUNCTION(int, PKCS5_PBKDF2_HMAC,                                                                       \
           (const char *_Nullable password, int passwordCount, const unsigned char *_Nullable salt,      \
            int saltCount, int iterations, const EVP_MD *type, int keyCount, unsigned char *key))

/// The functions of an opened libcrypto.
struct LibCrypto {
#define FIELD(result, name, parameters) result(*_Nonnull name) parameters;
  LIBCRYPTO_FUNCTIONS(FIELD)
#undef FIELD
};

/// Opens the first of `names` (separated by spaces) that is a libcrypto; see `runtime_library_open`.
bool libcrypto_open(const char *names, struct LibCrypto *functions, char *failure, size_t failureCapacity);

#if defined(__clang__)
#pragma clang assume_nonnull end
#endif

#endif
