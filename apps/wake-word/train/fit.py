# SPDX-License-Identifier: Apache-2.0
"""Training: Adam with a cosine schedule over augmented windows; the mean of the last epochs' weights is the result."""

import numpy as np
import tensorflow as tf
from tqdm import tqdm

import model as network
import words

BATCH = 256


def spec_augment(rng, windows):
    """Masks some channels and some rows (SpecAugment, Park et al. 2019), shifts and scales the values a little."""
    count, rows, channels = windows.shape
    x = windows.astype(np.float32) + 128
    x = x * rng.uniform(0.9, 1.1, (count, 1, 1)) + rng.uniform(-12, 12, (count, 1, 1)) * (x > 0)
    for axis, size, widest in ((1, rows, 6), (2, channels, 7)):
        width = rng.integers(0, widest + 1, count) * (rng.random(count) < 0.5)
        start = rng.integers(0, size - widest, count)
        place = np.arange(size)
        mask = (place >= start[:, None]) & (place < (start + width)[:, None])
        x *= ~(mask[:, :, None] if axis == 1 else mask[:, None, :])
    return np.clip(x, 0, 255)


def batches(rng, windows, steps, smoothing=0.06, mixed=0.3):
    """Batches of (inputs, soft labels): SpecAugment, mixup (Zhang et al. 2018) of a part of them, label smoothing."""
    one_hot = np.eye(len(words.LABELS), dtype=np.float32)
    for _ in range(steps):
        raw, labels = windows.draw(rng, BATCH)
        x, y = spec_augment(rng, raw), one_hot[labels] * (1 - smoothing) + smoothing / len(words.LABELS)
        weight = np.where(rng.random(BATCH) < mixed, rng.beta(0.3, 0.3, BATCH), 1).astype(np.float32)
        weight = np.maximum(weight, 1 - weight)
        other = rng.permutation(BATCH)
        x = x * weight[:, None, None] + x[other] * (1 - weight[:, None, None])
        y = y * weight[:, None] + y[other] * (1 - weight[:, None])
        yield (x * network.INPUT_SCALE)[..., None].astype(np.float32), y.astype(np.float32)


def as_input(windows):
    """int8 windows [n, 49, 40] to the network's float input [n, 49, 40, 1]."""
    return ((windows.astype(np.float32) - network.INPUT_ZERO_POINT) * network.INPUT_SCALE)[..., None]


def fit(model, train, validation, epochs, steps, seed, averaged):
    """Trains `model` in place; returns [(epoch, loss, validation accuracy)], the last entry after averaging."""
    rng = np.random.default_rng(seed)
    warm, total = steps // 2, epochs * steps
    rate = tf.keras.optimizers.schedules.CosineDecay(
        1e-4, total - warm, alpha=0.02, warmup_target=4e-3, warmup_steps=warm
    )
    optimizer = tf.keras.optimizers.Adam(rate)
    cross_entropy = tf.keras.losses.CategoricalCrossentropy(from_logits=True)

    @tf.function(jit_compile=False)
    def step(x, y):
        with tf.GradientTape() as tape:
            loss = cross_entropy(y, model(x, training=True)) + tf.add_n(model.losses)
        optimizer.apply_gradients(zip(tape.gradient(loss, model.trainable_variables), model.trainable_variables))
        return loss

    held_out, held_labels = validation.draw(np.random.default_rng(seed + 1), 6000)
    held_out = as_input(held_out)

    def accuracy():
        return float((np.argmax(model.predict(held_out, batch_size=500, verbose=0), axis=1) == held_labels).mean())

    history, kept = [], []
    for epoch in range(epochs):
        progress = tqdm(batches(rng, train, steps), total=steps, desc=f"epoch {epoch + 1}/{epochs}", unit="batch")
        losses = [float(step(x, y)) for x, y in progress]
        history.append((epoch + 1, float(np.mean(losses)), accuracy()))
        print(f"  loss {history[-1][1]:.4f}  accuracy on validation voices {history[-1][2]:.4f}", flush=True)
        if epoch >= epochs - averaged:
            kept.append(model.get_weights())
    model.set_weights([np.mean(weights, axis=0) for weights in zip(*kept)])
    settle_norms(model, rng, train)
    history.append(("mean", history[-1][1], accuracy()))
    print(f"  mean of {len(kept)} epochs: accuracy on validation voices {history[-1][2]:.4f}", flush=True)
    return history


def settle_norms(model, rng, train):
    """Learns batch normalization's statistics anew: those of averaged weights are not the average of statistics."""
    for x, _ in batches(rng, train, 100):
        model(x, training=True)
