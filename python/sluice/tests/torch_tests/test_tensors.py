"""Masks in tensors of torch."""

import unittest

import numpy
import torch

import sluice
from support import PERSON, vocabulary


class TensorTest(unittest.TestCase):
    def setUp(self):
        self.matcher = sluice.Matcher(sluice.Constraint(vocabulary(), PERSON))
        self.expected = numpy.zeros(vocabulary().words, dtype=numpy.int32)
        self.matcher.fill(self.expected)

    def test_rows_are_filled_in_place(self):
        tensor = torch.full((3, vocabulary().words), 7, dtype=torch.int32)
        self.matcher.fill(tensor, 2)
        numpy.testing.assert_array_equal(tensor[2].numpy(), self.expected)
        self.assertTrue((tensor[:2] == 7).all())

    def test_batches_are_filled(self):
        tensor = torch.zeros((2, vocabulary().words), dtype=torch.int32)
        sluice.fill_batch([self.matcher, self.matcher], tensor)
        for row in tensor:
            numpy.testing.assert_array_equal(row.numpy(), self.expected)

    def test_floats_are_refused(self):
        with self.assertRaises(TypeError):
            self.matcher.fill(torch.zeros(vocabulary().words))


if __name__ == "__main__":
    unittest.main()
