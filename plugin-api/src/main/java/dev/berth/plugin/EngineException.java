package dev.berth.plugin;

/**
 * A failure that the caller is told about. The message says what was tried, on which object, and why it failed; the
 * kind is mapped once to an HTTP status (Engine API) and once to an exit code (command line).
 */
public abstract sealed class EngineException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** What sort of failure it is; Docker's HTTP status for each in brackets. */
    public enum Kind {
        /** The request itself is wrong (400). */
        INVALID_PARAMETER,
        /** Who asks is not who he says, or nobody (401). */
        UNAUTHORIZED,
        /** The request is understood and refused (403). */
        FORBIDDEN,
        /** What it names does not exist (404). */
        NOT_FOUND,
        /** It does not fit the present state (409). */
        CONFLICT,
        /** Something it needs does not answer now (503). */
        UNAVAILABLE,
        /** This engine or driver has no such ability (501). */
        NOT_IMPLEMENTED,
        /** The kernel, the disk or a program failed (500). */
        SYSTEM
    }

    private final Kind kind;

    private EngineException(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    private EngineException(Kind kind, String message, Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    /** The sort of failure. */
    public final Kind kind() {
        return kind;
    }

    /** An exception of the given kind, as when a failure arrives over a wire. */
    public static EngineException of(Kind kind, String message) {
        return switch (kind) {
            case INVALID_PARAMETER -> new InvalidParameter(message);
            case UNAUTHORIZED -> new Unauthorized(message);
            case FORBIDDEN -> new Forbidden(message);
            case NOT_FOUND -> new NotFound(message);
            case CONFLICT -> new Conflict(message);
            case UNAVAILABLE -> new Unavailable(message);
            case NOT_IMPLEMENTED -> new NotImplemented(message);
            case SYSTEM -> new SystemFailure(message);
        };
    }

    /** The request itself is wrong. */
    public static final class InvalidParameter extends EngineException {
        private static final long serialVersionUID = 1L;

        public InvalidParameter(String message) {
            super(Kind.INVALID_PARAMETER, message);
        }

        public InvalidParameter(String message, Throwable cause) {
            super(Kind.INVALID_PARAMETER, message, cause);
        }
    }

    /** Credentials are missing or not taken. */
    public static final class Unauthorized extends EngineException {
        private static final long serialVersionUID = 1L;

        public Unauthorized(String message) {
            super(Kind.UNAUTHORIZED, message);
        }
    }

    /** The request is understood and refused. */
    public static final class Forbidden extends EngineException {
        private static final long serialVersionUID = 1L;

        public Forbidden(String message) {
            super(Kind.FORBIDDEN, message);
        }
    }

    /** What the request names does not exist. */
    public static final class NotFound extends EngineException {
        private static final long serialVersionUID = 1L;

        public NotFound(String message) {
            super(Kind.NOT_FOUND, message);
        }
    }

    /** The request does not fit the present state. */
    public static final class Conflict extends EngineException {
        private static final long serialVersionUID = 1L;

        public Conflict(String message) {
            super(Kind.CONFLICT, message);
        }
    }

    /** Something the request needs does not answer, or is used up, now. */
    public static final class Unavailable extends EngineException {
        private static final long serialVersionUID = 1L;

        public Unavailable(String message) {
            super(Kind.UNAVAILABLE, message);
        }

        public Unavailable(String message, Throwable cause) {
            super(Kind.UNAVAILABLE, message, cause);
        }
    }

    /** This engine or driver has no such ability. */
    public static final class NotImplemented extends EngineException {
        private static final long serialVersionUID = 1L;

        public NotImplemented(String message) {
            super(Kind.NOT_IMPLEMENTED, message);
        }
    }

    /** The kernel, the disk or a program failed. */
    public static final class SystemFailure extends EngineException {
        private static final long serialVersionUID = 1L;

        public SystemFailure(String message) {
            super(Kind.SYSTEM, message);
        }

        public SystemFailure(String message, Throwable cause) {
            super(Kind.SYSTEM, message, cause);
        }
    }
}
