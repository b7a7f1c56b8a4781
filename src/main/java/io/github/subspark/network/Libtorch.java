/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.network;

import io.github.subspark.linalg.BlasThreads;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.pytorch.Device;
import org.bytedeco.pytorch.global.torch;

/** The libtorch of this process, and the devices that it computes on. */
public final class Libtorch {
  /** The processor. */
  public static final String CPU = "cpu";

  private static final List<String> BUILDS = List.of("", "-gpu");

  /** Libraries that its others call, as far as a build has them. */
  private static final List<String> CALLED = List.of("c10", "torch_cpu", "c10_cuda", "torch_cuda");

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
    return torch.class.getResource(resource(build, "jnitorch")) != null;
  }

  private static String resource(String build, String library) {
    return "/org/bytedeco/pytorch/%s%s/%s"
        .formatted(Loader.getPlatform(), build, System.mapLibraryName(library));
  }

  /** Whether it can compute on GPUs here. */
  public static boolean seesGpus() {
    unpack();
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
    unpack();
    torch.globalContext().setUserEnabledMkldnn(false);
    torch.globalContext().setUserEnabledNNPACK(false);
    torch.set_num_threads(Math.max(1, BlasThreads.current()));
    return new Device(device);
  }

  /**
   * Unpacks what the libraries call before any of them is loaded.
   *
   * <p>JavaCPP unpacks each one when it comes to load it, libtorch.so before the libtorch_cpu.so
   * that it calls. Where the machine has a libtorch of its own (Debian's libtorch-dev), the first
   * process would be given that one's, and crash.
   */
  private static void unpack() {
    try {
      for (String build : BUILDS) {
        for (String library : CALLED) {
          Loader.cacheResource(torch.class, resource(build, library));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot unpack libtorch into JavaCPP's cache", e);
    }
  }
}
