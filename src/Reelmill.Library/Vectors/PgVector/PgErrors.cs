using Npgsql;
using Reelmill.Core;

namespace Reelmill.Library.Vectors.PgVector;

/// <summary>Translates PostgreSQL errors into errors that a user can act on.</summary>
internal static class PgErrors
{
    /// <summary>Tells whether the same request may succeed a little later.</summary>
    public static bool IsTransient(Exception error) => error is NpgsqlException { IsTransient: true };

    /// <summary>Translates the error of the last attempt.</summary>
    /// <param name="error">The error of the last attempt.</param>
    /// <param name="operation">The operation, for the message, such as <c>Searching</c>.</param>
    /// <param name="collection">The collection's name, or an empty string.</param>
    /// <param name="address">The server's address, for the message.</param>
    public static Exception Explain(Exception error, string operation, string collection, string address)
    {
        var context = $"{operation} {(collection.Length > 0 ? $"the collection '{collection}' at " : "")}{address}";
        return error switch
        {
            PostgresException { SqlState: PostgresErrorCodes.UndefinedTable } when collection.Length > 0 => VectorErrors.UnknownCollection(collection, error),
            PostgresException { SqlState: PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification } =>
                StoreFailure("the server rejected the user or the password. Check the user, and PGPASSWORD or ~/.pgpass."),
            PostgresException { SqlState: PostgresErrorCodes.InvalidCatalogName } => StoreFailure("there is no such database. Create it, or check the name."),
            PostgresException { SqlState: PostgresErrorCodes.InsufficientPrivilege } e => StoreFailure(
                $"the user lacks a privilege ({e.MessageText}). Let the user create tables, and create the extension: CREATE EXTENSION vector."),
            PostgresException { SqlState: PostgresErrorCodes.FeatureNotSupported or PostgresErrorCodes.UndefinedFile or PostgresErrorCodes.UndefinedObject or PostgresErrorCodes.InvalidName } e => StoreFailure(
                $"the server lacks a feature ({e.MessageText}). Install pgvector 0.8 or newer."),
            PostgresException { SqlState: PostgresErrorCodes.DiskFull } => StoreFailure("the server's disk is full. Free some space, then run again."),
            _ when IsTransient(error) || error is TimeoutException => new ItemException(
                VectorErrors.StoreFailedCode, $"{context}: {GetReason(error)}, {StoreRetryPolicy.MaxAttempts} times in a row. Run again later; repeated writes are idempotent.", transient: true, error),
            PostgresException e => new ItemException(
                VectorErrors.StoreFailedCode, $"{context}: the server rejected the request ({e.SqlState}: {e.MessageText}).", innerException: error),
            NpgsqlException => new ItemException(VectorErrors.StoreFailedCode, $"{context}: {GetReason(error)}.", innerException: error),
            _ => error,
        };

        PipelineException StoreFailure(string why) => new(VectorErrors.StoreFailedCode, $"{context}: {why}", error);
    }

    private static string GetReason(Exception error) => (error.InnerException ?? error).Message.TrimEnd('.');
}
