package dev.berth.runtime.container;

import java.util.List;

/** Docker's answer to {@code top}: column titles, and a row for each process. */
public record ProcessList(List<String> titles, List<List<String>> processes) {}
