namespace Reelmill.Library.Vectors;

/// <summary>What a vector stands for. Each text has at most 16 KiB of UTF-8 and no NUL.</summary>
/// <param name="Source">The file or URL that it was made from.</param>
/// <param name="TimeMs">The time in the source, in milliseconds from its start, 0 or more; null for an image.</param>
/// <param name="Path">Where its picture is below the library's folder; null when none was kept. Empty counts as null.</param>
/// <param name="Fields">Whatever else is known, such as a label; null for nothing. At most 64.</param>
public sealed record VectorMetadata(
    string Source, long? TimeMs = null, string? Path = null, IReadOnlyDictionary<string, string>? Fields = null)
{
    private static readonly IReadOnlyDictionary<string, string> None = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Whatever else is known, by name.</summary>
    /// <value>Empty by default.</value>
    public IReadOnlyDictionary<string, string> Fields { get; init; } = Fields ?? None;
}
