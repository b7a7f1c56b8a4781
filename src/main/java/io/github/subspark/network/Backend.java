/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.network;

import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Properties;
import org.nd4j.linalg.api.ops.executioner.OpExecutioner.ExecutionerType;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The ND4J backend of this JVM: provenance of every training. A class path with several backends
 * falls back from one to another without a word, so what was loaded is asked for and recorded.
 *
 * @param name the backend's class, such as CpuBackend
 * @param version ND4J's version
 * @param device where its arrays live
 * @param blas what multiplies matrices, as the backend tells, such as OPENBLAS
 */
public record Backend(String name, String version, Device device, String blas)
    implements Serializable {

  /** Where arrays live. */
  public enum Device {
    /** Host memory; native pointers can be read by the JVM. */
    CPU,
    /** A CUDA device. */
    GPU;

    /** The name in tables. */
    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** The backend of this JVM; loads it if none is. */
  public static Backend loaded() {
    return Holder.LOADED;
  }

  /**
   * Makes sure that trainings run where they were meant to.
   *
   * @throws IllegalStateException if another device's backend was loaded
   */
  public Backend require(Device wanted) {
    if (device != wanted) {
      throw new IllegalStateException(
          "Cannot train on %s: ND4J loaded %s (%s). Put that backend on the class path, alone."
              .formatted(wanted.text(), name, device.text()));
    }
    return this;
  }

  /**
   * Makes this thread compute on the GPU that it was given; nothing to do for a CPU's backend.
   *
   * @param address the GPU's index, as Spark's resource discovery tells it
   */
  public void use(String address) {
    if (device == Device.GPU) {
      Nd4j.getAffinityManager().unsafeSetDevice(Integer.parseInt(address));
    }
  }

  /** Asks once: ND4J's backend cannot change in a running JVM. */
  private static final class Holder {
    private static final String BUILD = "/org/eclipse/org.nd4j-nd4j-api-git.properties";
    static final Backend LOADED = ask();

    private static Backend ask() {
      boolean host = Nd4j.getExecutioner().type() == ExecutionerType.NATIVE_CPU;
      return new Backend(
          Nd4j.getBackend().getClass().getSimpleName(),
          version(),
          host ? Device.CPU : Device.GPU,
          String.valueOf(Nd4j.factory().blas().getBlasVendor()));
    }

    /** ND4J's jars carry their version in a properties file of their build, not in the manifest. */
    private static String version() {
      Properties build = new Properties();
      try (InputStream stream = Nd4j.class.getResourceAsStream(BUILD)) {
        if (stream != null) {
          build.load(stream);
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return build.getProperty("git.build.version", "unknown");
    }
  }
}
