using Reelmill.Core;
using Reelmill.Library.Vectors.Embedded;
using Reelmill.Library.Vectors.Milvus;
using Reelmill.Library.Vectors.PgVector;

namespace Reelmill.Library.Vectors;

/// <summary>Opens vector stores from what a user writes.</summary>
public static class VectorStores
{
    /// <summary>The store that is in the library's folder: the default.</summary>
    public const string EmbeddedName = "embedded";

    private static readonly (string Scheme, string Form)[] Known =
        [(EmbeddedName, EmbeddedName), ("postgres", "postgres://user@host:5432/database"), ("milvus", "milvus://host:19530")];

    /// <summary>Opens a store. Nothing is contacted or made yet.</summary>
    /// <param name="uri">
    /// <c>embedded</c>, <c>postgres://user@host:port/database</c> (a password comes from <c>PGPASSWORD</c> or the URI) or
    /// <c>milvus://host:port/database</c> (its token comes from <c>MILVUS_TOKEN</c>).
    /// </param>
    /// <param name="libraryFolder">The library's folder, where the embedded store is.</param>
    /// <param name="time">The clock of deadlines and waits; the system's by default.</param>
    /// <returns>The store, which the caller disposes.</returns>
    /// <exception cref="PipelineException"><c>bad_store</c>: it is none of these.</exception>
    public static IVectorStore Open(string uri, string libraryFolder, TimeProvider? time = null)
    {
        var clock = time ?? TimeProvider.System;
        var scheme = uri.Split(':', 2)[0].Trim();
        return scheme switch
        {
            _ when uri.Trim() == EmbeddedName => new EmbeddedStore(libraryFolder, new EmbeddedOptions()),
            "postgres" or "postgresql" => PgVectorStore.Create(PgAddress.Parse(uri), clock),
            "milvus" => MilvusStore.Create(MilvusAddress.Parse(uri), clock),
            _ => throw Bad(scheme, $"it is not known. The nearest is {Nearest(scheme)}"),
        };
    }

    /// <summary>The failure of a store's name; it never has the URI, which can hold a password.</summary>
    internal static PipelineException Bad(string scheme, string what) => new(
        "bad_store", $"Opening the vector store '{scheme}': {what}. Give {string.Join(", ", Known.Select(static k => k.Form))}.");

    private static string Nearest(string scheme) => Known.MinBy(k => Distance(scheme.ToLowerInvariant(), k.Scheme)).Form;

    // Levenshtein, row by row.
    private static int Distance(string a, string b)
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
