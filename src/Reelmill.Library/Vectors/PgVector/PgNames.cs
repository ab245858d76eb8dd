namespace Reelmill.Library.Vectors.PgVector;

/// <summary>What the tables are called. Collection names are checked before they get here.</summary>
internal static class PgNames
{
    /// <summary>The table of collections.</summary>
    public const string Collections = "reelmill_collections";

    /// <summary>The table of a collection.</summary>
    public static string TableOf(string collection) => $"reelmill_vectors_{collection}";
}
