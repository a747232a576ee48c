"""Memory for masks."""

import numpy


class Bitmask:
    """Rows of masks whose place in memory is looked up once: the fastest target for `Matcher.fill`.

    `array` is the memory, of shape (rows, words); `Bitmask(array)` wraps memory that is there already.
    """

    __slots__ = ("array", "words", "addresses")

    def __init__(self, array):
        address, words = row_of(array, 0)
        self.array = array
        self.words = words
        step = 4 * int(_strides(array)[0]) if len(array.shape) == 2 else 0
        self.addresses = [address + row * step for row in range(array.shape[0] if step else 1)]

    def __reduce__(self):
        # Addresses are of the memory of its own.
        return Bitmask, (self.array,)

    @classmethod
    def allocate(cls, vocabulary, rows=1):
        return cls(numpy.zeros((rows, vocabulary.words), dtype=numpy.int32))

    def allows(self, token, row=0):
        """Whether the token's bit is set."""
        return bool(int(self.array[row, token >> 5]) >> (token & 31) & 1)


def row_of(mask, row):
    """Where a row's words start, and how many there are."""
    if type(mask) is Bitmask:
        return mask.addresses[row], mask.words
    shape = mask.shape
    strides = _strides(mask)
    if len(shape) not in (1, 2) or not _is_int32(mask) or (shape[-1] > 1 and strides[-1] != 1):
        raise TypeError("a mask is int32 memory of shape (words,) or (rows, words), each row contiguous")
    offset = 0
    if len(shape) == 2:
        if not 0 <= row < shape[0]:
            raise IndexError(f"row {row} of {shape[0]}")
        offset = 4 * row * strides[0]
    elif row:
        raise IndexError(f"row {row} of 1")
    return _address(mask) + offset, shape[-1]


def _is_int32(mask):
    if isinstance(mask, numpy.ndarray):
        return mask.dtype == numpy.int32 and mask.flags.writeable
    return str(mask.dtype) == "torch.int32" and mask.device.type == "cpu"


def _address(mask):
    return mask.ctypes.data if isinstance(mask, numpy.ndarray) else mask.data_ptr()


def _strides(mask):
    """Steps in elements."""
    if isinstance(mask, numpy.ndarray):
        return [stride // mask.itemsize for stride in mask.strides]
    return mask.stride()
