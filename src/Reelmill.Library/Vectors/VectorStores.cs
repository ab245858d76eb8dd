using Reelmill.Core;
using Reelmill.Library.Vectors.Embedded;
using Reelmill.Library.Vectors.Milvus;
using Reelmill.Library.Vectors.PgVector;

namespace Reelmill.Library.Vectors;

/// <summary>Opens vector stores by their URIs.</summary>
public static class VectorStores
{
    /// <summary>The name of the store inside the library folder, which is the default.</summary>
    public const string EmbeddedName = "embedded";

    private static readonly (string Scheme, string Form)[] KnownStores =
        [(EmbeddedName, EmbeddedName), ("postgres", "postgres://user@host:5432/database"), ("milvus", "milvus://host:19530")];

    /// <summary>Opens a store, without connecting to a server or creating anything yet.</summary>
    /// <param name="uri">
    /// <c>embedded</c>, <c>postgres://user@host:port/database</c> (the password comes from the URI or <c>PGPASSWORD</c>) or
    /// <c>milvus://host:port/database</c> (the token comes from <c>MILVUS_TOKEN</c>).
    /// </param>
    /// <param name="libraryFolder">The library folder, which holds the embedded store.</param>
    /// <param name="time">The clock for timeouts and retry delays; the system clock by default.</param>
    /// <returns>The store; the caller disposes it.</returns>
    /// <exception cref="PipelineException"><c>bad_store</c>: the URI is not one of these.</exception>
    public static IVectorStore Open(string uri, string libraryFolder, TimeProvider? time = null)
    {
        var clock = time ?? TimeProvider.System;
        var scheme = uri.Split(':', 2)[0].Trim();
        return scheme switch
        {
            _ when uri.Trim() == EmbeddedName => new EmbeddedStore(libraryFolder, new EmbeddedOptions()),
            "postgres" or "postgresql" => PgVectorStore.Create(PgAddress.Parse(uri), clock),
            "milvus" => MilvusStore.Create(MilvusAddress.Parse(uri), clock),
            _ => throw BadStore(scheme, $"there is no such store. The nearest is {FindNearest(scheme)}"),
        };
    }

    /// <summary>Creates the error for an invalid store URI. The message leaves out the URI, which can hold a password.</summary>
    internal static PipelineException BadStore(string scheme, string problem) => new(
        "bad_store", $"Opening the vector store '{scheme}': {problem}. Use {string.Join(", ", KnownStores.Select(static k => k.Form))}.");

    private static string FindNearest(string scheme) => KnownStores.MinBy(k => GetEditDistance(scheme.ToLowerInvariant(), k.Scheme)).Form;

    // The Levenshtein distance, computed row by row.
    private static int GetEditDistance(string a, string b)
    {
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var change = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(change, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[^1];
    }
}
