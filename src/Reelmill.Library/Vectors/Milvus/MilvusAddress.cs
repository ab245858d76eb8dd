namespace Reelmill.Library.Vectors.Milvus;

/// <summary>The address of a Milvus database.</summary>
/// <param name="Endpoint">The base URL of the REST API, with a trailing slash.</param>
/// <param name="Database">The name of the database.</param>
/// <param name="Token">The token for the <c>Authorization</c> header; null for none. No message contains it.</param>
internal sealed record MilvusAddress(Uri Endpoint, string Database, string? Token)
{
    private const int DefaultPort = 19530;
    private const string DefaultDatabase = "default";
    private const string TlsQuery = "?tls=true";

    /// <summary>The host, port and database, for messages.</summary>
    public string DisplayName => $"milvus://{Endpoint.Host}:{Endpoint.Port}/{Database}";

    /// <summary>Parses <c>milvus://user:password@host:port/database?tls=true</c>. Without a user, the token comes from <c>MILVUS_TOKEN</c>.</summary>
    /// <exception cref="Core.PipelineException"><c>bad_store</c>: the address is not valid.</exception>
    public static MilvusAddress Parse(string text)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out var uri) || uri.Host.Length == 0 || uri.Fragment.Length > 0)
        {
            throw VectorStores.BadStore("milvus", "the URL is incomplete");
        }

        if (uri.Query is not ("" or TlsQuery))
        {
            throw VectorStores.BadStore("milvus", $"the query is not valid; it can only be {TlsQuery}");
        }

        var database = Uri.UnescapeDataString(uri.AbsolutePath.Trim('/'));
        if (database.Contains('/', StringComparison.Ordinal))
        {
            throw VectorStores.BadStore("milvus", "the name of the database contains a slash");
        }

        var scheme = uri.Query == TlsQuery ? Uri.UriSchemeHttps : Uri.UriSchemeHttp;
        var port = uri.Port > 0 ? uri.Port : DefaultPort;
        var token = uri.UserInfo.Length > 0 ? Uri.UnescapeDataString(uri.UserInfo) : Environment.GetEnvironmentVariable("MILVUS_TOKEN");
        return new(
            new UriBuilder(scheme, uri.Host, port, "/v2/vectordb/").Uri,
            database.Length > 0 ? database : DefaultDatabase,
            string.IsNullOrEmpty(token) ? null : token);
    }
}
