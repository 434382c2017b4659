# SPDX-License-Identifier: Apache-2.0
"""Networks in small, as people make them with Keras: one function each, by name in `networks`."""
import keras
from keras import layers

networks = {}


def network(function):
    networks[function.__name__.replace("_", "-")] = function
    return function


def sequence(shape, *all_layers, **options):
    """Layers behind an input of one image, row or frame."""
    return keras.Sequential([keras.Input(shape, batch_size=1, **options), *all_layers])


def graph(shape, make):
    """What `make` gives for a batch of one of the shape."""
    source = keras.Input(shape, batch_size=1)
    return keras.Model(source, make(source))


# ---- layers ----


@network
def dense():
    return sequence((10,), layers.Dense(8, "relu"), layers.Dense(3, "softmax"))


@network
def conv_1d():
    return sequence(
        (16, 3),
        layers.Conv1D(4, 3, activation="relu", padding="causal"),
        layers.MaxPooling1D(2),
        layers.Conv1D(4, 3, strides=2, padding="same"),
        layers.AveragePooling1D(2),
        layers.DepthwiseConv1D(3, padding="same"),
        layers.GlobalAveragePooling1D(),
        layers.Dense(2),
    )


@network
def conv_2d():
    return sequence(
        (9, 8, 2),
        layers.Conv2D(4, 3, activation="relu6"),
        layers.Conv2D(4, 3, dilation_rate=2, padding="same", activation="relu"),
        layers.Conv2D(6, (1, 3), strides=(1, 2), padding="same", use_bias=False),
    )


@network
def depthwise():
    return sequence(
        (8, 8, 3),
        layers.DepthwiseConv2D(3, depth_multiplier=2, padding="same", activation="relu"),
        layers.SeparableConv2D(4, 3, strides=2, padding="same"),
        layers.DepthwiseConv2D(3, dilation_rate=2, padding="same"),
    )


@network
def transposed():
    return sequence(
        (4, 5, 3),
        layers.Conv2DTranspose(4, 3, strides=2, padding="same", activation="relu"),
        layers.Conv2DTranspose(2, 2, strides=1, padding="valid", use_bias=False),
    )


@network
def pooling():
    def make(x):
        local = [layers.MaxPooling2D(2), layers.AveragePooling2D(3, 2, padding="same")]
        whole = [layers.GlobalMaxPooling2D(), layers.GlobalAveragePooling2D(keepdims=True)]
        return [layer(x) for layer in local + whole]

    return graph((7, 8, 3), make)


@network
def activations():
    def make(x):
        x = layers.Dense(6)(x)
        y = [layers.Dense(6, name)(x) for name in ["relu", "relu6", "tanh", "sigmoid", "softmax", "elu", "hard_swish"]]
        z = [layers.LeakyReLU(0.2)(y[0] - x), layers.PReLU(alpha_initializer="uniform")(x), layers.ReLU(threshold=0)(x)]
        return layers.Concatenate()(y + z)

    return graph((5,), make)


@network
def smooth_activations():
    def make(x):
        x = layers.Dense(6)(x)
        kinds = ["swish", "softplus", "selu", "softsign", "exponential"]
        return layers.Concatenate()([layers.Dense(4, kind)(x) for kind in kinds])

    return graph((5,), make)


@network
def reshaping():
    return sequence(
        (4, 5, 2),
        layers.ZeroPadding2D(((1, 0), (2, 1))),
        layers.Conv2D(4, 2),
        layers.Cropping2D(((1, 0), (0, 2))),
        layers.Permute((2, 3, 1)),
        layers.Reshape((6, -1)),
        layers.Flatten(),
    )


@network
def upsampling():
    return sequence((3, 4, 2), layers.Conv2D(2, 1), layers.UpSampling2D((2, 3), interpolation="bilinear"))


@network
def upsampling_nearest():
    return sequence((3, 4, 2), layers.Conv2D(2, 1), layers.UpSampling2D(2))


@network
def gelu():
    return sequence((5,), layers.Dense(4, "gelu"))


@network
def merging():
    def make(x):
        a, b, c = (layers.Conv2D(3, 1, activation=kind)(x) for kind in ["relu", "tanh", None])
        together = [layers.Add()([a, b, c]), layers.Multiply()([a, b]), layers.Subtract()([a, c])]
        rest = [layers.Average()([b, c]), layers.Maximum()([a, c]), layers.Minimum()([a, b])]
        return layers.Concatenate()(together + rest)

    return graph((3, 4, 2), make)


@network
def normalizing():
    return sequence(
        (5, 4, 3),
        layers.BatchNormalization(),
        layers.ReLU(),
        layers.LayerNormalization(),
        layers.Conv2D(4, 2, use_bias=False),
        layers.BatchNormalization(),
        layers.GroupNormalization(2),
        layers.Rescaling(0.5, -1),
    )


@network
def wide():
    """Weights of more than 1024 elements, which the dynamic form makes int8; activations stay float."""
    return sequence(
        (6, 6, 8), layers.Conv2D(16, 3, activation="relu"), layers.MaxPooling2D(2), layers.Flatten(), layers.Dense(20)
    )


@network
def embedding():
    return sequence(
        (6,), layers.Embedding(12, 4), layers.GlobalAveragePooling1D(), layers.Dense(3, "softmax"), dtype="int32"
    )


@network
def any_batch():
    return keras.Sequential([keras.Input((6, 6, 1)), layers.Conv2D(2, 3), layers.Flatten(), layers.Dense(2)])


# ---- architectures ----


def normal(x, layer, kind="relu"):
    x = layers.BatchNormalization()(layer(x))
    return layers.Activation(kind)(x) if kind else x


@network
def mobilenet_v1():
    def make(x):
        x = normal(x, layers.Conv2D(4, 3, strides=2, padding="same", use_bias=False), "relu6")
        for filters, stride in [(6, 1), (8, 2), (8, 1)]:
            x = normal(x, layers.DepthwiseConv2D(3, strides=stride, padding="same", use_bias=False), "relu6")
            x = normal(x, layers.Conv2D(filters, 1, use_bias=False), "relu6")
        return layers.Dense(3, "softmax")(layers.GlobalAveragePooling2D()(x))

    return graph((16, 16, 3), make)


@network
def mobilenet_v2():
    def make(x):
        x = normal(x, layers.Conv2D(4, 3, strides=2, padding="same", use_bias=False), "relu6")
        for filters, stride in [(4, 1), (6, 2), (6, 1)]:
            source = x
            x = normal(x, layers.Conv2D(2 * x.shape[-1], 1, use_bias=False), "relu6")
            x = normal(x, layers.DepthwiseConv2D(3, strides=stride, padding="same", use_bias=False), "relu6")
            x = normal(x, layers.Conv2D(filters, 1, use_bias=False), None)
            if source.shape == x.shape:
                x = layers.Add()([source, x])
        return layers.Dense(3, "softmax")(layers.GlobalAveragePooling2D()(x))

    return graph((16, 16, 3), make)


@network
def ds_cnn():
    def make(x):
        x = normal(x, layers.Conv2D(6, (10, 4), strides=2, padding="same"))
        for _ in range(2):
            x = normal(x, layers.DepthwiseConv2D(3, padding="same"))
            x = layers.Dropout(0.2)(normal(x, layers.Conv2D(6, 1, padding="same")))
        x = layers.AveragePooling2D((13, 5))(x)
        return layers.Dense(4, "softmax")(layers.Flatten()(x))

    return graph((25, 10, 1), make)


@network
def resnet_8():
    def make(x):
        x = normal(x, layers.Conv2D(3, 3, padding="same"))
        for filters, stride in [(3, 1), (4, 2), (4, 2)]:
            y = normal(x, layers.Conv2D(filters, 3, strides=stride, padding="same"))
            y = normal(y, layers.Conv2D(filters, 3, padding="same"), None)
            if stride > 1:
                x = layers.Conv2D(filters, 1, strides=stride, padding="same")(x)
            x = layers.ReLU()(layers.Add()([x, y]))
        x = layers.AveragePooling2D(x.shape[1:3])(x)
        return layers.Dense(3, "softmax")(layers.Flatten()(x))

    return graph((12, 12, 3), make)


@network
def autoencoder():
    return sequence((20,), *[layers.Dense(size, "relu") for size in [12, 4, 12]], layers.Dense(20))


@network
def u_net():
    def make(x):
        down = layers.Conv2D(3, 3, padding="same", activation="relu")(x)
        deep = layers.Conv2D(4, 3, padding="same", activation="relu")(layers.MaxPooling2D()(down))
        up = layers.Conv2DTranspose(3, 2, strides=2, padding="same")(deep)
        return layers.Conv2D(2, 1, activation="softmax")(layers.Concatenate()([up, down]))

    return graph((8, 8, 1), make)


@network
def attention():
    def make(x):
        x = layers.Dense(4)(x)
        y = layers.MultiHeadAttention(2, 2)(x, x)
        x = layers.LayerNormalization()(layers.Add()([x, y]))
        return layers.Dense(2, "softmax")(layers.GlobalAveragePooling1D()(x))

    return graph((5, 4), make)


@network
def lstm():
    return sequence((5, 3), layers.LSTM(4), layers.Dense(2))


@network
def lstm_unrolled():
    return sequence((3, 3), layers.LSTM(4, unroll=True), layers.Dense(2))


@network
def lstm_fused():
    """Only the Keras before 3 tells the converter of a whole LSTM, which becomes one operator."""
    import tf_keras

    old = tf_keras.layers
    return tf_keras.Sequential(
        [old.Input((5, 3), batch_size=1), old.LSTM(4, return_sequences=True), old.LSTM(3), old.Dense(2)]
    )


@network
def gru():
    return sequence((5, 3), layers.GRU(4), layers.Dense(2))


@network
def gru_unrolled():
    return sequence((2, 3), layers.GRU(4, unroll=True, return_sequences=True))


@network
def simple_rnn():
    return sequence((4, 3), layers.Bidirectional(layers.SimpleRNN(3, unroll=True)))
