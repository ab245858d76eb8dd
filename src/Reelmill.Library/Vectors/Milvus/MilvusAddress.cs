namespace Reelmill.Library.Vectors.Milvus;

/// <summary>Where a Milvus server is.</summary>
/// <param name="Endpoint">The address of its REST API, with a slash at its end.</param>
/// <param name="Database">The database.</param>
/// <param name="Token">What it is told in <c>Authorization</c>; null for nothing. No message has it.</param>
internal sealed record MilvusAddress(Uri Endpoint, string Database, string? Token)
{
    private const int DefaultPort = 19530;
    private const string DefaultDatabase = "default";
    private const string OverTls = "?tls=true";

    /// <summary>The host, port and database, for messages.</summary>
    public string Shown => $"milvus://{Endpoint.Host}:{Endpoint.Port}/{Database}";

    /// <summary>Reads <c>milvus://user:password@host:port/database?tls=true</c>; without a user, <c>MILVUS_TOKEN</c> has the token.</summary>
    /// <exception cref="Core.PipelineException"><c>bad_store</c>.</exception>
    public static MilvusAddress Parse(string text)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out var uri) || uri.Host.Length == 0 || uri.Fragment.Length > 0)
        {
            throw VectorStores.Bad("milvus", "it is no whole URL");
        }

        if (uri.Query is not ("" or OverTls))
        {
            throw VectorStores.Bad("milvus", $"after the host and the database only {OverTls} is known");
        }

        var database = Uri.UnescapeDataString(uri.AbsolutePath.Trim('/'));
        if (database.Contains('/', StringComparison.Ordinal))
        {
            throw VectorStores.Bad("milvus", "its database has a slash");
        }

        var scheme = uri.Query == OverTls ? Uri.UriSchemeHttps : Uri.UriSchemeHttp;
        var port = uri.Port > 0 ? uri.Port : DefaultPort;
        var token = uri.UserInfo.Length > 0 ? Uri.UnescapeDataString(uri.UserInfo) : Environment.GetEnvironmentVariable("MILVUS_TOKEN");
        return new(
            new UriBuilder(scheme, uri.Host, port, "/v2/vectordb/").Uri,
            database.Length > 0 ? database : DefaultDatabase,
            string.IsNullOrEmpty(token) ? null : token);
    }
}
