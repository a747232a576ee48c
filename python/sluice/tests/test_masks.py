"""Masks, matchers, batches and errors, through the installed package."""

import copy
import gc
import json
import pickle
import re
import subprocess
import sys
import tempfile
import threading
import unittest

import jsonschema
import llguidance.numpy
import numpy

import sluice
from support import END, PERSON, PROGRAM, ROWS, MODEL, allowed, bytes_vocabulary, vocabulary, walk

# Takes thousands of steps to compile.
HARD = {"type": "string", "allOf": [{"pattern": "(a|b)*a(a|b){12}$"}, {"pattern": "(a|b)*b(a|b){12}c$"}]}


class MaskTest(unittest.TestCase):
    def matcher(self, schema=PERSON, budget=None, **options):
        return sluice.Matcher(sluice.Constraint(vocabulary(), schema, **options), budget=budget)

    def test_masks_are_those_of_the_command_line(self):
        for schema, prefix, any_text, remaining in [
            (PERSON, "", False, None),
            (PERSON, '{"name":"A', False, None),
            (PERSON, '{"name":"A","age":1', False, None),
            (PERSON, '{"name":"A","age":1', False, 2),
            (PERSON, '{ "age": 15, ', True, None),
            ({"type": "array", "items": {"type": "number"}}, "[1", True, None),
            ({"type": "string", "pattern": "^[a-f]{3,5}$"}, '"ab', False, None),
        ]:
            with self.subTest(prefix=prefix, any_text=any_text, remaining=remaining):
                matcher = self.matcher(schema, any_text=any_text)
                self.assertEqual(matcher.accept_bytes(prefix.encode()), len(prefix))
                mask = numpy.zeros(vocabulary().words, dtype=numpy.int32)
                matcher.fill(mask, remaining=remaining)
                self.assertEqual(allowed(mask), self.command_line(schema, prefix, any_text, remaining))

    def test_copies_go_their_own_ways(self):
        matcher = self.matcher()
        matcher.accept_bytes(b'{"name":"A')
        before = matcher.text
        for twin in copy.copy(matcher), copy.deepcopy(matcher):
            twin.accept_bytes(b'B"')
            self.assertNotEqual(twin.text, before)
            del twin
            gc.collect()
            self.assertEqual(matcher.text, before)
        self.assertIs(copy.deepcopy(matcher.constraint), matcher.constraint)
        for handle in matcher, matcher.constraint, vocabulary():
            with self.assertRaises(TypeError):
                pickle.dumps(handle)

    def test_a_copied_mask_has_memory_of_its_own(self):
        mask = sluice.Bitmask.allocate(vocabulary())
        twin = copy.deepcopy(mask)
        self.matcher().fill(twin)
        self.assertTrue(twin.array.any())
        self.assertFalse(mask.array.any())

    def test_a_fork_ends_and_has_threads_of_its_own(self):
        script = """if True:
            import os, sys, sluice
            tokens = [bytes([byte]) for byte in range(256)] + [b""]
            vocabulary = sluice.Vocabulary.from_tokens(tokens, end_tokens=[256])
            matcher = sluice.Matcher(sluice.Constraint(vocabulary, {"type": "integer"}))
            mask = sluice.Bitmask.allocate(vocabulary)
            sluice.fill_batch([matcher], mask)
            child = os.fork()
            if child == 0:
                sluice.fill_batch([matcher], mask)
                sys.exit(0)
            sys.exit(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
        """
        self.assertEqual(subprocess.run([sys.executable, "-c", script], timeout=120).returncode, 0)

    def command_line(self, schema, prefix, any_text, remaining):
        with tempfile.NamedTemporaryFile("w", suffix=".json") as file:
            json.dump(schema, file)
            file.flush()
            command = [
                PROGRAM,
                "mask",
                "--schema",
                file.name,
                "--tokenizer",
                MODEL / "tokenizer.json",
                "--prefix",
                prefix,
            ]
            command += ["--eos", str(END), "--limit", "1000000"]
            command += ["--any-text"] if any_text else []
            command += ["--remaining", str(remaining)] if remaining is not None else []
            output = subprocess.run(command, check=True, capture_output=True, text=True).stdout
        return sorted(int(line.group(1)) for line in re.finditer(r"^  (\d+)\t", output, re.MULTILINE))

    def test_compiled_schemas_are_loaded(self):
        options = {"any_text": True}
        constraint = sluice.Constraint(vocabulary(), PERSON, **options)
        compiled = constraint.to_bytes()
        loaded = sluice.Constraint.from_bytes(vocabulary(), compiled, **options)
        self.assertEqual(loaded.to_bytes(), compiled)
        masks = []
        for matcher in (sluice.Matcher(constraint), sluice.Matcher(loaded)):
            masks.append([])
            for byte in b'{"name": "A", "age": 15':
                mask = numpy.zeros(vocabulary().words, dtype=numpy.int32)
                matcher.fill(mask)
                masks[-1].append(mask)
                self.assertEqual(matcher.accept_bytes(bytes([byte])), 1)
        numpy.testing.assert_array_equal(masks[0], masks[1])
        for stale, others in [(compiled, {}), (compiled[:-1], options), (b"\0" + compiled[1:], options)]:
            with self.assertRaises(sluice.ArgumentError):
                sluice.Constraint.from_bytes(vocabulary(), stale, **others)

    def test_rows_of_numpy_are_filled_in_place(self):
        words = vocabulary().words
        matcher = self.matcher()
        expected = numpy.zeros(words, dtype=numpy.int32)
        matcher.fill(expected)
        self.assertTrue(expected.any())
        array = numpy.full((3, words + 2), 7, dtype=numpy.int32)
        matcher.fill(array, 1)
        numpy.testing.assert_array_equal(array[1, :words], expected)
        self.assertTrue((array[1, words:] == 0).all() and (array[[0, 2]] == 7).all())
        view = numpy.zeros((4, words), dtype=numpy.int32)[::2]
        matcher.fill(view, 1)
        numpy.testing.assert_array_equal(view[1], expected)
        bitmask = sluice.Bitmask.allocate(vocabulary(), 2)
        matcher.fill(bitmask, 1)
        numpy.testing.assert_array_equal(bitmask.array[1], expected)
        token = allowed(expected)[0]
        self.assertTrue(bitmask.allows(token, 1))
        self.assertFalse(bitmask.allows(token, 0))

    def test_memory_of_another_kind_is_refused(self):
        matcher = self.matcher()
        words = vocabulary().words
        read_only = numpy.zeros(words, dtype=numpy.int32)
        read_only.flags.writeable = False
        for mask in [
            numpy.zeros(words, dtype=numpy.int64),
            numpy.zeros((words, 2), dtype=numpy.int32)[:, 0],
            numpy.zeros((2, 2, words), dtype=numpy.int32),
            numpy.zeros(words, dtype=numpy.float32),
            read_only,
        ]:
            with self.assertRaises(TypeError):
                matcher.fill(mask)
        with self.assertRaises(IndexError):
            matcher.fill(numpy.zeros((2, words), dtype=numpy.int32), 2)
        with self.assertRaises(sluice.ArgumentError) as caught:
            matcher.fill(numpy.zeros(words - 1, dtype=numpy.int32))
        self.assertEqual(caught.exception.code, "buffer-too-small")

    def test_the_layout_is_llguidances(self):
        words = llguidance.numpy.allocate_token_bitmask(1, ROWS)
        self.assertEqual((words.shape, words.dtype), ((1, vocabulary().words), numpy.int32))
        self.matcher().fill(words)
        logits = numpy.zeros((1, ROWS), dtype=numpy.float32)
        llguidance.numpy.apply_token_bitmask_inplace(logits, words)
        self.assertEqual(numpy.flatnonzero(numpy.isfinite(logits[0])).tolist(), allowed(words[0]))

    def test_random_documents_are_valid_and_fit_their_budget(self):
        constraint = sluice.Constraint(vocabulary(), PERSON)
        for seed in range(40):
            matcher = sluice.Matcher(constraint, budget=24)
            tokens = walk(matcher, 24, seed)
            self.assertLessEqual(len(tokens), 25)
            jsonschema.validate(json.loads(matcher.text), PERSON)

    def test_rollback_leads_back(self):
        matcher = self.matcher(budget=40)
        mask, again = sluice.Bitmask.allocate(vocabulary()), sluice.Bitmask.allocate(vocabulary())
        tokens = walk(matcher, 40, 1)
        for taken in [1, 2, 5, 0]:
            matcher.rollback(taken)
            fresh = self.matcher(budget=40)
            self.assertEqual(fresh.accept_many(tokens[: matcher.count]), matcher.count)
            matcher.fill(mask, remaining=40 - matcher.count)
            fresh.fill(again, remaining=40 - matcher.count)
            numpy.testing.assert_array_equal(mask.array, again.array)
            self.assertEqual(matcher.text, fresh.text)
        with self.assertRaises(sluice.ArgumentError):
            matcher.rollback(matcher.count + 1)

    def test_drafts(self):
        tokens = walk(self.matcher(budget=40), 40, 2)
        matcher = self.matcher()
        wrong = tokens[:4] + [END] + tokens[4:]
        self.assertEqual(matcher.validate(wrong), 4)
        self.assertEqual(matcher.validate(tokens), len(tokens))
        self.assertEqual(matcher.count, 0)
        self.assertEqual(matcher.accept_many(wrong), 4)
        self.assertEqual(matcher.accept_many(tokens[4:]), len(tokens) - 4)
        self.assertTrue(matcher.is_finished)

    def test_forced_tokens(self):
        constraint = sluice.Constraint(bytes_vocabulary(), PERSON)
        matcher = sluice.Matcher(constraint)
        self.assertEqual(bytes(matcher.forced_tokens()), b'{"name":"')
        self.assertEqual(matcher.forced_tokens(limit=2), list(b'{"'))
        self.assertEqual(matcher.accept_bytes(b'{"name":"A","age":150'), 21)
        self.assertEqual(bytes(matcher.forced_tokens(remaining=1)), b"}")

    def test_copies_go_their_own_ways(self):
        matcher = self.matcher()
        matcher.accept_bytes(b'{"name":"A')
        copy = matcher.copy()
        copy.accept_bytes(b'B"')
        self.assertEqual((matcher.text, copy.text), (b'{"name":"A', b'{"name":"AB"'))
        self.assertEqual(matcher.completion, b'","age":0}')
        self.assertEqual((matcher.is_accepting, matcher.is_finished), (False, False))

    def test_options_change_the_masks(self):
        self.assertEqual(self.matcher().accept_bytes(b"{ "), 1)
        self.assertEqual(self.matcher(whitespace=1).accept_bytes(b"{  "), 2)
        self.assertEqual(self.matcher(whitespace="any").accept_bytes(b"{   "), 4)
        self.assertEqual(self.matcher().accept_bytes(b'{"age'), 2)
        self.assertEqual(self.matcher(property_order="any").accept_bytes(b'{"age'), 5)
        self.assertEqual(self.matcher({"type": "number"}).accept_bytes(b"1e5"), 1)
        self.assertEqual(self.matcher({"type": "number"}, numbers="any").accept_bytes(b"1e5"), 3)
        self.assertEqual(self.matcher({"type": "string"}).accept_bytes(b'"\\u0041"'), 5)
        self.assertEqual(self.matcher({"type": "string"}, escapes="all").accept_bytes(b'"\\u0041"'), 8)
        self.assertEqual(self.matcher({"format": "date", "type": "string"}).accept_bytes(b'"x'), 1)
        self.assertEqual(
            self.matcher({"format": "date", "type": "string"}, formats="annotation").accept_bytes(b'"x'), 2
        )
        self.assertEqual(
            self.matcher({"type": "integer", "exclusiveMinimum": True, "minimum": 4}, draft="4").accept_bytes(b"4"), 1
        )
        document = {"https://example.com/n": {"const": 12}}
        self.assertEqual(self.matcher({"$ref": "https://example.com/n"}, documents=document).accept_bytes(b"13"), 1)
        self.assertEqual(self.matcher({}, maximum_depth=2).accept_bytes(b"[[["), 2)
        host = {"type": "string", "format": "hostname"}
        self.assertEqual(self.matcher(host).accept_bytes(b'"xn--'), 4)
        self.assertEqual(self.matcher(host, guards=True).accept_bytes(b'"xn--'), 5)
        self.assertEqual(self.matcher(host, guards=True).accept_bytes(b'"xn--bcher-kva"'), 15)

    def test_errors_name_what_is_wrong(self):
        table = [
            (
                sluice.SchemaError,
                "unsupported-pattern",
                lambda: self.matcher({"properties": {"a": {"pattern": "(a)\\1"}}}),
            ),
            (
                sluice.SchemaError,
                "unsatisfiable",
                lambda: self.matcher({"type": "integer", "minimum": 2, "maximum": 1}),
            ),
            (sluice.SchemaError, "invalid-keyword", lambda: self.matcher({"minLength": "a"})),
            (sluice.InvalidJSONError, "invalid-json", lambda: self.matcher('{"a": }')),
            (sluice.BudgetError, "budget-too-small", lambda: self.matcher(budget=2)),
            (sluice.TokenError, "token-rejected", lambda: self.matcher().accept(END)),
            (sluice.ArgumentError, "argument", lambda: self.matcher().accept(-1)),
            (sluice.ArgumentError, "argument", lambda: self.matcher(whitespace=300)),
            (sluice.ArgumentError, "argument", lambda: self.matcher(drafts="7")),
            (sluice.LimitError, "work-limit", lambda: self.matcher(HARD, limits={"steps": 1})),
            (sluice.TokenizerError, "tokenizer", lambda: sluice.Vocabulary.from_tokenizer(b"{}", end_tokens=[0])),
            (
                sluice.VocabularyError,
                "unspellable-bytes",
                lambda: sluice.Vocabulary.from_tokens([b"a", b""], end_tokens=[1]),
            ),
            (
                sluice.VocabularyError,
                "end-token-out-of-range",
                lambda: sluice.Vocabulary.from_tokens([b"a"], end_tokens=[1]),
            ),
            (sluice.ArgumentError, "argument", lambda: sluice.Vocabulary.from_tokens([b"a"], end_tokens=[])),
        ]
        for kind, code, action in table:
            with self.subTest(code=code), self.assertRaises(kind) as caught:
                action()
            self.assertEqual(caught.exception.code, code)
        with self.assertRaises(sluice.SchemaError) as caught:
            self.matcher({"properties": {"a": {"pattern": "(a)\\1"}}})
        self.assertEqual((caught.exception.pointer, caught.exception.keyword), ("/properties/a/pattern", "pattern"))
        copy = pickle.loads(pickle.dumps(caught.exception))
        self.assertEqual((type(copy), copy.details), (sluice.SchemaError, caught.exception.details))

    def test_handles_keep_what_they_need(self):
        matcher = sluice.Matcher(sluice.Constraint(bytes_vocabulary(), {"const": 1}))
        gc.collect()
        self.assertEqual(matcher.forced_tokens(), [ord("1")])

    def test_threads_with_matchers_of_one_constraint(self):
        constraint = sluice.Constraint(vocabulary(), PERSON)
        documents, failures = [], []

        def work(first):
            try:
                for seed in range(first, first + 10):
                    matcher = sluice.Matcher(constraint, budget=40)
                    walk(matcher, 40, seed)
                    documents.append((seed, matcher.text))
            except Exception as error:  # told below: an exception of a thread is lost
                failures.append(error)

        threads = [threading.Thread(target=work, args=(10 * index,)) for index in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual(failures, [])
        for seed, text in documents:
            matcher = sluice.Matcher(constraint, budget=40)
            walk(matcher, 40, seed)
            self.assertEqual(matcher.text, text)

    def test_batches(self):
        constraints = [
            sluice.Constraint(vocabulary(), schema) for schema in (PERSON, {"type": "array"}, {"type": "string"})
        ]
        matchers = [sluice.Matcher(constraints[index % 3]) for index in range(20)]
        for index, matcher in enumerate(matchers):
            matcher.accept_bytes([b'{"name":"A', b"[1,", b'"a'][index % 3][: 1 + index % 5])
        matchers[4] = None
        budgets = [30 + index if index % 2 else None for index in range(20)]
        expected = numpy.zeros((20, vocabulary().words), dtype=numpy.int32)
        for row, matcher in enumerate(matchers):
            if matcher:
                matcher.fill(expected, row, remaining=budgets[row])
        for fill in (sluice.fill_batch, sluice.Pool(1).fill, sluice.Pool(4).fill):
            for _ in range(5):
                mask = numpy.zeros_like(expected)
                fill(matchers, mask, budgets)
                numpy.testing.assert_array_equal(mask, expected)
        pool = sluice.Pool(2)
        masks = [numpy.zeros_like(expected) for _ in range(3)]
        started = [pool.start(matchers, mask, budgets) for mask in masks]
        for future, mask in zip(started, masks, strict=True):
            future.result()
            numpy.testing.assert_array_equal(mask, expected)
        with self.assertRaises(sluice.ArgumentError):
            pool.start(matchers, numpy.zeros((20, 3), dtype=numpy.int32)).result()
        sluice.fill_batch([], numpy.zeros((1, 1), dtype=numpy.int32))
        with self.assertRaises(TypeError):
            sluice.fill_batch(matchers, expected[:5])
        with self.assertRaises(sluice.ArgumentError) as caught:
            sluice.fill_batch(matchers, numpy.zeros((20, 3), dtype=numpy.int32))
        self.assertEqual(caught.exception.details["row"], 0)


class ValidatorTest(unittest.TestCase):
    def test_verdicts(self):
        validator = sluice.Validator(PERSON)
        self.assertTrue(validator.is_valid({"name": "A", "age": 3}))
        self.assertTrue(validator.is_valid('{"name": "A", "age": 3.0}'))
        self.assertFalse(validator.is_valid(b'{"name": "A"}'))
        output = validator.validate({"name": "A", "age": 151})
        self.assertFalse(output["valid"])
        self.assertEqual(
            [(error["keywordLocation"], error["instanceLocation"]) for error in output["errors"]],
            [("/properties/age/maximum", "/age")],
        )
        self.assertEqual(validator.validate({"name": "A", "age": 150}), {"valid": True})
        with self.assertRaises(sluice.InvalidJSONError):
            validator.is_valid("{")

    def test_formats_are_annotations_unless_asked_for(self):
        schema = {"format": "date"}
        self.assertTrue(sluice.Validator(schema).is_valid('"x"'))
        self.assertFalse(sluice.Validator(schema, formats="assertion").is_valid('"x"'))
        with self.assertRaises(sluice.ArgumentError):
            sluice.Validator(schema, whitespace=0)

    def test_reports(self):
        report = sluice.report(PERSON, vocabulary())
        self.assertEqual(report["verdict"], "enforced")
        self.assertEqual(report["shortest"]["text"], '{"name":"","age":0}')
        self.assertGreater(report["shortest"]["tokens"], 0)
        refused = sluice.report({"properties": {"a": {"pattern": "(?<=a)"}, "b": {"pattern": "(a)\\1"}}})
        self.assertEqual(refused["verdict"], "refused")
        self.assertEqual(
            [refusal["location"] for refusal in refused["refusals"]],
            ["#/properties/a/pattern", "#/properties/b/pattern"],
        )
        self.assertEqual(sluice.report(False)["verdict"], "unsatisfiable")


if __name__ == "__main__":
    unittest.main()
