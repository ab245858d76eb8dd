using Npgsql;

namespace Reelmill.Library.Vectors.PgVector;

/// <summary>The address of a PostgreSQL database.</summary>
/// <param name="ConnectionString">The connection string for Npgsql. It can hold a password, so no message contains it.</param>
/// <param name="DisplayName">The host, port and database, for messages.</param>
internal sealed record PgAddress(string ConnectionString, string DisplayName)
{
    private const int DefaultPort = 5432;
    private const string SslOption = "sslmode";

    /// <summary>Parses <c>postgres://user:password@host:port/database?sslmode=require</c>. Without a password, Npgsql takes it from <c>PGPASSWORD</c> or <c>~/.pgpass</c>.</summary>
    /// <exception cref="Core.PipelineException"><c>bad_store</c>: the address is not valid.</exception>
    public static PgAddress Parse(string text)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out var uri) || uri.Host.Length == 0 || uri.Fragment.Length > 0)
        {
            throw VectorStores.BadStore("postgres", "the URL is incomplete");
        }

        var (user, password) = uri.UserInfo.Split(':', 2) is [var u, var p] ? (u, Uri.UnescapeDataString(p)) : (uri.UserInfo, null);
        var database = Uri.UnescapeDataString(uri.AbsolutePath.Trim('/'));
        if (user.Length == 0 || database.Length == 0 || database.Contains('/', StringComparison.Ordinal))
        {
            throw VectorStores.BadStore("postgres", "the user or the database is missing");
        }

        var port = uri.Port > 0 ? uri.Port : DefaultPort;
        var builder = new NpgsqlConnectionStringBuilder
        {
            Host = uri.Host,
            Port = port,
            Username = Uri.UnescapeDataString(user),
            Password = password,
            Database = database,
            ApplicationName = "reelmill",
        };
        if (uri.Query.Length > 1)
        {
            builder.SslMode = ReadSslMode(uri.Query[1..]);
        }

        return new(builder.ConnectionString, $"postgres://{uri.Host}:{port}/{database}");
    }

    private static SslMode ReadSslMode(string query) =>
        query.Split('=', 2) is [SslOption, var mode]
        && Enum.TryParse<SslMode>(mode.Replace("-", "", StringComparison.Ordinal), ignoreCase: true, out var parsed)
        && !int.TryParse(mode, out _)
            ? parsed
            : throw VectorStores.BadStore("postgres", "the query after ? is not valid; it can only be sslmode=disable, allow, prefer, require, verify-ca or verify-full");
}
