"""Masks of many matchers at once."""

import ctypes
import os
from concurrent.futures import ThreadPoolExecutor

import numpy

from . import _library
from ._library import NO_BUDGET, Handle, check, library
from .bitmask import Bitmask, row_of


class Pool(Handle):
    """Threads that fill masks, the caller's included; 0: as many as cores may be used. Not to be used after a fork."""

    __slots__ = ("_starter", "_process")
    _free = library.sluice_pool_free

    def __init__(self, threads=0):
        super().__init__(_library.new(library.sluice_pool_new, threads))
        self._starter = None
        self._process = os.getpid()

    def __del__(self):
        # A fork has none of the threads, whose end would be waited for.
        if getattr(self, "_process", None) == os.getpid():
            super().__del__()

    @property
    def threads(self):
        return library.sluice_pool_threads(self._pointer)

    def fill(self, matchers, mask, remaining=None):
        """Fills row i of `mask` for `matchers[i]`; a None leaves its row as it is.

        Python's other threads run meanwhile. remaining: a number or None for each matcher.
        """
        matchers = list(matchers)
        array = mask.array if isinstance(mask, Bitmask) else mask
        if len(array.shape) != 2 or array.shape[0] < len(matchers):
            raise TypeError(f"{len(matchers)} matchers need a mask of shape (at least {len(matchers)}, words)")
        if not matchers:
            return
        address, words = row_of(mask, 0)
        stride = (row_of(mask, 1)[0] - address) // 4 if array.shape[0] > 1 else words
        handles = (ctypes.c_void_p * len(matchers))(*[matcher and matcher._pointer for matcher in matchers])
        left = None
        if remaining is not None:
            numbers = [NO_BUDGET if number is None else number for number in remaining]
            if len(numbers) != len(matchers):
                raise ValueError(f"{len(matchers)} matchers and {len(numbers)} budgets")
            left = numpy.array(numbers, dtype=numpy.int64)
        check(
            library.sluice_pool_fill(
                self._pointer,
                handles,
                len(matchers),
                None if left is None else left.ctypes.data,
                address,
                stride,
                words,
                None,
            )
        )

    def start(self, matchers, mask, remaining=None):
        """`fill` beside what the caller does meanwhile, such as the model's forward pass.

        Gives a `concurrent.futures.Future`; until it is done, matchers and mask belong to the pool. Starts are carried
        out one after the other.
        """
        if self._starter is None:
            self._starter = ThreadPoolExecutor(max_workers=1, thread_name_prefix="sluice")
        return self._starter.submit(self.fill, list(matchers), mask, remaining)


_default = None


def _forget_default():
    global _default
    _default = None


os.register_at_fork(after_in_child=_forget_default)


def fill_batch(matchers, mask, remaining=None):
    """`Pool.fill` on a pool with all cores, which is made when it is first needed."""
    global _default
    if _default is None:
        _default = Pool()
    _default.fill(matchers, mask, remaining)
