package dev.berth.runtime.cli;

import dev.berth.runtime.cli.container.AttachCommand;
import dev.berth.runtime.cli.container.CommitCommand;
import dev.berth.runtime.cli.container.CopyCommand;
import dev.berth.runtime.cli.container.CreateCommand;
import dev.berth.runtime.cli.container.DiffCommand;
import dev.berth.runtime.cli.container.ExecCommand;
import dev.berth.runtime.cli.container.LogsCommand;
import dev.berth.runtime.cli.container.PortCommand;
import dev.berth.runtime.cli.container.PsCommand;
import dev.berth.runtime.cli.container.RemoveCommand;
import dev.berth.runtime.cli.container.RenameCommand;
import dev.berth.runtime.cli.container.RunCommand;
import dev.berth.runtime.cli.container.SimpleCommands;
import dev.berth.runtime.cli.container.StartCommand;
import dev.berth.runtime.cli.container.StatsCommand;
import dev.berth.runtime.cli.container.TopCommand;
import dev.berth.runtime.cli.container.UpdateCommand;
import dev.berth.runtime.cli.container.WaitCommand;
import dev.berth.runtime.cli.daemon.DaemonCommand;
import dev.berth.runtime.cli.demo.DemoCommand;
import dev.berth.runtime.cli.doctor.DoctorCommand;
import dev.berth.runtime.cli.image.BuildCommand;
import dev.berth.runtime.cli.image.HistoryCommand;
import dev.berth.runtime.cli.image.ImagesCommand;
import dev.berth.runtime.cli.image.ImportCommand;
import dev.berth.runtime.cli.image.LoadCommand;
import dev.berth.runtime.cli.image.PullCommand;
import dev.berth.runtime.cli.image.RmiCommand;
import dev.berth.runtime.cli.image.SaveCommand;
import dev.berth.runtime.cli.image.TagCommand;
import dev.berth.runtime.cli.network.LinkCommands;
import dev.berth.runtime.cli.network.NameCommands;
import dev.berth.runtime.cli.network.NetworkCommands;
import dev.berth.runtime.cli.network.NetworkCreate;
import dev.berth.runtime.cli.plugin.PluginListCommand;
import dev.berth.runtime.cli.plugin.PluginServeCommand;
import dev.berth.runtime.cli.registry.LoginCommand;
import dev.berth.runtime.cli.registry.LogoutCommand;
import dev.berth.runtime.cli.registry.ManifestInspectCommand;
import dev.berth.runtime.cli.registry.PushCommand;
import dev.berth.runtime.cli.registry.SearchCommand;
import dev.berth.runtime.cli.system.CompletionCommand;
import dev.berth.runtime.cli.system.DiskUsageCommand;
import dev.berth.runtime.cli.system.EventsCommand;
import dev.berth.runtime.cli.system.InfoCommand;
import dev.berth.runtime.cli.system.InspectCommand;
import dev.berth.runtime.cli.system.PruneCommand;
import dev.berth.runtime.cli.system.RemovalCommand;
import dev.berth.runtime.cli.system.VersionCommand;
import dev.berth.runtime.cli.volume.BackupCommands;
import dev.berth.runtime.cli.volume.RepositoryCommands;
import dev.berth.runtime.cli.volume.TransferCommands;
import dev.berth.runtime.cli.volume.VolumeCommands;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Every command by the words that call it. A switch, not a map: only the class of the command that is called is loaded,
 * which is most of what a quick start is.
 */
public final class Commands {
    private static final List<String> NAMES = List.of(
            "attach",
            "build",
            "commit",
            "completion",
            "cp",
            "create",
            "daemon",
            "demo",
            "diff",
            "doctor",
            "events",
            "exec",
            "export",
            "history",
            "images",
            "import",
            "info",
            "inspect",
            "kill",
            "load",
            "login",
            "logout",
            "logs",
            "pause",
            "port",
            "ps",
            "pull",
            "push",
            "rename",
            "restart",
            "rm",
            "rmi",
            "run",
            "save",
            "search",
            "start",
            "stats",
            "stop",
            "tag",
            "top",
            "unpause",
            "update",
            "version",
            "wait",
            "container attach",
            "container commit",
            "container cp",
            "container create",
            "container diff",
            "container exec",
            "container export",
            "container inspect",
            "container kill",
            "container logs",
            "container ls",
            "container pause",
            "container port",
            "container prune",
            "container rename",
            "container restart",
            "container rm",
            "container run",
            "container start",
            "container stats",
            "container stop",
            "container top",
            "container unpause",
            "container update",
            "container wait",
            "dns log",
            "dns query",
            "image build",
            "image history",
            "image import",
            "image inspect",
            "image load",
            "image ls",
            "image prune",
            "image pull",
            "image push",
            "image rm",
            "image save",
            "image tag",
            "manifest inspect",
            "link add",
            "link ls",
            "link rm",
            "network connect",
            "network create",
            "network disconnect",
            "network inspect",
            "network ls",
            "network prune",
            "network rm",
            "plugin ls",
            "plugin serve",
            "system df",
            "system events",
            "system info",
            "system prune",
            "volume backup",
            "volume backups",
            "volume clone",
            "volume create",
            "volume export",
            "volume forget",
            "volume import",
            "volume inspect",
            "volume ls",
            "volume prune",
            "volume rename",
            "volume restore",
            "volume rm",
            "volume verify");

    private Commands() {}

    /** Every command's words, single ones first, in alphabetical order; aliases are left out. */
    public static List<String> names() {
        return NAMES;
    }

    /** The command that these words, joined by one space, call. */
    public static Optional<Command> find(String path) {
        int space = path.indexOf(' ');
        if (space < 0) {
            return Optional.ofNullable(single(path));
        }
        String word = path.substring(space + 1);
        return Optional.ofNullable(
                switch (path.substring(0, space)) {
                    case "container" -> container(word);
                    case "dns" -> dns(word);
                    case "image" -> image(word);
                    case "link" -> link(word);
                    case "network" -> network(word);
                    case "volume" -> volume(word);
                    case "system" -> system(word);
                    case "manifest" -> word.equals("inspect") ? new ManifestInspectCommand() : null;
                    case "plugin" -> plugin(word);
                    default -> null;
                });
    }

    private static @Nullable Command plugin(String word) {
        return switch (word) {
            case "ls", "list" -> new PluginListCommand();
            case "serve" -> new PluginServeCommand();
            default -> null;
        };
    }

    private static @Nullable Command single(String word) {
        return switch (word) {
            case "attach" -> new AttachCommand();
            case "build" -> new BuildCommand();
            case "commit" -> new CommitCommand();
            case "completion" -> new CompletionCommand();
            case "cp" -> new CopyCommand();
            case "create" -> new CreateCommand();
            case "daemon" -> new DaemonCommand();
            case "demo", "play-demo" -> new DemoCommand();
            case "diff" -> new DiffCommand();
            case "doctor" -> new DoctorCommand();
            case "events" -> new EventsCommand();
            case "exec" -> new ExecCommand();
            case "export" -> SimpleCommands.export();
            case "history" -> new HistoryCommand();
            case "images" -> new ImagesCommand();
            case "import" -> new ImportCommand();
            case "info" -> new InfoCommand();
            case "inspect" -> new InspectCommand("");
            case "kill" -> SimpleCommands.kill();
            case "load" -> new LoadCommand();
            case "login" -> new LoginCommand();
            case "logout" -> new LogoutCommand();
            case "logs" -> new LogsCommand();
            case "pause" -> SimpleCommands.pause();
            case "port" -> new PortCommand();
            case "ps" -> new PsCommand();
            case "pull" -> new PullCommand();
            case "push" -> new PushCommand();
            case "rename" -> new RenameCommand();
            case "restart" -> SimpleCommands.restart();
            case "rm" -> new RemoveCommand();
            case "rmi" -> new RmiCommand();
            case "run" -> new RunCommand();
            case "save" -> new SaveCommand();
            case "search" -> new SearchCommand();
            case "start" -> new StartCommand();
            case "stats" -> new StatsCommand();
            case "stop" -> SimpleCommands.stop();
            case "tag" -> new TagCommand();
            case "top" -> new TopCommand();
            case "unpause" -> SimpleCommands.unpause();
            case "update" -> new UpdateCommand();
            case "version" -> new VersionCommand();
            case "wait" -> new WaitCommand();
            default -> null;
        };
    }

    private static @Nullable Command container(String word) {
        return switch (word) {
            case "ls", "list", "ps" -> new PsCommand();
            case "inspect" -> new InspectCommand("container");
            case "prune" -> new PruneCommand("container");
            case "remove" -> new RemoveCommand();
            case "attach",
                    "commit",
                    "cp",
                    "create",
                    "diff",
                    "exec",
                    "export",
                    "kill",
                    "logs",
                    "pause",
                    "port",
                    "rename",
                    "restart",
                    "rm",
                    "run",
                    "start",
                    "stats",
                    "stop",
                    "top",
                    "unpause",
                    "update",
                    "wait" -> single(word);
            default -> null;
        };
    }

    private static @Nullable Command image(String word) {
        return switch (word) {
            case "ls", "list" -> new ImagesCommand();
            case "rm", "rmi", "remove" -> new RmiCommand();
            case "inspect" -> new InspectCommand("image");
            case "prune" -> new PruneCommand("image");
            case "build", "history", "import", "load", "pull", "push", "save", "tag" -> single(word);
            default -> null;
        };
    }

    private static @Nullable Command dns(String word) {
        return switch (word) {
            case "log" -> NameCommands.log();
            case "query" -> NameCommands.query();
            default -> null;
        };
    }

    private static @Nullable Command link(String word) {
        return switch (word) {
            case "add" -> LinkCommands.add();
            case "ls", "list" -> LinkCommands.ls();
            case "rm", "remove" -> LinkCommands.remove();
            default -> null;
        };
    }

    private static @Nullable Command network(String word) {
        return switch (word) {
            case "connect" -> NetworkCommands.connect();
            case "create" -> new NetworkCreate();
            case "disconnect" -> NetworkCommands.disconnect();
            case "inspect" -> new InspectCommand("network");
            case "ls", "list" -> NetworkCommands.ls();
            case "prune" -> new PruneCommand("network");
            case "rm", "remove" -> new RemovalCommand("network");
            default -> null;
        };
    }

    private static @Nullable Command volume(String word) {
        return switch (word) {
            case "backup" -> new BackupCommands.Backup();
            case "backups" -> new BackupCommands.Backups();
            case "clone" -> TransferCommands.duplicate();
            case "create" -> VolumeCommands.create();
            case "export" -> TransferCommands.export();
            case "forget" -> new RepositoryCommands.Forget();
            case "import" -> TransferCommands.imported();
            case "inspect" -> new InspectCommand("volume");
            case "ls", "list" -> VolumeCommands.ls();
            case "prune" -> new PruneCommand("volume");
            case "rename" -> TransferCommands.rename();
            case "restore" -> new BackupCommands.Restore();
            case "rm", "remove" -> new RemovalCommand("volume");
            case "verify" -> new RepositoryCommands.Verify();
            default -> null;
        };
    }

    private static @Nullable Command system(String word) {
        return switch (word) {
            case "df" -> new DiskUsageCommand();
            case "prune" -> new PruneCommand("system");
            case "events", "info" -> single(word);
            default -> null;
        };
    }
}
