/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.faults;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.DelegateToFileSystem;
import org.apache.hadoop.fs.Path;

/** {@link FaultyFileSystem} for Hadoop's FileContext, whose renames replace a file in one call. */
public final class FaultyFs extends DelegateToFileSystem {
  /** Made by Hadoop. */
  public FaultyFs(URI uri, Configuration configuration) throws IOException, URISyntaxException {
    super(uri, initialized(configuration), configuration, FaultyFileSystem.SCHEME, false);
  }

  private static FaultyFileSystem initialized(Configuration configuration) throws IOException {
    FaultyFileSystem files = new FaultyFileSystem();
    files.initialize(URI.create(FaultyFileSystem.SCHEME + ":///"), configuration);
    return files;
  }

  @Override
  public int getUriDefaultPort() {
    return -1;
  }

  /** As the local disk and HDFS: what stood there before is replaced, never missing. */
  @Override
  public void renameInternal(Path source, Path target, boolean overwrite) throws IOException {
    if (!fsImpl.rename(source, target)) {
      throw new IOException("Cannot rename " + source + " to " + target);
    }
  }
}
