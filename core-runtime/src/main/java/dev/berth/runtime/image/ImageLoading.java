package dev.berth.runtime.image;

import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * {@code docker load}.
 *
 * @param temporary where the archive is taken apart
 */
record ImageLoading(LayerStore layers, ImageIntake intake, Path temporary) {
    List<Image> load(InputStream tar, Consumer<String> said) {
        List<Image> loaded = new ArrayList<>();
        try (ImageArchive archive = ImageArchive.read(tar, temporary)) {
            for (ImageArchive.Content content : archive.contents()) {
                loaded.add(load(content, said));
            }
        }
        return loaded;
    }

    private Image load(ImageArchive.Content content, Consumer<String> said) {
        List<String> diffIds = content.config().diffIds();
        List<ImageReference> names =
                content.names().stream().map(ImageReference::parse).toList();
        try (ImageIntake.Draft draft = intake.begin(content.config())) {
            for (int i = 0; i < diffIds.size(); i++) {
                Path file = content.layers().get(i);
                if (!layers.has(diffIds.get(i))) {
                    draft.add(diffIds.get(i), LayerSource.of(file));
                }
            }
            Image image = draft.finish(names, "load", "");
            names.forEach(name -> said.accept("Loaded image: " + name.familiar() + "\n"));
            if (names.isEmpty()) {
                said.accept("Loaded image ID: " + image.id() + "\n");
            }
            return image;
        }
    }
}
