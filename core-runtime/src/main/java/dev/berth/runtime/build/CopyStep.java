package dev.berth.runtime.build;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.linux.sys.ErrnoException;
import dev.berth.plugin.EngineException;
import dev.berth.runtime.dockerfile.Instruction;
import dev.berth.runtime.image.Workspace;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** One {@code COPY} or {@code ADD}: what is copied becomes a layer. */
final class CopyStep {
    private final Build build;
    private final StageState state;
    private final StageFiles files;
    private final Instruction.Copy copy;

    CopyStep(Build build, StageState state, StageFiles files, Instruction.Copy copy) {
        this.build = build;
        this.state = state;
        this.files = files;
        this.copy = copy;
    }

    /** @param temporary an empty directory, the caller's to delete */
    void perform(Path temporary) {
        try (Preparation open = new Preparation()) {
            SourceTree tree = files.tree(copy.from(), open);
            Downloads downloads = new Downloads(build.cancellation());
            List<CopySource> sources = new CopySources(copy, tree, temporary, downloads).find();
            ObjectNode remembered = state.configOf(state.nop("#(nop) " + comment(CopySources.hash(sources))));
            if (state.useCache(remembered)) {
                return;
            }
            try (Workspace workspace = build.images().workspace(state.image())) {
                write(sources, workspace.path());
                state.commit(remembered, Optional.of(workspace), "");
            }
        }
    }

    private String comment(String hash) {
        String owner = copy.owner().map(text -> "--chown=" + text).orElse("");
        String mode = copy.mode().map(text -> "--chmod=" + text).orElse("");
        return copy.keyword() + " " + owner + mode + hash + " in " + copy.destination() + " ";
    }

    private void write(List<CopySource> sources, Path root) {
        Optional<CopyOwner> owner = copy.owner()
                .map(text -> CopyOwner.parse(text, root))
                .or(() -> copy.from().isPresent() ? Optional.empty() : Optional.of(CopyOwner.ROOT));
        CopyTarget target = new CopyTarget(root, destination(), owner, mode(), copy.add());
        for (CopySource source : sources) {
            build.cancellation().check();
            try {
                target.write(source);
            } catch (ErrnoException failure) {
                throw new EngineException.InvalidParameter("failed to copy files: " + failure.getMessage(), failure);
            }
        }
    }

    /** From the working directory; a slash at the end stays. */
    private String destination() {
        String written = copy.destination();
        if (written.startsWith("/")) {
            return written;
        }
        String path = Path.of(state.settings().workingDirectory())
                .resolve(written)
                .normalize()
                .toString();
        boolean directory = written.endsWith("/") || written.equals(".") || written.endsWith("/.");
        return directory && !path.endsWith("/") ? path + "/" : path;
    }

    private OptionalInt mode() {
        if (copy.mode().isEmpty()) {
            return OptionalInt.empty();
        }
        String text = copy.mode().get();
        if (!text.matches("[0-7]{1,4}")) {
            throw new EngineException.InvalidParameter(
                    "invalid chmod parameter: '" + text + "'. it should be octal string and between 0 and 07777");
        }
        return OptionalInt.of(Integer.parseInt(text, 8));
    }
}
