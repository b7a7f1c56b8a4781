/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.bench;

import io.github.subspark.images.Images;
import io.github.subspark.linalg.BlasThreads;
import io.github.subspark.network.Architecture;
import io.github.subspark.steps.StepTask;
import io.github.subspark.sweep.Cell;
import io.github.subspark.sweep.Grid;
import io.github.subspark.sweep.SweepSpec;
import io.github.subspark.training.Engine;
import io.github.subspark.training.EngineKind;
import io.github.subspark.training.Pretrained;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A process that does what a libtorch user would: the trainings of the paper's grid one after the
 * other, on one thread. Several of them share the work, each taking the longest that none has
 * taken. Arguments: seeds, the folder in which they claim it.
 */
public final class TorchGrid {
  private TorchGrid() {}

  /** Trains what is left. */
  public static void main(String[] arguments) throws IOException {
    Nd4j.getExecutioner(); // Sets BLAS threads of its own as it loads.
    BlasThreads.set(1);
    SweepSpec spec = new PaperGrid(Integer.parseInt(arguments[0])).spec();
    Images images = PaperGrid.images(spec);
    for (List<Cell> group : PaperGrid.groups(spec, images)) {
      if (claim(Path.of(arguments[1], group.get(0).pretrainingKey()))) {
        train(spec, images, group);
      }
    }
  }

  private static boolean claim(Path mark) throws IOException {
    try {
      Files.createFile(mark);
      return true;
    } catch (FileAlreadyExistsException taken) {
      return false;
    }
  }

  private static void train(SweepSpec spec, Images images, List<Cell> group) {
    Engine torch = EngineKind.TORCH.engine();
    Architecture architecture = Grid.of(spec, images).architecture(group.get(0));
    long seed = StepTask.pretrainingSeed(group.get(0));
    Pretrained start = torch.pretrain(images, architecture, spec.training(), seed);
    for (Cell cell : group) {
      torch.fineTune(
          images, architecture, cell.attention(), spec.network(), spec.training(), start, seed);
    }
  }
}
