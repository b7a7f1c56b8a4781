/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.network;

import io.github.subspark.SpecChecks;
import java.io.Serializable;

/**
 * One convolution of the encoder: stride 2, SAME, ReLU after it.
 *
 * @param channels output channels, at least 1
 * @param kernel rows and columns of the kernel: 2 or more
 */
public record EncoderLayer(int channels, int kernel) implements Serializable {
  public EncoderLayer {
    new SpecChecks()
        .check("channels", channels, channels >= 1, "at least 1")
        .check("kernel", kernel, kernel >= 2 && kernel <= 15, "2 to 15")
        .done();
  }
}
