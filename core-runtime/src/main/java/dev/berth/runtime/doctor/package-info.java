/** What this host has, lacks, and what to do about it. */
@NullMarked
package dev.berth.runtime.doctor;

import org.jspecify.annotations.NullMarked;
