using Npgsql;

namespace Reelmill.Library.Vectors.PgVector;

/// <summary>Where a PostgreSQL server is.</summary>
/// <param name="ConnectionString">How Npgsql is told; it can hold a password, so no message has it.</param>
/// <param name="Shown">The host, port and database, for messages.</param>
internal sealed record PgAddress(string ConnectionString, string Shown)
{
    private const int DefaultPort = 5432;
    private const string SslOption = "sslmode";

    /// <summary>Reads <c>postgres://user:password@host:port/database?sslmode=require</c>; without a password, <c>PGPASSWORD</c> or <c>~/.pgpass</c> has it.</summary>
    /// <exception cref="Core.PipelineException"><c>bad_store</c>.</exception>
    public static PgAddress Parse(string text)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out var uri) || uri.Host.Length == 0 || uri.Fragment.Length > 0)
        {
            throw VectorStores.Bad("postgres", "it is no whole URL");
        }

        var (user, password) = uri.UserInfo.Split(':', 2) is [var u, var p] ? (u, Uri.UnescapeDataString(p)) : (uri.UserInfo, null);
        var database = Uri.UnescapeDataString(uri.AbsolutePath.Trim('/'));
        if (user.Length == 0 || database.Length == 0 || database.Contains('/', StringComparison.Ordinal))
        {
            throw VectorStores.Bad("postgres", "its user or its database is missing");
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
            : throw VectorStores.Bad("postgres", "after the ? only sslmode=disable, allow, prefer, require, verify-ca or verify-full is known");
}
