// Floats of 16 bits, which not every compiler has.
#pragma once

#include <bit>
#include <cmath>

// To nearest, ties to even.
inline unsigned short f16FromFloat(float x) {
  unsigned bits = std::bit_cast<unsigned>(x);
  const unsigned sign = bits >> 16 & 0x8000;
  bits &= 0x7fffffff;
  if (bits > 0x7f800000) return sign | 0x7e00;
  if (bits >= 0x477ff000) return sign | 0x7c00;  // 65520 and more
  // Below 2^-14 the steps are 2^-24, which are those of floats from 0.5 on.
  if (bits < 0x38800000) return sign | (std::bit_cast<unsigned>(std::bit_cast<float>(bits) + 0.5f) - 0x3f000000);
  bits += 0xfff + (bits >> 13 & 1);
  return sign | ((bits >> 13) - (112u << 10));
}

inline float floatFromF16(unsigned short x) {
  const unsigned magnitude = (unsigned)(x & 0x7fff) << 13;
  // Infinities and NaN keep all bits of the exponent; everything else, subnormals included, is scaled exactly.
  const float value = magnitude >= 0x7c00u << 13 ? std::bit_cast<float>(magnitude | 0x7f800000)
                                                 : std::bit_cast<float>(magnitude) * 0x1p112f;
  return x & 0x8000 ? -value : value;
}
