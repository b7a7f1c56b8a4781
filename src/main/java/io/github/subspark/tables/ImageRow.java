/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.tables;

/**
 * One image: a row of {@code images}.
 *
 * @param index position in the data, from 0: the row of C and the place in {@code assignments}
 * @param name file name, or the index
 * @param label what the data calls its class; null for unlabelled data
 * @param png the image as the network saw it
 */
public record ImageRow(int index, String name, String label, byte[] png) {}
