/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark.sweep;

/**
 * A configuration file as read, from whatever file system.
 *
 * @param name what messages call it
 * @param text its content, HOCON
 */
public record ConfigText(String name, String text) {}
