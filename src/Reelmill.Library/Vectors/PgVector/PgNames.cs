namespace Reelmill.Library.Vectors.PgVector;

/// <summary>The names of tables. Callers check collection names first.</summary>
internal static class PgNames
{
    /// <summary>The table that lists the collections.</summary>
    public const string CollectionsTable = "reelmill_collections";

    /// <summary>Returns the name of a collection's table.</summary>
    public static string GetTableName(string collection) => $"reelmill_vectors_{collection}";
}
