// Drives the C ABI as an engine would, with a vocabulary in which a token is a byte. Compiled as C11 and as C++17 by
// python/sluice/tests/test_abi.py; exit code 0 when all is as sluice.h says.
#include "sluice.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void fail(const char *text, int line) {
  const char *error = sluice_last_error();
  fprintf(stderr, "abi.c:%d: %s; last error %s\n", line, text, error ? error : "none");
  exit(1);
}

#define EXPECT(condition) \
  do {                    \
    if (!(condition)) fail(#condition, __LINE__); \
  } while (0)
#define OK(call) EXPECT((call) == SLUICE_OK)

enum { TOKENS = 257, END = 256, WORDS = 9 };

static const char SCHEMA[] =
    "{\"type\":\"object\",\"properties\":{\"n\":{\"enum\":[1,2]}},\"required\":[\"n\"],\"additionalProperties\":false}";
static const char DOCUMENT[] = "{\"n\":1}";

static int allows(const int32_t *words, int token) { return (int)((uint32_t)words[token / 32] >> (token % 32) & 1); }

static sluice_vocabulary *bytes_vocabulary(void) {
  uint8_t bytes[256];
  uint64_t offsets[TOKENS + 1];
  for (int i = 0; i < 256; i++) bytes[i] = (uint8_t)i;
  for (int i = 0; i <= TOKENS; i++) offsets[i] = (uint64_t)(i < 256 ? i : 256);
  int32_t end = END;
  sluice_vocabulary *vocabulary = NULL;
  OK(sluice_vocabulary_from_tokens(bytes, offsets, TOKENS, 0, &end, 1, &vocabulary));
  EXPECT(sluice_vocabulary_rows(vocabulary) == TOKENS);
  EXPECT(sluice_vocabulary_words(vocabulary) == WORDS);
  return vocabulary;
}

static sluice_constraint *compile(const sluice_vocabulary *vocabulary, const char *schema) {
  sluice_constraint *constraint = NULL;
  OK(sluice_constraint_compile(vocabulary, schema, strlen(schema), NULL, 0, &constraint));
  return constraint;
}

static void test_document(sluice_constraint *constraint) {
  sluice_matcher *matcher = NULL;
  OK(sluice_matcher_new(constraint, SLUICE_NO_BUDGET, &matcher));
  int32_t words[WORDS + 2];
  memset(words, 0x55, sizeof words);
  OK(sluice_matcher_fill(matcher, SLUICE_NO_BUDGET, words, WORDS + 2));
  EXPECT(allows(words, '{') && !allows(words, '[') && !allows(words, END));
  EXPECT(words[WORDS] == 0 && words[WORDS + 1] == 0);
  EXPECT(sluice_matcher_fill(matcher, SLUICE_NO_BUDGET, words, WORDS - 1) == SLUICE_ERROR_ARGUMENT);
  EXPECT(strstr(sluice_last_error(), "\"buffer-too-small\"") != NULL);

  int32_t forced[16];
  size_t count = 0;
  OK(sluice_matcher_forced(matcher, SLUICE_NO_BUDGET, forced, 16, &count));
  EXPECT(count == 5 && forced[0] == '{' && forced[4] == ':');

  int32_t tokens[sizeof DOCUMENT];
  for (size_t i = 0; i + 1 < sizeof DOCUMENT; i++) tokens[i] = DOCUMENT[i];
  tokens[sizeof DOCUMENT - 1] = '?';
  OK(sluice_matcher_validate(matcher, tokens, sizeof DOCUMENT, &count));
  EXPECT(count == sizeof DOCUMENT - 1);
  EXPECT(sluice_matcher_accept_many(matcher, tokens, sizeof DOCUMENT, &count) == SLUICE_ERROR_TOKEN);
  EXPECT(count == sizeof DOCUMENT - 1);
  int32_t flag = 0;
  OK(sluice_matcher_is_accepting(matcher, &flag));
  EXPECT(flag == 1);
  OK(sluice_matcher_rollback(matcher, 2));
  OK(sluice_matcher_is_accepting(matcher, &flag));
  EXPECT(flag == 0);
  EXPECT(sluice_matcher_rollback(matcher, 100) == SLUICE_ERROR_ARGUMENT);
  EXPECT(sluice_matcher_accept(matcher, '3') == SLUICE_ERROR_TOKEN);
  EXPECT(strstr(sluice_last_error(), "\"token\":51") != NULL);
  OK(sluice_matcher_accept(matcher, '2'));

  sluice_matcher *copy = NULL;
  OK(sluice_matcher_copy(matcher, &copy));
  size_t taken = 0;
  OK(sluice_matcher_accept_bytes(copy, (const uint8_t *)"}", 1, &taken));
  EXPECT(taken == 1);
  EXPECT(sluice_matcher_accept_bytes(copy, (const uint8_t *)"}", 1, &taken) == SLUICE_ERROR_TOKEN && taken == 0);
  OK(sluice_matcher_accept(copy, END));
  OK(sluice_matcher_is_finished(copy, &flag));
  EXPECT(flag == 1);
  OK(sluice_matcher_fill(copy, SLUICE_NO_BUDGET, words, WORDS));
  for (int i = 0; i < WORDS; i++) EXPECT(words[i] == 0);

  char *text = NULL;
  size_t size = 0;
  OK(sluice_matcher_text(matcher, &text, &size));
  EXPECT(size == 6 && strcmp(text, "{\"n\":2") == 0);
  sluice_free(text);
  OK(sluice_matcher_completion(matcher, &text, &size));
  EXPECT(size == 1 && strcmp(text, "}") == 0);
  sluice_free(text);
  OK(sluice_matcher_count(matcher, &count));
  EXPECT(count == 6);
  sluice_matcher_free(copy);
  sluice_matcher_free(matcher);
}

static void test_budget(sluice_constraint *constraint) {
  sluice_matcher *matcher = NULL;
  EXPECT(sluice_matcher_new(constraint, 6, &matcher) == SLUICE_ERROR_BUDGET && matcher == NULL);
  EXPECT(strstr(sluice_last_error(), "\"needed\":7") != NULL);
  OK(sluice_matcher_new(constraint, 7, &matcher));
  sluice_matcher_free(matcher);
}

static void test_bytes(const sluice_vocabulary *vocabulary, sluice_constraint *constraint) {
  char *bytes = NULL;
  size_t size = 0;
  OK(sluice_constraint_bytes(constraint, &bytes, &size));
  EXPECT(size > 64 && memcmp(bytes, "SLUICE", 6) == 0);
  sluice_constraint *loaded = NULL;
  OK(sluice_constraint_load(vocabulary, bytes, size, NULL, 0, &loaded));
  test_document(loaded);
  test_budget(loaded);
  sluice_constraint_free(loaded);
  loaded = NULL;
  const char *options = "{\"any_text\":true}";
  EXPECT(sluice_constraint_load(vocabulary, bytes, size, options, strlen(options), &loaded) == SLUICE_ERROR_ARGUMENT);
  EXPECT(strstr(sluice_last_error(), "\"compiled-file\"") != NULL);
  EXPECT(sluice_constraint_load(vocabulary, bytes, size - 1, NULL, 0, &loaded) == SLUICE_ERROR_ARGUMENT);
  bytes[size / 2] ^= 1;
  EXPECT(sluice_constraint_load(vocabulary, bytes, size, NULL, 0, &loaded) == SLUICE_ERROR_ARGUMENT);
  EXPECT(sluice_constraint_load(vocabulary, NULL, 0, NULL, 0, &loaded) == SLUICE_ERROR_ARGUMENT);
  EXPECT(sluice_constraint_bytes(NULL, &bytes, &size) == SLUICE_ERROR_ARGUMENT);
  EXPECT(loaded == NULL);
  sluice_free(bytes);
}

static void test_sharing(const sluice_vocabulary *vocabulary, sluice_constraint *constraint) {
  // The same text again, and once more by itself.
  sluice_constraint *again = compile(vocabulary, SCHEMA);
  sluice_constraint *alone = NULL;
  const char *options = "{\"sharing\":false}";
  OK(sluice_constraint_compile(vocabulary, SCHEMA, strlen(SCHEMA), options, strlen(options), &alone));
  EXPECT(alone != constraint);
  test_document(again);
  test_document(alone);
  sluice_constraint_free(again);
  sluice_constraint_free(alone);
}

static void test_errors(const sluice_vocabulary *vocabulary) {
  sluice_constraint *constraint = NULL;
  const char *host = "{\"properties\":{\"a\":{\"pattern\":\"(a)\\\\1\"}}}";
  EXPECT(sluice_constraint_compile(vocabulary, host, strlen(host), NULL, 0, &constraint) == SLUICE_ERROR_SCHEMA);
  EXPECT(constraint == NULL);
  EXPECT(strstr(sluice_last_error(), "\"pointer\":\"/properties/a/pattern\"") != NULL);
  EXPECT(strstr(sluice_last_error(), "\"keyword\":\"pattern\"") != NULL);
  EXPECT(sluice_constraint_compile(vocabulary, "{", 1, NULL, 0, &constraint) == SLUICE_ERROR_JSON);
  EXPECT(sluice_constraint_compile(vocabulary, "{}", 2, "{\"a\":1}", 7, &constraint) == SLUICE_ERROR_ARGUMENT);
  EXPECT(sluice_constraint_compile(vocabulary, "false", 5, NULL, 0, &constraint) == SLUICE_ERROR_SCHEMA);
  EXPECT(strstr(sluice_last_error(), "\"unsatisfiable\"") != NULL);
  EXPECT(sluice_constraint_compile(NULL, "{}", 2, NULL, 0, &constraint) == SLUICE_ERROR_ARGUMENT);
  EXPECT(sluice_constraint_compile(vocabulary, NULL, 2, NULL, 0, &constraint) == SLUICE_ERROR_ARGUMENT);
  EXPECT(sluice_constraint_compile(vocabulary, "{}", 2, NULL, 0, NULL) == SLUICE_ERROR_ARGUMENT);
  sluice_vocabulary *none = NULL;
  uint64_t offsets[2] = {0, 1};
  int32_t end = 1;
  EXPECT(sluice_vocabulary_from_tokens((const uint8_t *)"a", offsets, 1, 2, &end, 1, &none) == SLUICE_ERROR_VOCABULARY);
  EXPECT(sluice_vocabulary_from_tokenizer("{}", 2, 0, &end, 1, &none) == SLUICE_ERROR_TOKENIZER);
  EXPECT(none == NULL);
  sluice_vocabulary_free(NULL);
  sluice_constraint_free(NULL);
  sluice_matcher_free(NULL);
  sluice_validator_free(NULL);
  sluice_pool_free(NULL);
  sluice_free(NULL);
}

static void test_validator(void) {
  const char *schema = "{\"type\":\"integer\",\"minimum\":3}";
  sluice_validator *validator = NULL;
  OK(sluice_validator_compile(schema, strlen(schema), "{\"draft\":\"7\"}", 13, &validator));
  int32_t valid = -1;
  OK(sluice_validator_is_valid(validator, "3.0", 3, &valid));
  EXPECT(valid == 1);
  OK(sluice_validator_is_valid(validator, "2", 1, &valid));
  EXPECT(valid == 0);
  EXPECT(sluice_validator_is_valid(validator, "2,", 2, &valid) == SLUICE_ERROR_JSON);
  char *output = NULL;
  size_t size = 0;
  OK(sluice_validator_validate(validator, "2", 1, &output, &size));
  EXPECT(strlen(output) == size && strstr(output, "\"keywordLocation\":\"/minimum\"") != NULL);
  sluice_free(output);
  sluice_validator_free(validator);
  OK(sluice_report(schema, strlen(schema), NULL, 0, NULL, &output, &size));
  EXPECT(strstr(output, "\"verdict\":\"enforced\"") != NULL);
  sluice_free(output);
}

// Each thread writes documents of one constraint with a matcher of its own.
static void *write_documents(void *argument) {
  sluice_constraint *constraint = (sluice_constraint *)argument;
  for (int round = 0; round < 50; round++) {
    sluice_matcher *matcher = NULL;
    OK(sluice_matcher_new(constraint, SLUICE_NO_BUDGET, &matcher));
    for (size_t i = 0; i + 1 < sizeof DOCUMENT; i++) {
      int32_t words[WORDS];
      OK(sluice_matcher_fill(matcher, SLUICE_NO_BUDGET, words, WORDS));
      EXPECT(allows(words, DOCUMENT[i]));
      OK(sluice_matcher_accept(matcher, DOCUMENT[i]));
    }
    EXPECT(sluice_matcher_accept(matcher, 'x') == SLUICE_ERROR_TOKEN);
    EXPECT(strstr(sluice_last_error(), "token-rejected") != NULL);
    sluice_matcher_free(matcher);
  }
  return NULL;
}

// All threads use one matcher: a call is carried out or refused as busy, and nothing in between.
static void *share_matcher(void *argument) {
  sluice_matcher *matcher = (sluice_matcher *)argument;
  for (int round = 0; round < 500; round++) {
    int32_t words[WORDS];
    sluice_status status = sluice_matcher_fill(matcher, SLUICE_NO_BUDGET, words, WORDS);
    EXPECT(status == SLUICE_OK || status == SLUICE_ERROR_BUSY);
    if (status == SLUICE_OK) EXPECT(allows(words, '{') && !allows(words, '['));
  }
  return NULL;
}

static void run_threads(void *(*body)(void *), void *argument) {
  pthread_t threads[4];
  for (int i = 0; i < 4; i++) EXPECT(pthread_create(&threads[i], NULL, body, argument) == 0);
  for (int i = 0; i < 4; i++) EXPECT(pthread_join(threads[i], NULL) == 0);
}

static void test_batch(sluice_constraint *first, sluice_constraint *second) {
  enum { COUNT = 6, STRIDE = WORDS + 3 };
  sluice_pool *pool = NULL;
  OK(sluice_pool_new(3, &pool));
  EXPECT(sluice_pool_threads(pool) == 3);
  sluice_matcher *matchers[COUNT] = {NULL};
  for (int i = 0; i < COUNT; i++) {
    if (i != 2) OK(sluice_matcher_new(i % 2 ? first : second, SLUICE_NO_BUDGET, &matchers[i]));
  }
  int32_t words[COUNT * STRIDE];
  memset(words, 0x55, sizeof words);
  int64_t remaining[COUNT] = {-1, -1, -1, 7, -1, -1};
  sluice_status statuses[COUNT];
  OK(sluice_pool_fill(pool, matchers, COUNT, remaining, words, STRIDE, WORDS, statuses));
  for (int i = 0; i < COUNT; i++) {
    const int32_t *row = words + i * STRIDE;
    EXPECT(statuses[i] == SLUICE_OK);
    EXPECT(row[WORDS] == 0x55555555);
    if (i == 2) {
      EXPECT(row[0] == 0x55555555);
      continue;
    }
    int32_t alone[WORDS];
    OK(sluice_matcher_fill(matchers[i], remaining[i], alone, WORDS));
    EXPECT(memcmp(row, alone, sizeof alone) == 0);
    EXPECT(allows(row, '{') == (i % 2));
  }
  EXPECT(sluice_pool_fill(pool, matchers, COUNT, NULL, words, 2, 2, statuses) == SLUICE_ERROR_ARGUMENT);
  EXPECT(statuses[0] == SLUICE_ERROR_ARGUMENT && statuses[2] == SLUICE_OK);
  EXPECT(strstr(sluice_last_error(), "\"row\":0") != NULL);
  for (int i = 0; i < COUNT; i++) sluice_matcher_free(matchers[i]);
  sluice_pool_free(pool);
}

int main(void) {
  EXPECT(sluice_abi_version() == SLUICE_ABI_VERSION);
  EXPECT(sluice_last_error() == NULL);
  sluice_vocabulary *vocabulary = bytes_vocabulary();
  sluice_constraint *constraint = compile(vocabulary, SCHEMA);
  sluice_constraint *array = compile(vocabulary, "{\"type\":\"array\"}");
  test_errors(vocabulary);
  test_bytes(vocabulary, constraint);
  test_sharing(vocabulary, constraint);
  // Handles keep what they were made from.
  sluice_vocabulary_free(vocabulary);
  test_document(constraint);
  test_budget(constraint);
  test_validator();
  test_batch(constraint, array);
  run_threads(write_documents, constraint);
  sluice_matcher *matcher = NULL;
  OK(sluice_matcher_new(constraint, SLUICE_NO_BUDGET, &matcher));
  run_threads(share_matcher, matcher);
  sluice_constraint_free(constraint);
  sluice_constraint_free(array);
  int32_t words[WORDS];
  OK(sluice_matcher_fill(matcher, SLUICE_NO_BUDGET, words, WORDS));
  sluice_matcher_free(matcher);
  puts("ok");
  return 0;
}
