/* SPDX-License-Identifier: Apache-2.0 */
/*
 * As fft_stages.h, which comes before it, for lengths that are no powers of two: stages of radix 2 to 5 and of any larger
 * prime, in kissfft's order. Twiddle factors have a table of their own, for splitting and merging another one behind it.
 */
typedef struct {
  const complex *twiddles; /* [points], then those of splitting and merging */
  complex *scratch;        /* [tinyxs_fft_scratch()] */
  uint32_t points;         /* half of the length: pairs of samples */
  bool inverse;
  tinyxs_fft_factors factors;
} mixed;

static complex scale(complex a, scalar by) {
  return (complex){multiply((complex){a.real, 0}, (complex){by, 0}).real,
                   multiply((complex){a.imag, 0}, (complex){by, 0}).real};
}
/* By a sine; the inverse transform has it with the other sign, which rounds the other way. */
static complex scale_by_sine(const mixed *f, complex a, scalar sine) {
  return f->inverse ? subtract((complex){0, 0}, scale(a, difference(0, sine))) : scale(a, sine);
}

/* One stage: groups of `radix` transforms of m points each; `step` is that of the twiddles. */
static void mixed2(const mixed *f, uint32_t m, uint32_t step, complex *x) {
  for (uint32_t k = 0; k < m; k++) {
    complex a = shrink(x[k], 2), b = multiply(shrink(x[k + m], 2), f->twiddles[k * step]);
    x[k] = add(a, b);
    x[k + m] = subtract(a, b);
  }
}

static void mixed3(const mixed *f, uint32_t m, uint32_t step, complex *x) {
  scalar sine = f->twiddles[step * m].imag;
  for (uint32_t k = 0; k < m; k++) {
    complex a = shrink(x[k], 3);
    complex b = multiply(shrink(x[k + m], 3), f->twiddles[k * step]);
    complex c = multiply(shrink(x[k + 2 * m], 3), f->twiddles[2 * k * step]);
    complex both = add(b, c), side = scale_by_sine(f, subtract(b, c), sine);
    complex rest = {difference(a.real, half_sum(both.real, 0)), difference(a.imag, half_sum(both.imag, 0))};
    x[k] = add(a, both);
    x[k + m] = (complex){difference(rest.real, side.imag), sum(rest.imag, side.real)};
    x[k + 2 * m] = (complex){sum(rest.real, side.imag), difference(rest.imag, side.real)};
  }
}

static void mixed4(const mixed *f, uint32_t m, uint32_t step, complex *x) {
  for (uint32_t k = 0; k < m; k++) {
    complex a = shrink(x[k], 4);
    complex b = multiply(shrink(x[k + m], 4), f->twiddles[k * step]);
    complex c = multiply(shrink(x[k + 2 * m], 4), f->twiddles[2 * k * step]);
    complex d = multiply(shrink(x[k + 3 * m], 4), f->twiddles[3 * k * step]);
    combine4(a, b, c, d, m, x + k);
  }
}

static void mixed5(const mixed *f, uint32_t m, uint32_t step, complex *x) {
  complex first = f->twiddles[step * m], second = f->twiddles[2 * step * m];
  for (uint32_t k = 0; k < m; k++) {
    complex a = shrink(x[k], 5), b[5];
    for (uint32_t q = 1; q < 5; q++) b[q] = multiply(shrink(x[k + q * m], 5), f->twiddles[q * k * step]);
    complex outer = add(b[1], b[4]), inner = add(b[2], b[3]);
    complex outer_side = subtract(b[1], b[4]), inner_side = subtract(b[2], b[3]);
    x[k] = add(a, add(outer, inner));
    for (uint32_t q = 1; q < 3; q++) {
      complex near = q == 1 ? first : second, far = q == 1 ? second : first;
      complex rest = add(add(a, scale(outer, near.real)), scale(inner, far.real));
      complex one = scale_by_sine(f, outer_side, near.imag), other = scale_by_sine(f, inner_side, far.imag);
      complex side = q == 1 ? add(one, other) : subtract(one, other);
      x[k + q * m] = (complex){difference(rest.real, side.imag), sum(rest.imag, side.real)};
      x[k + (5 - q) * m] = (complex){sum(rest.real, side.imag), difference(rest.imag, side.real)};
    }
  }
}

static void mixed_prime(const mixed *f, uint32_t radix, uint32_t m, uint32_t step, complex *x) {
  for (uint32_t k = 0; k < m; k++) {
    for (uint32_t q = 0; q < radix; q++) f->scratch[q] = shrink(x[k + q * m], (int32_t)radix);
    for (uint32_t at = k; at < radix * m; at += m) {
      complex total = f->scratch[0];
      uint32_t turn = 0;
      for (uint32_t q = 1; q < radix; q++) {
        turn += step * at; /* less than a whole one */
        if (turn >= f->points) turn -= f->points;
        total = add(total, multiply(f->scratch[q], f->twiddles[turn]));
      }
      x[at] = total;
    }
  }
}

/* Transforms points that stand in the order of tinyxs_fft_source(). */
static void transform_mixed(const mixed *f, complex *x) {
  uint32_t m = 1;
  for (uint32_t i = f->factors.count; i-- > 0;) {
    uint32_t radix = f->factors.radix[i], step = f->points / (radix * m);
    for (complex *group = x; group < x + f->points; group += radix * m) {
      switch (radix) {
      case 2: mixed2(f, m, step, group); break;
      case 3: mixed3(f, m, step, group); break;
      case 4: mixed4(f, m, step, group); break;
      case 5: mixed5(f, m, step, group); break;
      default: mixed_prime(f, radix, m, step, group);
      }
    }
    m *= radix;
  }
}

static mixed start(const complex *twiddles, uint32_t length, bool inverse, void *scratch) {
  return (mixed){twiddles, scratch, length / 2, inverse, tinyxs_fft_factor(length / 2)};
}

static void forward_mixed(const complex *twiddles, uint32_t length, const scalar *input, uint32_t count, complex *output,
                          void *scratch) {
  mixed f = start(twiddles, length, false, scratch);
  for (uint32_t i = 0; i < f.points; i++) {
    uint32_t at = 2 * tinyxs_fft_source(&f.factors, f.points, i);
    output[i].real = at < count ? input[at] : 0;
    output[i].imag = at + 1 < count ? input[at + 1] : 0;
  }
  transform_mixed(&f, output);
  split_ends(f.points, output);
  for (uint32_t k = 1; k <= f.points / 2; k++) split_pair(f.points, k, twiddles[f.points + k], output);
}

static void inverse_mixed(const complex *twiddles, uint32_t length, const complex *input, scalar *output, void *scratch) {
  mixed f = start(twiddles, length, true, scratch);
  complex *x = (complex *)output;
  for (uint32_t i = 0; i < f.points; i++) {
    uint32_t k = tinyxs_fft_source(&f.factors, f.points, i), low = k < f.points - k ? k : f.points - k;
    complex value = k ? merge_pair(f.points, k, conjugate(twiddles[f.points + low]), input) : merge_ends(f.points, input);
    x[i] = (complex){value.imag, value.real};
  }
  transform_mixed(&f, x);
  for (uint32_t i = 0; i < f.points; i++) x[i] = (complex){x[i].imag, x[i].real};
}
