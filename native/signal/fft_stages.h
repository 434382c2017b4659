/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The FFT of real samples and its inverse, for one type of sample: pairs of samples are taken as complex numbers, transformed
 * by decimation in time in place of the output, and split into the spectrum of the even and that of the odd samples.
 *
 * The file that includes this defines scalar, complex, and how they are added, multiplied and made smaller.
 */
static complex add(complex a, complex b) { return (complex){sum(a.real, b.real), sum(a.imag, b.imag)}; }
static complex subtract(complex a, complex b) { return (complex){difference(a.real, b.real), difference(a.imag, b.imag)}; }
static complex conjugate(complex a) { return (complex){a.real, difference(0, a.imag)}; }
/* Makes room for a sum of `radix` numbers. */
static complex shrink(complex a, int32_t radix) { return (complex){divide(a.real, radix), divide(a.imag, radix)}; }

/* e^(-2 pi j index / length), index < 3/4 length. */
static complex twiddle(const scalar *cosines, uint32_t length, uint32_t index) {
  return (complex){cosines[index], cosines[index + length / 4]};
}

/* Where the butterflies want element `position` of 2^bits to come from: the digits of the position, reversed. */
static uint32_t source(uint32_t position, uint32_t bits) {
  uint32_t index = 0, shift = 0;
  while (bits > 0) {
    uint32_t digit = bits > 1 ? 2 : 1;
    bits -= digit;
    index |= position >> bits << shift;
    position &= (UINT32_C(1) << bits) - 1;
    shift += digit;
  }
  return index;
}

static void radix2(complex *x, uint32_t n) {
  for (complex *end = x + n; x < end; x += 2) {
    complex a = shrink(x[0], 2), b = shrink(x[1], 2);
    x[0] = add(a, b);
    x[1] = subtract(a, b);
  }
}

/* What four points give, m apart. */
static void combine4(complex a, complex b, complex c, complex d, uint32_t m, complex *x) {
  complex ac = add(a, c), bd = add(b, d), a_c = subtract(a, c), b_d = subtract(b, d);
  x[0] = add(ac, bd);
  x[m] = (complex){sum(a_c.real, b_d.imag), difference(a_c.imag, b_d.real)};
  x[2 * m] = subtract(ac, bd);
  x[3 * m] = (complex){difference(a_c.real, b_d.imag), sum(a_c.imag, b_d.real)};
}

/* Combines groups of four transforms of m points each. */
static void radix4(const scalar *cosines, uint32_t length, uint32_t m, complex *x) {
  uint32_t step = length / (4 * m);
  for (complex *end = x + length / 2; x < end; x += 4 * m) {
    for (uint32_t k = 0; k < m; k++) {
      complex a = shrink(x[k], 4);
      complex b = multiply(shrink(x[k + m], 4), twiddle(cosines, length, k * step));
      complex c = multiply(shrink(x[k + 2 * m], 4), twiddle(cosines, length, 2 * k * step));
      complex d = multiply(shrink(x[k + 3 * m], 4), twiddle(cosines, length, 3 * k * step));
      combine4(a, b, c, d, m, x + k);
    }
  }
}

static uint32_t bits_of(uint32_t length) { return tinyxs_top_bit(length / 2) - 1; }

/* Transforms length / 2 complex numbers that stand in the order of source(). */
static void transform(const scalar *cosines, uint32_t length, complex *x) {
  uint32_t n = length / 2, m = 1;
  if (bits_of(length) % 2) {
    radix2(x, n);
    m = 2;
  }
  for (; m < n; m *= 4) radix4(cosines, length, m, x);
}

/*
 * From the transform of the pairs to bins 0 to n of the samples' spectrum: the first and the last, and those at k and n - k,
 * with the twiddle factor e^(-pi j (k / n + 1 / 2)).
 */
static void split_ends(uint32_t n, complex *x) {
  complex first = shrink(x[0], 2);
  x[0] = (complex){sum(first.real, first.imag), 0};
  x[n] = (complex){difference(first.real, first.imag), 0};
}
static void split_pair(uint32_t n, uint32_t k, complex turn, complex *x) {
  complex a = shrink(x[k], 2), b = shrink(conjugate(x[n - k]), 2);
  complex even = add(a, b), odd = multiply(subtract(a, b), turn);
  x[k] = (complex){half_sum(even.real, odd.real), half_sum(even.imag, odd.imag)};
  x[n - k] = (complex){half_difference(even.real, odd.real), half_difference(odd.imag, even.imag)};
}

static void forward(const scalar *cosines, uint32_t length, const scalar *input, uint32_t count, complex *output) {
  uint32_t bits = bits_of(length);
  for (uint32_t i = 0; i < length / 2; i++) {
    uint32_t at = 2 * source(i, bits);
    output[i].real = at < count ? input[at] : 0;
    output[i].imag = at + 1 < count ? input[at + 1] : 0;
  }
  transform(cosines, length, output);
  split_ends(length / 2, output);
  for (uint32_t k = 1; k <= length / 4; k++) split_pair(length / 2, k, twiddle(cosines, length, k + length / 4), output);
}

/* Undo them for element 0, and for element k of 1 to n - 1 with the conjugate of the factor for the lesser of k and n - k. */
static complex merge_ends(uint32_t n, const complex *x) {
  return shrink((complex){sum(x[0].real, x[n].real), difference(x[0].real, x[n].real)}, 2);
}
static complex merge_pair(uint32_t n, uint32_t k, complex turn, const complex *x) {
  uint32_t low = k < n - k ? k : n - k;
  complex a = shrink(x[low], 2), b = shrink(conjugate(x[n - low]), 2);
  complex even = add(a, b), odd = multiply(subtract(a, b), turn);
  return k < n - k ? add(even, odd) : conjugate(subtract(even, odd));
}

/* Both, for element k < n. */
static complex merge(const scalar *cosines, uint32_t length, const complex *x, uint32_t k) {
  uint32_t n = length / 2, low = k < n - k ? k : n - k;
  if (k == 0) return merge_ends(n, x);
  return merge_pair(n, k, conjugate(twiddle(cosines, length, low + length / 4)), x);
}

/* With real and imaginary parts swapped, before and after, the transform is its own inverse. */
static void inverse(const scalar *cosines, uint32_t length, const complex *input, scalar *output) {
  uint32_t bits = bits_of(length);
  complex *x = (complex *)output;
  for (uint32_t i = 0; i < length / 2; i++) {
    complex value = merge(cosines, length, input, source(i, bits));
    x[i] = (complex){value.imag, value.real};
  }
  transform(cosines, length, x);
  for (uint32_t i = 0; i < length / 2; i++) x[i] = (complex){x[i].imag, x[i].real};
}
