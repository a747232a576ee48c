// Sluice's C ABI: JSON Schema to token masks, documents judged by a schema, and what the masks make of a schema.
//
// Ownership. A function that makes a handle stores it through its last parameter; the caller owns it and gives it back
// once with the function `sluice_…_free` of its type (NULL is allowed). What a handle was made from may be given back
// before it: a constraint keeps its vocabulary, a matcher its constraint. Text that comes back through `char **` is
// the caller's, ends with a zero byte that its size does not count, and is given back with sluice_free. Memory that is
// passed in is read or written during the call only. On failure nothing is stored through an out-parameter, unless the
// function says otherwise.
//
// Threads. Vocabularies, constraints, validators and pools are immutable to their users: any thread may use them at any
// time. A matcher is one document under way. Different matchers, of one constraint too, may be used on different
// threads at once. A call on a matcher that another thread is using fails with SLUICE_ERROR_BUSY and changes nothing.
// Nothing may be freed while a call uses it.
//
// Stack. A schema whose parts lie hundreds deep in each other takes some megabytes of the calling thread's stack, up to
// 512 deep, where it is refused. Threads that compile schemas of others should have 8 MB.
//
// Errors. Functions that can fail return a sluice_status. For the failed call that was the last one on the calling
// thread, sluice_last_error tells more. Pointers that must not be NULL are checked.
//
// Versions. Functions, values and the meaning of arguments are only added to, as long as SLUICE_ABI_VERSION stays.
#ifndef SLUICE_H
#define SLUICE_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define SLUICE_ABI_VERSION 1

// ---------------------------------------------------------------------------------------------------------- errors

typedef int32_t sluice_status;

#define SLUICE_OK 0
// NULL, a number out of its range, a buffer that is too small, an unknown option: the caller's mistake.
#define SLUICE_ERROR_ARGUMENT 1
// A text is not JSON.
#define SLUICE_ERROR_JSON 2
// The schema is malformed, is satisfied by no value, or asks for what is not enforced.
#define SLUICE_ERROR_SCHEMA 3
// The tokenizer could not be read.
#define SLUICE_ERROR_TOKENIZER 4
// No masks can be made for the vocabulary.
#define SLUICE_ERROR_VOCABULARY 5
// No document is sure to fit into the budget.
#define SLUICE_ERROR_BUDGET 6
// The token is not allowed where it came. The matcher is unchanged.
#define SLUICE_ERROR_TOKEN 7
// Another thread is using the matcher.
#define SLUICE_ERROR_BUSY 8
// A question about the schema went over its limit of work, or schema and instance nest too deep.
#define SLUICE_ERROR_LIMIT 9
// The system refused threads or memory.
#define SLUICE_ERROR_SYSTEM 10

// The failed call that was the last one on this thread, as a JSON object; NULL when none has failed. Always there are
// "status" (the code), "code" (a stable name) and "message". Where it makes sense there are "keyword", "pointer" (a
// JSON Pointer into the schema or the tokenizer), "uri" (the schema document, when it has one), "conflicting" (JSON
// Pointers of keywords that contradict each other), "offset" (bytes, in a text that is not JSON), "given", "needed" and
// "limit", "token". The text is the library's and stays until the next call on this thread.
const char *sluice_last_error(void);

// Gives back a text. NULL is allowed.
void sluice_free(void *memory);

// SLUICE_ABI_VERSION of the library that is loaded. A caller built against another number must not go on.
uint32_t sluice_abi_version(void);

// ------------------------------------------------------------------------------------------------------ vocabulary

// The tokens of a model, prepared for masks. Build it once for each tokenizer: it takes most of a second for 150,000
// tokens.
typedef struct sluice_vocabulary sluice_vocabulary;

// The vocabulary of a `tokenizer.json` (byte-pair encodings, byte-level or with byte fallback).
//
// rows: the model's rows of logits, which may be more than the tokenizer has tokens; 0: as many as it has.
// end_tokens: tokens that end the text; at least one, below `rows`. They are allowed where a document is complete.
// Fails with JSON, TOKENIZER, VOCABULARY (more than 16,777,215 rows; a byte that JSON needs and no token spells).
sluice_status sluice_vocabulary_from_tokenizer(const char *json, size_t size, size_t rows, const int32_t *end_tokens,
                                               size_t end_token_count, sluice_vocabulary **vocabulary);

// The vocabulary in which token i adds bytes[offsets[i]] up to before bytes[offsets[i + 1]] to the text, for engines
// that have no `tokenizer.json`. A token without bytes is never text, which is how control tokens are written.
//
// offsets: token_count + 1 numbers that never fall, the first 0; at most 4 GB of bytes.
// rows: as above; 0: token_count.
sluice_status sluice_vocabulary_from_tokens(const uint8_t *bytes, const uint64_t *offsets, size_t token_count,
                                            size_t rows, const int32_t *end_tokens, size_t end_token_count,
                                            sluice_vocabulary **vocabulary);

void sluice_vocabulary_free(sluice_vocabulary *vocabulary);

// Rows of logits that masks are made for; 0 for NULL.
size_t sluice_vocabulary_rows(const sluice_vocabulary *vocabulary);

// int32 words of a mask, (rows + 31) / 32; 0 for NULL.
size_t sluice_vocabulary_words(const sluice_vocabulary *vocabulary);

// ------------------------------------------------------------------------------------------------------ constraint

// A schema compiled for a vocabulary. What is found out about it while documents are written is kept in it, so one
// constraint should serve all documents of its schema.
typedef struct sluice_constraint sluice_constraint;

// schema: JSON text, nested at most 512 deep.
// options: NULL and 0, or a JSON object with any of these members, the defaults first:
//   "draft"           "2020-12" "2019-09" "7" "6" "4": the draft of schemas without $schema
//   "formats"         "assertion" "annotation"
//   "any_text"        false, or true: every text of a valid value, which sets the five members below to their last
//                     values; they may then be set again
//   "whitespace"      0, a number up to 255 of bytes at each place, or "any"
//   "property_order"  "declared" "any"
//   "escapes"         "needed" "all"
//   "numbers"         "plain" (16 digits on each side of the point, no exponent) "any"
//   "maximum_depth"   64, a number of open containers from which on nothing optional opens another, or null
//   "guards"          false: the masks of `format` hostname, idn-hostname and regex leave out the few texts of which no
//                     automaton decides, such as labels that begin with xn--; or true: they let through too much there,
//                     and sluice_matcher_accept may reject a token that the mask allows: sample another one then
//   "sharing"         true: the same text with the same options is compiled once for a vocabulary, and with "property_order"
//                     "any" a list of at least 16 schemas (anyOf, allOf, properties) of which most stood in another text
//                     costs what is new in it; a few hundred are kept when they are freed. Or false, which a benchmark
//                     wants that compiles every schema anew. With "documents" nothing is shared
//   "documents"       {}: schemas that references may reach, by absolute URI; nothing is ever fetched
//   "unknown_metaschema"  "refused" "default_draft"
//   "old_dependencies"    false, or true: `dependencies` holds in drafts 2019-09 and 2020-12 as well
//   "limits"          {"steps": 100000000, "milliseconds": 1000, "bytes": 268435456}: what compiling, and each later
//                     question about the schema, may take; time is the processor's
// Fails with JSON, SCHEMA, LIMIT, ARGUMENT (an option).
sluice_status sluice_constraint_compile(const sluice_vocabulary *vocabulary, const char *schema, size_t schema_size,
                                        const char *options, size_t options_size, sluice_constraint **constraint);

// The compiled schema as bytes, which load faster than it compiles, given back with sluice_free. Fails with ARGUMENT (a
// schema compiled with "documents"), LIMIT.
sluice_status sluice_constraint_bytes(const sluice_constraint *constraint, char **bytes, size_t *size);

// A schema that was compiled for the same vocabulary with the same options, which `limits` and `sharing` are no part of.
// Bytes that are damaged, or of another vocabulary, other options or another version of this library, are refused. They
// are trusted otherwise: who can write them can say what the masks are. Fails with ARGUMENT.
sluice_status sluice_constraint_load(const sluice_vocabulary *vocabulary, const char *bytes, size_t size,
                                     const char *options, size_t options_size, sluice_constraint **constraint);

void sluice_constraint_free(sluice_constraint *constraint);

// --------------------------------------------------------------------------------------------------------- matcher

// One document under way.
typedef struct sluice_matcher sluice_matcher;

#define SLUICE_NO_BUDGET (-1)

// budget: tokens in which the document is sure to be complete, end token not counted, as long as every mask is filled
// with what is left of it; SLUICE_NO_BUDGET: the document may be of any length.
// Fails with BUDGET ("given", "needed"), LIMIT.
sluice_status sluice_matcher_new(const sluice_constraint *constraint, int64_t budget, sluice_matcher **matcher);

// A matcher at the same place, from where both go their own ways.
sluice_status sluice_matcher_copy(const sluice_matcher *matcher, sluice_matcher **copy);

void sluice_matcher_free(sluice_matcher *matcher);

// Writes which tokens may come next: bit i % 32 of word i / 32 is 1 when token i is allowed, the layout of xgrammar and
// llguidance. All bits are 0 once the document is finished.
//
// words, word_count: at least sluice_vocabulary_words; words beyond those are set to 0.
// remaining: tokens that are left of the budget, this one included; SLUICE_NO_BUDGET: no bound.
// Fails with ARGUMENT, BUSY, LIMIT; the words are then unchanged.
sluice_status sluice_matcher_fill(sluice_matcher *matcher, int64_t remaining, int32_t *words, size_t word_count);

// Takes a token. Fails with TOKEN, BUSY, LIMIT.
sluice_status sluice_matcher_accept(sluice_matcher *matcher, int32_t token);

// Takes tokens up to the first that is not allowed. `accepted` is how many were taken, also on failure, unless the
// arguments are at fault or the matcher is busy. Fails with TOKEN when not all were taken, BUSY, LIMIT.
sluice_status sluice_matcher_accept_many(sluice_matcher *matcher, const int32_t *tokens, size_t count,
                                         size_t *accepted);

// Takes bytes that need not be whole tokens, such as a beginning that is given. They can't be rolled back by
// themselves. `accepted` is how many were taken. Fails with TOKEN when not all were taken, BUSY, LIMIT.
sluice_status sluice_matcher_accept_bytes(sluice_matcher *matcher, const uint8_t *bytes, size_t count,
                                          size_t *accepted);

// How many of these tokens, from the first on, the document could go on with. The matcher stays where it is.
sluice_status sluice_matcher_validate(sluice_matcher *matcher, const int32_t *tokens, size_t count, size_t *accepted);

// The tokens that come next whatever is chosen: each is the only one that the mask allows where it stands. End tokens
// are not among them. The matcher stays where it is.
//
// remaining: as for sluice_matcher_fill. capacity: the most tokens that are wanted.
sluice_status sluice_matcher_forced(sluice_matcher *matcher, int64_t remaining, int32_t *tokens, size_t capacity,
                                    size_t *count);

// Takes back the last `count` tokens. Fails with ARGUMENT when fewer were taken, BUSY.
sluice_status sluice_matcher_rollback(sluice_matcher *matcher, size_t count);

// Tokens that were taken and not taken back.
sluice_status sluice_matcher_count(sluice_matcher *matcher, size_t *count);

// Whether the document is complete as it stands: 1 or 0.
sluice_status sluice_matcher_is_accepting(sluice_matcher *matcher, int32_t *is_accepting);

// Whether an end token was taken: 1 or 0.
sluice_status sluice_matcher_is_finished(sluice_matcher *matcher, int32_t *is_finished);

// The document so far, which may end in the middle of a code point.
sluice_status sluice_matcher_text(sluice_matcher *matcher, char **text, size_t *size);

// A shortest text that completes the document.
sluice_status sluice_matcher_completion(sluice_matcher *matcher, char **text, size_t *size);

// ---------------------------------------------------------------------------------------------------------- batches

// Threads that fill masks.
typedef struct sluice_pool sluice_pool;

// threads: the caller of sluice_pool_fill included, at most 1,024; 0: as many as cores may be used.
// Fails with SYSTEM. A pool does not survive fork().
sluice_status sluice_pool_new(size_t threads, sluice_pool **pool);

// No sluice_pool_fill may be under way.
void sluice_pool_free(sluice_pool *pool);

size_t sluice_pool_threads(const sluice_pool *pool);

// Fills the mask of matchers[i] into the word_count words at words + i * stride, for i below count, and returns when
// all are done. Matchers of one constraint are filled one after the other, those of different ones at once. Callers on
// several threads take turns.
//
// matchers: NULL leaves its row as it is.
// remaining: `count` numbers as for sluice_matcher_fill, or NULL for SLUICE_NO_BUDGET everywhere.
// stride: words from one row to the next, at least word_count. word_count: as for sluice_matcher_fill.
// statuses: `count` numbers that say how each matcher fared, or NULL.
// Returns the status of the first row that failed; its error, with "row", is the last error.
sluice_status sluice_pool_fill(sluice_pool *pool, sluice_matcher *const *matchers, size_t count,
                               const int64_t *remaining, int32_t *words, size_t stride, size_t word_count,
                               sluice_status *statuses);

// -------------------------------------------------------------------------------------------- validator and report

// A schema that judges documents.
typedef struct sluice_validator sluice_validator;

// options: as for sluice_constraint_compile, those about how documents are written excepted; "formats" is "annotation"
// by default, as in the specification.
sluice_status sluice_validator_compile(const char *schema, size_t schema_size, const char *options,
                                       size_t options_size, sluice_validator **validator);

void sluice_validator_free(sluice_validator *validator);

// Whether a document is valid: 1 or 0. Fails with JSON when it is none, LIMIT when there is no verdict.
sluice_status sluice_validator_is_valid(const sluice_validator *validator, const char *document, size_t size,
                                        int32_t *is_valid);

// The verdict with its reasons in JSON Schema's basic output form, at most 1,000 of them.
sluice_status sluice_validator_validate(const sluice_validator *validator, const char *document, size_t size,
                                        char **output, size_t *output_size);

// What the masks make of a schema, refused schemas included, as JSON; docs/check.md tells the members.
//
// options: as for sluice_constraint_compile. vocabulary: to count the shortest document in tokens, or NULL.
sluice_status sluice_report(const char *schema, size_t schema_size, const char *options, size_t options_size,
                            const sluice_vocabulary *vocabulary, char **report, size_t *report_size);

#ifdef __cplusplus
}
#endif

#endif
