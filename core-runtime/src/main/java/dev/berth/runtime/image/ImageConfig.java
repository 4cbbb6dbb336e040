package dev.berth.runtime.image;

/** An image's configuration document: OCI's, which is Docker's. */
public final class ImageConfig {}
