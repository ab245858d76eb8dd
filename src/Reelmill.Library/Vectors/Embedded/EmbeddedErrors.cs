namespace Reelmill.Library.Vectors.Embedded;

internal static class EmbeddedErrors
{
    public static LibraryException Damaged(string path, string what, Exception? inner = null) => new(
        "library_damaged",
        $"Reading the vectors {path}: {what}. {Advice(path)}",
        inner);

    /// <summary>Dropping it makes the library forget what was indexed into it, so that indexing does not skip that.</summary>
    private static string Advice(string path)
    {
        var folder = Directory.Exists(path) ? path : Path.GetDirectoryName(path)!;
        var library = Path.GetDirectoryName(Path.GetDirectoryName(folder));
        return $"Run 'reelmill collections drop {Path.GetFileName(folder)} --library {library}', then index again; the other collections are not touched by it.";
    }
}
