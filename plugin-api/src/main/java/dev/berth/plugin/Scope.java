package dev.berth.plugin;

/** How far what a driver makes reaches, Docker's capability {@code Scope}. */
public enum Scope {
    LOCAL,
    GLOBAL
}
