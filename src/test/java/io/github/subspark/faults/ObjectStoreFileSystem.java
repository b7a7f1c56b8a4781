/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.faults;

/**
 * An object store on the local disk, {@code objects:///tmp/bucket/run}: no folders, no atomic
 * create, no atomic rename, and no {@code AbstractFileSystem}. Its calls go wrong as {@link
 * FaultPlan} says.
 */
public final class ObjectStoreFileSystem extends FaultyFileSystem {
  /** Its scheme. */
  public static final String SCHEME = "objects";

  /** Made by Hadoop. */
  public ObjectStoreFileSystem() {
    super(SCHEME, new LocalObjects());
  }
}
