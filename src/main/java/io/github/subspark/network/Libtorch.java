/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.network;

import io.github.subspark.linalg.BlasThreads;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.pytorch.Device;
import org.bytedeco.pytorch.global.torch;

/** The libtorch of this process, and the devices that it computes on. */
public final class Libtorch {
  /** The processor. */
  public static final String CPU = "cpu";

  private Libtorch() {}

  /** Whether its natives, for processors or for GPUs, are on the class path. Loads nothing. */
  public static boolean isOnClassPath() {
    return isOnClassPath("") || isBuiltForGpus();
  }

  /** Whether its natives for GPUs are on the class path. Loads nothing. */
  public static boolean isBuiltForGpus() {
    return isOnClassPath("-gpu");
  }

  private static boolean isOnClassPath(String build) {
    String folder = "/org/bytedeco/pytorch/%s%s/".formatted(Loader.getPlatform(), build);
    return torch.class.getResource(folder + System.mapLibraryName("jnitorch")) != null;
  }

  /** Whether it can compute on GPUs here. */
  public static boolean seesGpus() {
    return torch.cuda_is_available();
  }

  /**
   * The device that a task computes on.
   *
   * @param address index of the GPU that the task was given, as Spark's resource discovery tells it
   * @return the processor, if this build or this machine can use no GPU
   */
  public static String gpu(String address) {
    return seesGpus() ? "cuda:" + Integer.parseInt(address) : CPU;
  }

  /**
   * Makes this thread ready to compute on a device.
   *
   * <p>libtorch multiplies matrices with the BLAS of this process, but shares out its other loops
   * itself, by a number of threads for each calling thread. Of its ways to convolve on processors,
   * oneDNN gives wrong values for transposed convolutions (2.10.0), and NNPACK knows few processors
   * and complains of others at every call.
   */
  static Device prepare(String device) {
    torch.globalContext().setUserEnabledMkldnn(false);
    torch.globalContext().setUserEnabledNNPACK(false);
    torch.set_num_threads(Math.max(1, BlasThreads.current()));
    return new Device(device);
  }
}
