namespace Reelmill.Library.Vectors.Embedded;

internal static class EmbeddedErrors
{
    /// <summary>Creates the error for a damaged file of a collection.</summary>
    public static LibraryException Damaged(string path, string problem, Exception? inner = null) => new(
        "library_damaged",
        $"Reading the vectors in {path}: {problem}. {GetAdvice(path)}",
        inner);

    /// <summary>Advises to drop the collection: the library then forgets which inputs were indexed, so that a new run indexes them again.</summary>
    private static string GetAdvice(string path)
    {
        var folder = Directory.Exists(path) ? path : Path.GetDirectoryName(path)!;
        var library = Path.GetDirectoryName(Path.GetDirectoryName(folder));
        return $"Run 'reelmill collections drop {Path.GetFileName(folder)} --library {library}', then index again; other collections are not affected.";
    }
}
