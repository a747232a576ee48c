// The kernels of a transformer beside the same in double precision, for one element type and one shape of heads: HEADS
// query heads of each key head. Prints a line a check; exit code 1 when one fails.

#include "emulation.h"

#include "kernels.inc"

#include <cstdio>
#include <random>
#include <vector>

static std::mt19937 generator(1);
static bool failed = false;

static std::vector<float> normals(size_t count) {
  std::normal_distribution<float> normal;
  std::vector<float> values(count);
  for (float &value : values) value = normal(generator);
  return values;
}

static std::vector<Element> narrowed(const std::vector<float> &values) {
  std::vector<Element> out;
  for (float value : values) out.push_back(narrow(value));
  return out;
}

static std::vector<double> widened(const std::vector<Element> &values) {
  std::vector<double> out;
  for (Element value : values) out.push_back(widen(value));
  return out;
}

// The relative error of the norm, against what one rounding to the result's type and sums in f32 may leave.
template <typename Value>
static void check(const char *name, const std::vector<Value> &found, const std::vector<double> &expected) {
  double difference = 0, size = 0;
  for (size_t i = 0; i < expected.size(); i++) {
    const double value = sizeof(Value) == 4 ? (double)(float)found[i] : (double)widen((Element)found[i]);
    difference += (value - expected[i]) * (value - expected[i]);
    size += expected[i] * expected[i];
  }
  const double error = sqrt(difference / size), limit = sizeof(Value) == 4 ? 2e-6 : 4e-3;
  const bool holds = error <= limit;
  failed |= !holds;
  printf("%s  %-40s %.2e of at most %.1e\n", holds ? "ok    " : "FAILED", name, error, limit);
}

// Three sequences whose pages lie anywhere, each asked at another position.
static void checkAttention(int splits) {
  const int kvHeads = 2, heads = kvHeads * HEADS, rows = 3, pagesEach = 24, splitLength = 256;
  const std::vector<int> sequences = {1, 0, 2}, positions = {299, 16, 0};
  std::vector<int> pages(rows * pagesEach);
  for (size_t i = 0; i < pages.size(); i++) pages[i] = (int)i;
  std::shuffle(pages.begin(), pages.end(), generator);
  const size_t size = pages.size() * kvHeads * PAGE * HEAD_DIM;
  const auto keys = narrowed(normals(size)), values = narrowed(normals(size));
  const auto queries = normals((size_t)rows * heads * HEAD_DIM);
  const float scale = 1 / sqrtf(HEAD_DIM);
  std::vector<Element> out(queries.size(), narrow(777));
  std::vector<float> sums(queries.size() * splits, NAN), scales((size_t)rows * heads * splits * 2, NAN);
  const unsigned chunks = (HEADS + GROUP - 1) / GROUP;
  launch({(unsigned)splits, kvHeads * chunks, rows}, ATTEND_WARPS * WARP, [&] {
    attend(queries.data(), keys.data(), values.data(), sequences.data(), positions.data(), pages.data(), pagesEach,
           scale, out.data(), sums.data(), scales.data(), heads, kvHeads, splitLength);
  });
  if (splits > 1) {
    launch({(unsigned)heads, rows, 1}, HEAD_DIM, [&] { combine(sums.data(), scales.data(), out.data(), heads, splits); });
  }

  std::vector<double> expected;
  for (int row = 0; row < rows; row++) {
    for (int head = 0; head < heads; head++) {
      auto place = [&](int position) {
        const int page = pages[sequences[row] * pagesEach + position / PAGE];
        return (((size_t)page * kvHeads + head / HEADS) * PAGE + position % PAGE) * HEAD_DIM;
      };
      const float *query = &queries[((size_t)row * heads + head) * HEAD_DIM];
      std::vector<double> weights;
      double total = 0;
      for (int position = 0; position <= positions[row]; position++) {
        double score = 0;
        for (int i = 0; i < HEAD_DIM; i++) score += (double)query[i] * widen(keys[place(position) + i]);
        weights.push_back(exp(score * scale));
        total += weights.back();
      }
      for (int i = 0; i < HEAD_DIM; i++) {
        double sum = 0;
        for (int position = 0; position <= positions[row]; position++)
          sum += weights[position] * widen(values[place(position) + i]);
        expected.push_back(sum / total);
      }
    }
  }
  check(splits > 1 ? "attention, split" : "attention", out, expected);
}

// Queries, keys and values of two rows of two sequences, with biases; heads normalised or not.
static void checkStore(bool normalizes) {
  const int kvHeads = 2, heads = kvHeads * HEADS, rows = 2, pagesEach = 2, all = heads + 2 * kvHeads, half = HEAD_DIM / 2;
  const std::vector<int> sequences = {1, 0}, positions = {17, 3}, pages = {2, 0, 3, 1};
  const auto qkv = normals((size_t)rows * all * HEAD_DIM), bias = normals((size_t)all * HEAD_DIM), norms = normals(2 * HEAD_DIM);
  const auto cosines = normals(20 * half), sines = normals(20 * half);
  std::vector<float> queries((size_t)rows * heads * HEAD_DIM, NAN);
  const size_t size = pages.size() * kvHeads * PAGE * HEAD_DIM;
  std::vector<Element> keys(size, narrow(0)), values(size, narrow(0));
  launch({(unsigned)all, rows, 1}, half, [&] {
    rotate_and_store(qkv.data(), bias.data(), normalizes ? norms.data() : nullptr, 1e-6f, sequences.data(),
                     positions.data(), pages.data(), pagesEach, cosines.data(), sines.data(), queries.data(), keys.data(),
                     values.data(), heads, kvHeads);
  });

  std::vector<double> expectedQueries, expectedKeys(size), expectedValues(size);
  for (int row = 0; row < rows; row++) {
    for (int head = 0; head < all; head++) {
      std::vector<double> x, y;
      double squares = 0;
      for (int i = 0; i < HEAD_DIM; i++) {
        x.push_back((double)qkv[((size_t)row * all + head) * HEAD_DIM + i] + bias[head * HEAD_DIM + i]);
        squares += x[i] * x[i];
      }
      const bool rotates = head < heads + kvHeads;
      if (normalizes && rotates) {
        for (int i = 0; i < HEAD_DIM; i++)
          x[i] *= norms[(head < heads ? 0 : HEAD_DIM) + i] / sqrt(squares / HEAD_DIM + 1e-6);
      }
      for (int i = 0; i < HEAD_DIM; i++) {
        const int place = positions[row] * half + i % half;
        const double other = i < half ? -x[i + half] : x[i - half];
        y.push_back(rotates ? x[i] * cosines[place] + other * sines[place] : x[i]);
      }
      const int page = pages[sequences[row] * pagesEach + positions[row] / PAGE];
      const size_t at = (((size_t)page * kvHeads + (head - heads) % kvHeads) * PAGE + positions[row] % PAGE) * HEAD_DIM;
      for (int i = 0; i < HEAD_DIM; i++) {
        if (head < heads) expectedQueries.push_back(y[i]);
        else (rotates ? expectedKeys : expectedValues)[at + i] = y[i];
      }
    }
  }
  check(normalizes ? "queries, normalised" : "queries", queries, expectedQueries);
  check(normalizes ? "keys, normalised" : "keys", keys, expectedKeys);
  check(normalizes ? "values beside them" : "values", values, expectedValues);
}

static void checkNorm(int width, unsigned threads) {
  const auto x = normals(width), weight = normals(width);
  std::vector<Element> out(width);
  launch({1, 1, 1}, threads, [&] { rms_norm(x.data(), weight.data(), 1e-6f, nullptr, out.data(), width); });
  double squares = 0;
  for (float value : x) squares += (double)value * value;
  std::vector<double> expected;
  for (int i = 0; i < width; i++) expected.push_back(x[i] / sqrt(squares / width + 1e-6) * weight[i]);
  check("norm", out, expected);
}

static void checkProducts(int inputs) {
  const int outputs = 9, count = 2;
  const auto weights = narrowed(normals(2 * outputs * inputs)), x = narrowed(normals(count * inputs));
  const auto w = widened(weights), v = widened(x);
  std::vector<float> out(count * outputs, 1);
  std::vector<Element> gated(count * outputs);
  launch({2, 1, 1}, 256, [&] { gemv_2(weights.data(), x.data(), out.data(), outputs, inputs, count, 1); });
  launch({2, 1, 1}, 256, [&] { gemv_swiglu_2(weights.data(), x.data(), gated.data(), outputs, inputs, count); });
  std::vector<double> plain, both;
  for (int row = 0; row < count; row++) {
    for (int output = 0; output < outputs; output++) {
      double gate = 0, up = 0;
      for (int i = 0; i < inputs; i++) {
        gate += w[output * inputs + i] * v[row * inputs + i];
        up += w[(outputs + output) * inputs + i] * v[row * inputs + i];
      }
      plain.push_back(1 + gate);
      both.push_back(gate / (1 + exp(-gate)) * up);
    }
  }
  check("product", out, plain);
  check("gated product", gated, both);
}

int main() {
  checkAttention(1);
  checkAttention(2);
  checkStore(false);
  checkStore(true);
  checkNorm(3584, 1024);
  checkNorm(10000, 1024);
  checkNorm(96, 96);
  for (int inputs : {192, 1000, 3584}) checkProducts(inputs);
  return failed ? 1 : 0;
}
