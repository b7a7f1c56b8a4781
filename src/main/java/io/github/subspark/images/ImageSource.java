/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.images;

import java.io.IOException;

/** One kind of place that images are stored in. */
interface ImageSource {

  /**
   * Reads all images, in an order that depends on the stored names or positions only.
   *
   * @throws io.github.subspark.InvalidInputException for what a user can mend
   * @throws IOException if the file system fails
   */
  void readInto(ImageCollector images) throws IOException;
}
