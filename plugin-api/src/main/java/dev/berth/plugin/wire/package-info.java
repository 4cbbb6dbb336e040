/** Docker's plugin protocol in JSON: a record for every request and answer, and how their texts are read. */
@NullMarked
package dev.berth.plugin.wire;

import org.jspecify.annotations.NullMarked;
