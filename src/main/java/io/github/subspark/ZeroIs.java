/* SPDX-License-Identifier: Apache-2.0 */
package io.github.subspark;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** A component of a specification whose value 0 is written as a word in configurations. */
@Target(ElementType.RECORD_COMPONENT)
@Retention(RetentionPolicy.RUNTIME)
public @interface ZeroIs {
  /** The word. */
  String value();
}
