using Npgsql;
using Reelmill.Core;

namespace Reelmill.Library.Vectors.PgVector;

/// <summary>Turns what PostgreSQL answers into what a user can act on.</summary>
internal static class PgErrors
{
    /// <summary>Whether the same request may succeed a little later.</summary>
    public static bool IsTransient(Exception error) => error is NpgsqlException { IsTransient: true };

    /// <param name="error">The last try's.</param>
    /// <param name="doing">What was being done.</param>
    /// <param name="collection">The collection's name, or an empty text.</param>
    /// <param name="shown">The address.</param>
    public static Exception Explain(Exception error, string doing, string collection, string shown)
    {
        var what = $"{doing} {(collection.Length > 0 ? $"the collection '{collection}' at " : "")}{shown}";
        return error switch
        {
            PostgresException { SqlState: PostgresErrorCodes.UndefinedTable } when collection.Length > 0 => VectorErrors.Unknown(collection, error),
            PostgresException { SqlState: PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification } =>
                Whole("the server refuses the user or the password. Check the user, and PGPASSWORD or ~/.pgpass."),
            PostgresException { SqlState: PostgresErrorCodes.InvalidCatalogName } => Whole("there is no such database. Make it, or check the name."),
            PostgresException { SqlState: PostgresErrorCodes.InsufficientPrivilege } e => Whole(
                $"the user may not do that ({e.MessageText}). It needs to make tables, and the extension must be there: CREATE EXTENSION vector."),
            PostgresException { SqlState: PostgresErrorCodes.FeatureNotSupported or PostgresErrorCodes.UndefinedFile or PostgresErrorCodes.UndefinedObject or PostgresErrorCodes.InvalidName } e => Whole(
                $"the server cannot do that ({e.MessageText}). Install pgvector 0.8 or newer."),
            PostgresException { SqlState: PostgresErrorCodes.DiskFull } => Whole("the server's disk is full. Make space, then run again."),
            _ when IsTransient(error) || error is TimeoutException => new ItemException(
                VectorErrors.Failed, $"{what}: {Short(error)}, {StoreRetries.Tries} times in a row. Run again later; writing twice does no harm.", transient: true, error),
            PostgresException e => new ItemException(
                VectorErrors.Failed, $"{what}: the server refused it ({e.SqlState}: {e.MessageText}).", innerException: error),
            NpgsqlException => new ItemException(VectorErrors.Failed, $"{what}: {Short(error)}.", innerException: error),
            _ => error,
        };

        PipelineException Whole(string why) => new(VectorErrors.Failed, $"{what}: {why}", error);
    }

    private static string Short(Exception error) => (error.InnerException ?? error).Message.TrimEnd('.');
}
