package dev.berth.runtime.state;

import dev.berth.plugin.EngineException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.ReentrantLock;
import org.sqlite.SQLiteConfig;

/**
 * The engine's memory: JSON documents by kind and id in one SQLite file. What a method has written when it returns
 * survives a crash of the daemon; what it has written and not called lazy survives a crash of the machine too
 * (write-ahead log, synced at such a commit with all that is before it). After a crash of the machine the state is one
 * that it once had: nothing is there whose past is not.
 *
 * @see <a href="https://www.sqlite.org/wal.html">SQLite, write-ahead logging</a>
 */
public final class Store implements AutoCloseable {
    private static final int BUSY_TIMEOUT_MS = 5_000;

    private static final String PUT = "INSERT INTO document (kind, id, json) VALUES (?, ?, ?)"
            + " ON CONFLICT (kind, id) DO UPDATE SET json = excluded.json";
    private static final String DELETE = "DELETE FROM document WHERE kind = ? AND id = ?";

    private final Connection connection;

    /** Guards the connection, which knows one transaction at a time. Reentrant, so that a transaction can use the rest. */
    private final ReentrantLock lock = new ReentrantLock();

    private Store(Connection connection) {
        this.connection = connection;
    }

    /**
     * Opens the file, which is made if need be.
     *
     * @throws EngineException.SystemFailure it cannot be opened or is not ours
     */
    public static Store open(Path file) {
        SQLiteConfig config = new SQLiteConfig();
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
        config.setBusyTimeout(BUSY_TIMEOUT_MS);
        try {
            Connection connection = config.createConnection("jdbc:sqlite:" + file);
            try (Statement statement = connection.createStatement()) {
                statement.executeUpdate("CREATE TABLE IF NOT EXISTS document (kind TEXT NOT NULL, id TEXT NOT NULL,"
                        + " json TEXT NOT NULL, PRIMARY KEY (kind, id)) WITHOUT ROWID");
            } catch (SQLException failure) {
                connection.close();
                throw failure;
            }
            return new Store(connection);
        } catch (SQLException failure) {
            throw new EngineException.SystemFailure(
                    "open state database " + file + ": " + failure.getMessage(), failure);
        }
    }

    /** Writes the document, in place of one of the same kind and id. */
    public void put(String kind, String id, String json) {
        update(PUT, kind, id, json);
    }

    /**
     * As {@link #put}, for what nobody has been told of yet, or what the end of the machine makes void anyway: the disk
     * is not waited for. The next write that is not lazy takes it along.
     */
    public void putLazily(String kind, String id, String json) {
        lazily(() -> update(PUT, kind, id, json));
    }

    /** The document. */
    public Optional<String> get(String kind, String id) {
        return locked("read " + kind + " " + id, () -> {
            try (PreparedStatement statement =
                            prepare("SELECT json FROM document WHERE kind = ? AND id = ?", kind, id);
                    ResultSet row = statement.executeQuery()) {
                return row.next() ? Optional.of(row.getString(1)) : Optional.empty();
            }
        });
    }

    /** Every document of the kind by id, in the order of ids. */
    public Map<String, String> all(String kind) {
        return locked("read every " + kind, () -> {
            Map<String, String> documents = new LinkedHashMap<>();
            try (PreparedStatement statement =
                            prepare("SELECT id, json FROM document WHERE kind = ? ORDER BY id", kind);
                    ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    documents.put(row.getString(1), row.getString(2));
                }
            }
            return documents;
        });
    }

    /** Deletes the document; one that is not there is not an error. */
    public void delete(String kind, String id) {
        update(DELETE, kind, id);
    }

    /** As {@link #delete}, in the manner of {@link #putLazily}. */
    public void deleteLazily(String kind, String id) {
        lazily(() -> update(DELETE, kind, id));
    }

    /**
     * Everything that {@code body} writes becomes visible together, or not at all if it throws. Inside a transaction
     * it is part of the outer one. Others wait meanwhile: do nothing slow in it.
     */
    public <T> T transaction(Callable<T> body) {
        return locked("commit", () -> {
            if (!connection.getAutoCommit()) {
                return body.call();
            }
            connection.setAutoCommit(false);
            try {
                T result = body.call();
                connection.commit();
                return result;
            } catch (Exception | Error failure) {
                connection.rollback();
                throw failure;
            } finally {
                connection.setAutoCommit(true);
            }
        });
    }

    @Override
    public void close() {
        locked("close", () -> {
            connection.close();
            return true;
        });
    }

    /** A transaction that is open already is synced, or not, as a whole. */
    private void lazily(Runnable body) {
        locked("write", () -> {
            boolean alone = connection.getAutoCommit();
            if (alone) {
                synchronous(SQLiteConfig.SynchronousMode.NORMAL);
            }
            try {
                body.run();
            } finally {
                if (alone) {
                    synchronous(SQLiteConfig.SynchronousMode.FULL);
                }
            }
            return true;
        });
    }

    private void synchronous(SQLiteConfig.SynchronousMode mode) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA synchronous=" + mode.getValue());
        }
    }

    private void update(String sql, String... parameters) {
        locked(sql, () -> {
            try (PreparedStatement statement = prepare(sql, parameters)) {
                return statement.executeUpdate();
            }
        });
    }

    private PreparedStatement prepare(String sql, String... parameters) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        for (int i = 0; i < parameters.length; i++) {
            statement.setString(i + 1, parameters[i]);
        }
        return statement;
    }

    private <T> T locked(String action, Callable<T> body) {
        lock.lock();
        try {
            return body.call();
        } catch (RuntimeException failure) {
            throw failure;
        } catch (Exception failure) {
            throw new EngineException.SystemFailure("state database: " + action + ": " + failure.getMessage(), failure);
        } finally {
            lock.unlock();
        }
    }
}
