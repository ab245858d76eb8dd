namespace Reelmill.Library.Vectors.Embedded;

internal static class EmbeddedErrors
{
    public static LibraryException Damaged(string path, string what, Exception? inner = null) => new(
        "library_damaged",
        $"Reading the vectors {path}: {what}. Move the collection's folder away and index again; the other collections are not touched by it.",
        inner);
}
